package io.mockagents.python;

import java.util.regex.Pattern;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.SnakeCase;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as Python prints them: {@code str()} and {@code repr()} of what a value
 * would be in Python. The SDK sends the model {@code str()} of what a tool returns.
 * <p>
 * Maps are dicts, {@link Set}s are sets, other collections and arrays are lists, and
 * records are pydantic models, named after their class, whose fields are the record's
 * components in snake case or under their {@link JsonProperty} name. Constants of an enum
 * are members of a Python enum whose values are their names, or their
 * {@link JsonProperty} name. An {@link Optional} is its value or {@code None}. Any other
 * object is its {@link Object#toString()}. A container that contains itself is cut there,
 * as in {@code [1, [...]]}.
 */
public final class PythonText {

	private static final Pattern LINE_BREAK = Pattern.compile("\\r\\n|[\\n\\r\\x0B\\f\\x1C-\\x1E\\x85\\u2028\\u2029]");

	private static final char[] HEX = "0123456789abcdef".toCharArray();

	private static final ClassValue<Field[]> FIELDS = new ClassValue<>() {

		@Override
		protected Field[] computeValue(Class<?> type) {
			return Arrays.stream(type.getRecordComponents()).map(Field::of).toArray(Field[]::new);
		}

	};

	private PythonText() {
	}

	/**
	 * Return the lines of a text, as {@code str.splitlines()}.
	 * @param text the text
	 * @return the lines without what ends them
	 */
	public static List<String> splitLines(String text) {
		List<String> lines = new ArrayList<>(List.of(LINE_BREAK.split(text, -1)));
		if (lines.get(lines.size() - 1).isEmpty()) {
			lines.remove(lines.size() - 1);
		}
		return lines;
	}

	/**
	 * Return {@code str(value)}: a string as it is, a record as
	 * {@code approved=True reasoning='...'}, everything else as {@link #repr(Object)}
	 * writes it.
	 * @param value the value
	 * @return its text
	 */
	public static String str(@Nullable Object value) {
		if (value instanceof CharSequence || value instanceof Character) {
			return value.toString();
		}
		if (value instanceof Optional<?> optional) {
			return str(optional.orElse(null));
		}
		if (value instanceof Enum<?> constant) {
			return constant.getDeclaringClass().getSimpleName() + "." + constant.name();
		}
		if (value != null && PythonTime.knows(value)) {
			return PythonTime.str(value);
		}
		Printer printer = new Printer();
		if (value instanceof Record model) {
			printer.open.add(model);
			printer.appendFields(model, " ");
		}
		else {
			printer.append(value);
		}
		return printer.toString();
	}

	/**
	 * Return {@code repr(value)}: strings quoted, a record as
	 * {@code EvaluationResult(approved=True, reasoning='...')}.
	 * @param value the value
	 * @return its text
	 */
	public static String repr(@Nullable Object value) {
		Printer printer = new Printer();
		printer.append(value);
		return printer.toString();
	}

	/**
	 * Return {@code str()} of a pydantic model.
	 * @param fields the model's fields
	 * @return the text, such as {@code approved=True reasoning='...'}
	 */
	public static String modelStr(JsonObject fields) {
		return new Printer().appendFields(fields, " ").toString();
	}

	/**
	 * Return {@code repr()} of a pydantic model.
	 * @param className the name of the model's class
	 * @param fields the model's fields
	 * @return the text, such as {@code EvaluationResult(approved=True, reasoning='...')}
	 */
	public static String modelRepr(String className, JsonObject fields) {
		return className + '(' + new Printer().appendFields(fields, ", ") + ')';
	}

	/**
	 * Return {@code type(value).__name__}.
	 * @param value the value
	 * @return the name of its type, such as {@code str} or {@code NoneType}
	 */
	public static String typeName(@Nullable Object value) {
		if (value == null) {
			return "NoneType";
		}
		if (value instanceof CharSequence || value instanceof Character) {
			return "str";
		}
		if (value instanceof Boolean) {
			return "bool";
		}
		if (value instanceof Number) {
			return (value instanceof Double || value instanceof Float || value instanceof BigDecimal) ? "float" : "int";
		}
		if (value instanceof Map) {
			return "dict";
		}
		if (value instanceof Set) {
			return "set";
		}
		return (value instanceof Iterable || value.getClass().isArray()) ? "list" : value.getClass().getSimpleName();
	}

	/**
	 * Return the name of the class that an output has in Python.
	 * @param outputType the type that the agent declares
	 * @param output the output
	 * @return the name of its class
	 */
	public static String typeName(OutputType<?> outputType, Object output) {
		if (!outputType.isWrapped()) {
			return outputType.name();
		}
		if (output instanceof Enum<?> constant) {
			return constant.getDeclaringClass().getSimpleName();
		}
		return (output instanceof Record) ? output.getClass().getSimpleName() : typeName(output);
	}

	/**
	 * Return {@code bool(value)} of a JSON value.
	 * @param value the value, of a form that {@link JsonObject} describes
	 * @return whether it is neither null, false, zero nor empty
	 */
	public static boolean isTrue(@Nullable Object value) {
		if (value instanceof Number number) {
			return number.doubleValue() != 0;
		}
		if (value instanceof Map<?, ?> map) {
			return !map.isEmpty();
		}
		if (value instanceof Collection<?> elements) {
			return !elements.isEmpty();
		}
		return (value instanceof String string) ? !string.isEmpty() : Boolean.TRUE.equals(value);
	}

	private static String value(Enum<?> constant) {
		try {
			JsonProperty property = constant.getDeclaringClass()
				.getField(constant.name())
				.getAnnotation(JsonProperty.class);
			return (property != null && !property.value().isEmpty()) ? property.value() : constant.name();
		}
		catch (NoSuchFieldException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String number(Number number) {
		if (number instanceof Integer || number instanceof Long || number instanceof BigInteger
				|| number instanceof Short || number instanceof Byte) {
			return number.toString();
		}
		if (number instanceof Double || number instanceof Float) {
			double value = number.doubleValue();
			if (Double.isNaN(value)) {
				return "nan";
			}
			if (Double.isInfinite(value)) {
				return (value > 0) ? "inf" : "-inf";
			}
		}
		else if (!(number instanceof BigDecimal)) {
			return number.toString();
		}
		double nearest = number.doubleValue();
		return Double.isInfinite(nearest) ? ((nearest > 0) ? "inf" : "-inf") : JsonCodec.write(number);
	}

	private static void quote(StringBuilder text, String string) {
		char quote = (string.indexOf('\'') >= 0 && string.indexOf('"') < 0) ? '"' : '\'';
		text.append(quote);
		for (int i = 0; i < string.length(); i++) {
			char c = string.charAt(i);
			if (c >= ' ' && c < 0x7F) {
				if (c == quote || c == '\\') {
					text.append('\\');
				}
				text.append(c);
			}
			else if (c == '\n') {
				text.append("\\n");
			}
			else if (c == '\r') {
				text.append("\\r");
			}
			else if (c == '\t') {
				text.append("\\t");
			}
			else {
				int codePoint = string.codePointAt(i);
				i += Character.charCount(codePoint) - 1;
				appendWide(text, codePoint);
			}
		}
		text.append(quote);
	}

	private static void appendWide(StringBuilder text, int codePoint) {
		if (PythonCharacters.isPrintable(codePoint)) {
			text.appendCodePoint(codePoint);
		}
		else if (codePoint <= 0xFF) {
			appendHex(text.append("\\x"), codePoint, 2);
		}
		else if (codePoint <= 0xFFFF) {
			appendHex(text.append("\\u"), codePoint, 4);
		}
		else {
			appendHex(text.append("\\U"), codePoint, 8);
		}
	}

	private static void appendHex(StringBuilder text, int value, int digits) {
		for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
			text.append(HEX[(value >> shift) & 15]);
		}
	}

	/**
	 * Prints one value.
	 */
	private static final class Printer {

		private final StringBuilder text = new StringBuilder(128);

		/**
		 * The containers around the value being printed, outermost first.
		 */
		private final List<Object> open = new ArrayList<>(4);

		void append(@Nullable Object value) {
			if (value == null) {
				this.text.append("None");
			}
			else if (value instanceof CharSequence || value instanceof Character) {
				quote(this.text, value.toString());
			}
			else if (value instanceof Boolean bool) {
				this.text.append(bool ? "True" : "False");
			}
			else if (value instanceof Number number) {
				this.text.append(number(number));
			}
			else if (value instanceof Map<?, ?> map) {
				appendContainer(map, "{", "}", () -> appendEntries(map));
			}
			else if (value instanceof Set<?> set && set.isEmpty()) {
				this.text.append("set()");
			}
			else if (value instanceof Iterable<?> elements) {
				boolean set = (value instanceof Set);
				appendContainer(elements, set ? "{" : "[", set ? "}" : "]", () -> appendElements(elements));
			}
			else if (value instanceof Record model) {
				appendContainer(model, model.getClass().getSimpleName() + "(", ")", () -> appendFields(model, ", "));
			}
			else if (value instanceof Enum<?> constant) {
				this.text.append('<').append(str(constant)).append(": ");
				quote(this.text, value(constant));
				this.text.append('>');
			}
			else if (value instanceof Optional<?> optional) {
				append(optional.orElse(null));
			}
			else if (value.getClass().isArray()) {
				appendContainer(value, "[", "]", () -> appendArray(value));
			}
			else {
				this.text.append(PythonTime.knows(value) ? PythonTime.repr(value) : value);
			}
		}

		/**
		 * Print a container; one that is inside itself is cut there, as Python does.
		 */
		private void appendContainer(Object container, String begin, String end, Runnable content) {
			this.text.append(begin);
			if (this.open.stream().anyMatch((outer) -> outer == container)) {
				this.text.append("...");
			}
			else {
				this.open.add(container);
				content.run();
				this.open.remove(this.open.size() - 1);
			}
			this.text.append(end);
		}

		private void appendElements(Iterable<?> elements) {
			String separator = "";
			for (Object element : elements) {
				this.text.append(separator);
				append(element);
				separator = ", ";
			}
		}

		private void appendArray(Object array) {
			for (int i = 0; i < Array.getLength(array); i++) {
				this.text.append((i > 0) ? ", " : "");
				append(Array.get(array, i));
			}
		}

		private void appendEntries(Map<?, ?> map) {
			if (map instanceof JsonObject object) {
				for (int i = 0; i < object.size(); i++) {
					this.text.append((i > 0) ? ", " : "");
					quote(this.text, object.keyAt(i));
					this.text.append(": ");
					append(object.valueAt(i));
				}
				return;
			}
			String separator = "";
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				this.text.append(separator);
				append(entry.getKey());
				this.text.append(": ");
				append(entry.getValue());
				separator = ", ";
			}
		}

		Printer appendFields(JsonObject fields, String separator) {
			for (int i = 0; i < fields.size(); i++) {
				this.text.append((i > 0) ? separator : "").append(fields.keyAt(i)).append('=');
				append(fields.valueAt(i));
			}
			return this;
		}

		void appendFields(Record model, String separator) {
			String before = "";
			for (Field field : FIELDS.get(model.getClass())) {
				this.text.append(before).append(field.name()).append('=');
				append(field.get(model));
				before = separator;
			}
		}

		@Override
		public String toString() {
			return this.text.toString();
		}

	}

	/**
	 * A component of a record as the field of a model.
	 */
	private record Field(String name, Method accessor) {

		static Field of(RecordComponent component) {
			Method accessor = component.getAccessor();
			accessor.setAccessible(true);
			JsonProperty property = accessor.getAnnotation(JsonProperty.class);
			return new Field((property != null && !property.value().isEmpty()) ? property.value()
					: SnakeCase.of(component.getName()), accessor);
		}

		@Nullable Object get(Record model) {
			try {
				return this.accessor.invoke(model);
			}
			catch (IllegalAccessException | InvocationTargetException ex) {
				throw new IllegalStateException("Cannot read '" + this.name + "' of " + model.getClass(), ex);
			}
		}

	}

}
