package io.mockagents.json;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads and writes JSON in the form that {@link JsonObject} describes: objects keep the
 * order of their keys, integers stay integers, and everything with a fraction or an
 * exponent is a {@link BigDecimal}. Of a key that is given twice the last value counts,
 * at the place of the first, as in Python.
 * <p>
 * Text that is nested deeper than {@value #MAX_DEPTH}, a number of more than
 * {@value #MAX_DIGITS} digits, and a string or key of more than {@value #MAX_LENGTH}
 * characters are refused, when they are read and when they are written: whatever was
 * written can be read. All methods may be called by any thread.
 */
public final class JsonCodec {

	private static final int MAX_DEPTH = 500;

	/**
	 * Python reads integers of up to 4,300 digits.
	 */
	private static final int MAX_DIGITS = 5_000;

	private static final int MAX_LENGTH = 100_000_000;

	private static final JsonFactory FACTORY = JsonFactory.builder()
		.streamReadConstraints(StreamReadConstraints.builder()
			.maxNestingDepth(MAX_DEPTH)
			.maxNumberLength(MAX_DIGITS)
			.maxStringLength(MAX_LENGTH)
			.maxNameLength(MAX_LENGTH)
			.build())
		.build();

	private static final char[] HEX = "0123456789abcdef".toCharArray();

	/**
	 * The number of digits that a double always keeps.
	 */
	private static final int EXACT_DIGITS = 15;

	private JsonCodec() {
	}

	/**
	 * Read an object.
	 * @param json the text of one JSON object
	 * @return the object
	 * @throws IllegalArgumentException if the text is not a JSON object; the message says
	 * where, by line and column
	 */
	public static JsonObject parseObject(String json) {
		return object(parse(json));
	}

	/**
	 * Read an object.
	 * @param json the text of one JSON object, in UTF-8
	 * @return the object
	 * @throws IllegalArgumentException if the text is not a JSON object; the message says
	 * where, by line and column
	 */
	public static JsonObject parseObject(byte[] json) {
		return object(parse(json));
	}

	private static JsonObject object(@Nullable Object value) {
		if (value instanceof JsonObject object) {
			return object;
		}
		throw new IllegalArgumentException("Expected a JSON object but found " + kind(value));
	}

	private static String kind(@Nullable Object value) {
		if (value == null) {
			return "null";
		}
		return (value instanceof List) ? "an array"
				: (value instanceof String) ? "a string" : (value instanceof Boolean) ? "a boolean" : "a number";
	}

	/**
	 * Read a value.
	 * @param json the text of one JSON value
	 * @return the value, in the form that {@link JsonObject} describes
	 * @throws IllegalArgumentException if the text is not a JSON value; the message says
	 * where, by line and column
	 */
	public static @Nullable Object parse(String json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			return document(parser);
		}
		catch (JacksonException ex) {
			throw invalid(ex);
		}
	}

	/**
	 * Read a value.
	 * @param json the text of one JSON value, in UTF-8
	 * @return the value, in the form that {@link JsonObject} describes
	 * @throws IllegalArgumentException if the text is not a JSON value; the message says
	 * where, by line and column
	 */
	public static @Nullable Object parse(byte[] json) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), json)) {
			return document(parser);
		}
		catch (JacksonException ex) {
			if (ex.getOriginalMessage().contains("surrogate")) {
				// Of bytes, Jackson takes no half of a pair in a key
				return parse(new String(json, StandardCharsets.UTF_8));
			}
			throw invalid(ex);
		}
	}

	private static IllegalArgumentException invalid(JacksonException ex) {
		TokenStreamLocation location = ex.getLocation();
		String place = (location != null && location.getLineNr() > 0)
				? " at line " + location.getLineNr() + ", column " + location.getColumnNr() : "";
		return new IllegalArgumentException("Invalid JSON" + place + ": " + ex.getOriginalMessage(), ex);
	}

	private static @Nullable Object document(JsonParser parser) {
		JsonToken first = parser.nextToken();
		if (first == null) {
			throw new StreamReadException(parser, "the value is missing");
		}
		Object value = value(parser, first);
		if (parser.nextToken() != null) {
			throw new StreamReadException(parser, "the value is followed by more content");
		}
		return value;
	}

	private static @Nullable Object value(JsonParser parser, JsonToken token) {
		return switch (token) {
			case START_OBJECT -> new Members().read(parser);
			case START_ARRAY -> array(parser);
			case VALUE_STRING -> parser.getString();
			case VALUE_NUMBER_INT -> integer(parser);
			case VALUE_NUMBER_FLOAT -> decimal(parser);
			case VALUE_TRUE -> Boolean.TRUE;
			case VALUE_FALSE -> Boolean.FALSE;
			case VALUE_NULL -> null;
			default -> throw new StreamReadException(parser, "expected a value but found " + token);
		};
	}

	private static @Nullable Object decimal(JsonParser parser) {
		BigDecimal value = parser.getDecimalValue();
		return (value.signum() == 0 && parser.getString().startsWith("-")) ? (Double) (-0.0)
				: JsonObject.normalize(value);
	}

	private static @Nullable Object integer(JsonParser parser) {
		return switch (parser.getNumberType()) {
			case INT -> parser.getIntValue();
			case LONG -> parser.getLongValue();
			default -> JsonObject.normalize(parser.getBigIntegerValue());
		};
	}

	private static List<@Nullable Object> array(JsonParser parser) {
		JsonToken token = next(parser);
		if (token == JsonToken.END_ARRAY) {
			return List.of();
		}
		List<@Nullable Object> elements = new ArrayList<>();
		while (token != JsonToken.END_ARRAY) {
			elements.add(value(parser, token));
			token = next(parser);
		}
		return Collections.unmodifiableList(elements);
	}

	private static JsonToken next(JsonParser parser) {
		JsonToken token = parser.nextToken();
		if (token == null) {
			throw new StreamReadException(parser, "the text ends inside a value");
		}
		return token;
	}

	/**
	 * Write a value without spaces, as the API does. Floats that JSON has no place for,
	 * {@code nan} and the infinities, become {@code null}, as pydantic writes them. Half
	 * of a surrogate pair is escaped, so that no encoding loses it.
	 * @param value a value, of a form that {@link JsonObject#normalize(Object)} takes
	 * @return the text, which {@link #parse(String)} can read
	 * @throws IllegalArgumentException if the value has no place in JSON, or is beyond a
	 * limit that the class description lists
	 */
	public static String write(@Nullable Object value) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
			write(generator, JsonObject.normalize(value));
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException("Not a JSON value: " + ex.getOriginalMessage(), ex);
		}
		return escapeHalves(text.toString());
	}

	private static String escapeHalves(String json) {
		StringBuilder escaped = null;
		for (int i = 0; i < json.length(); i++) {
			char c = json.charAt(i);
			boolean half = Character.isSurrogate(c);
			if (half && Character.isHighSurrogate(c) && i + 1 < json.length()
					&& Character.isLowSurrogate(json.charAt(i + 1))) {
				if (escaped != null) {
					escaped.append(c);
				}
				i++;
				c = json.charAt(i);
				half = false;
			}
			if (half && escaped == null) {
				escaped = new StringBuilder(json.length() + 16).append(json, 0, i);
			}
			if (escaped != null) {
				if (half) {
					escape(escaped, c);
				}
				else {
					escaped.append(c);
				}
			}
		}
		return (escaped != null) ? escaped.toString() : json;
	}

	private static void write(JsonGenerator generator, @Nullable Object value) {
		if (value instanceof String string) {
			generator.writeString(readable(string));
		}
		else if (value instanceof JsonObject object) {
			generator.writeStartObject();
			for (int i = 0; i < object.size(); i++) {
				generator.writeName(readable(object.keyAt(i)));
				write(generator, object.valueAt(i));
			}
			generator.writeEndObject();
		}
		else if (value instanceof List<?> elements) {
			generator.writeStartArray();
			for (Object element : elements) {
				write(generator, element);
			}
			generator.writeEndArray();
		}
		else if (value instanceof Integer integer) {
			generator.writeNumber(integer);
		}
		else if (value instanceof Boolean bool) {
			generator.writeBoolean(bool);
		}
		else if (value == null) {
			generator.writeNull();
		}
		else {
			String number = number(value);
			if (number != null) {
				generator.writeNumber(number);
			}
			else {
				generator.writeNull();
			}
		}
	}

	private static String readable(String string) {
		if (string.length() > MAX_LENGTH) {
			throw new IllegalArgumentException("A string of " + string.length()
					+ " characters is too long for JSON, where at most " + MAX_LENGTH + " can be read");
		}
		return string;
	}

	/**
	 * Write a value as {@code json.dumps(value)} does in Python: with a space after
	 * commas and colons, and in ASCII. This is the form of {@code agent_messages} of the
	 * SDK's session. As in Python, floats that JSON has no place for are {@code NaN} and
	 * {@code Infinity}.
	 * @param value a value, of a form that {@link JsonObject#normalize(Object)} takes
	 * @return the text
	 * @throws IllegalArgumentException if the value has no place in JSON
	 */
	public static String writePython(@Nullable Object value) {
		return writePython(value, true);
	}

	/**
	 * Write a value as {@code json.dumps(value, ensure_ascii=...)} does in Python.
	 * @param value a value, of a form that {@link JsonObject#normalize(Object)} takes
	 * @param ensureAscii whether everything that is not ASCII is escaped
	 * @return the text
	 * @throws IllegalArgumentException if the value has no place in JSON
	 */
	public static String writePython(@Nullable Object value, boolean ensureAscii) {
		StringBuilder text = new StringBuilder(256);
		writePython(text, JsonObject.normalize(value), ensureAscii);
		return text.toString();
	}

	private static void writePython(StringBuilder text, @Nullable Object value, boolean ensureAscii) {
		if (value instanceof String string) {
			quote(text, string, ensureAscii);
		}
		else if (value instanceof JsonObject object) {
			text.append('{');
			for (int i = 0; i < object.size(); i++) {
				text.append((i > 0) ? ", " : "");
				quote(text, object.keyAt(i), ensureAscii);
				text.append(": ");
				writePython(text, object.valueAt(i), ensureAscii);
			}
			text.append('}');
		}
		else if (value instanceof List<?> elements) {
			text.append('[');
			String separator = "";
			for (Object element : elements) {
				text.append(separator);
				writePython(text, element, ensureAscii);
				separator = ", ";
			}
			text.append(']');
		}
		else if (value == null || value instanceof Integer || value instanceof Boolean) {
			text.append(value);
		}
		else {
			text.append(pythonNumber((Number) value));
		}
	}

	private static void quote(StringBuilder text, String string, boolean ensureAscii) {
		text.append('"');
		for (int i = 0; i < string.length(); i++) {
			char c = string.charAt(i);
			switch (c) {
				case '"' -> text.append("\\\"");
				case '\\' -> text.append("\\\\");
				case '\n' -> text.append("\\n");
				case '\r' -> text.append("\\r");
				case '\t' -> text.append("\\t");
				case '\f' -> text.append("\\f");
				case '\b' -> text.append("\\b");
				default -> {
					if (c < ' ' || (ensureAscii && c > '~')) {
						escape(text, c);
					}
					else {
						text.append(c);
					}
				}
			}
		}
		text.append('"');
	}

	private static void escape(StringBuilder text, char c) {
		text.append("\\u").append(HEX[c >> 12]).append(HEX[(c >> 8) & 15]);
		text.append(HEX[(c >> 4) & 15]).append(HEX[c & 15]);
	}

	private static @Nullable String pythonNumber(Number value) {
		boolean isFloat = value instanceof BigDecimal || value instanceof Double;
		double nearest = isFloat ? value.doubleValue() : 0;
		if (Double.isNaN(nearest)) {
			return "NaN";
		}
		return Double.isInfinite(nearest) ? ((nearest > 0) ? "Infinity" : "-Infinity") : number(value);
	}

	/**
	 * Return the text of a number.
	 * @return the text, or {@code null} if JSON has no place for it
	 */
	private static @Nullable String number(Object value) {
		if (value instanceof Double number) {
			return Double.isFinite(number) ? number.toString() : null;
		}
		String text = (value instanceof BigDecimal decimal) ? pythonFloat(decimal) : value.toString();
		if (text.length() > MAX_DIGITS) {
			throw new IllegalArgumentException("A number of " + text.length()
					+ " digits is too long for JSON, where at most " + MAX_DIGITS + " can be read");
		}
		return text;
	}

	/**
	 * Return a decimal as Python prints the float that is next to it: by the fewest
	 * digits that distinguish it from its neighbours, with an exponent below 1e-4 and
	 * from 1e16. A decimal beyond the greatest float keeps its digits.
	 * @param value the decimal
	 * @return the text
	 */
	private static String pythonFloat(BigDecimal value) {
		BigDecimal decimal = value.stripTrailingZeros();
		if (decimal.signum() == 0) {
			return "0.0";
		}
		int exponent = decimal.precision() - decimal.scale() - 1;
		if (decimal.precision() > EXACT_DIGITS || Math.abs(exponent) > 300) {
			double nearest = decimal.doubleValue();
			if (nearest == 0) {
				return (decimal.signum() < 0) ? "-0.0" : "0.0";
			}
			if (!Double.isInfinite(nearest)) {
				decimal = shortest(nearest);
				exponent = decimal.precision() - decimal.scale() - 1;
			}
		}
		if (exponent >= -4 && exponent < 16) {
			return ((decimal.scale() < 1) ? decimal.setScale(1) : decimal).toPlainString();
		}
		String digits = decimal.unscaledValue().abs().toString();
		StringBuilder text = new StringBuilder((decimal.signum() < 0) ? "-" : "").append(digits.charAt(0));
		if (digits.length() > 1) {
			text.append('.').append(digits, 1, digits.length());
		}
		text.append('e').append((exponent < 0) ? '-' : '+');
		return text.append((Math.abs(exponent) < 10) ? "0" : "").append(Math.abs(exponent)).toString();
	}

	private static BigDecimal shortest(double value) {
		BigDecimal exact = new BigDecimal(value);
		int digits = (Math.abs(value) < Double.MIN_NORMAL) ? 1 : EXACT_DIGITS;
		BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
		while (rounded.doubleValue() != value) {
			rounded = exact.round(new MathContext(++digits, RoundingMode.HALF_EVEN));
		}
		return rounded.stripTrailingZeros();
	}

	/**
	 * The members of an object that is being read.
	 */
	private static final class Members {

		/**
		 * The number of keys from which on a repeated key is looked for by a map.
		 */
		private static final int MANY = 32;

		private String[] keys = new String[12];

		private @Nullable Object[] values = new Object[12];

		private int size;

		private @Nullable Map<String, Integer> index;

		JsonObject read(JsonParser parser) {
			String key = parser.nextName();
			while (key != null) {
				put(key, value(parser, next(parser)));
				key = parser.nextName();
			}
			if (parser.currentToken() != JsonToken.END_OBJECT) {
				throw new StreamReadException(parser, "the text ends inside a value");
			}
			if (this.size == 0) {
				return JsonObject.of();
			}
			return JsonObject.ofShared(Arrays.copyOf(this.keys, this.size), Arrays.copyOf(this.values, this.size));
		}

		private void put(String key, @Nullable Object value) {
			int known = indexOf(key);
			if (known >= 0) {
				this.values[known] = value;
				return;
			}
			if (this.size == this.keys.length) {
				this.keys = Arrays.copyOf(this.keys, this.size * 2);
				this.values = Arrays.copyOf(this.values, this.size * 2);
			}
			this.keys[this.size] = key;
			this.values[this.size++] = value;
		}

		private int indexOf(String key) {
			if (this.size < MANY) {
				for (int i = 0; i < this.size; i++) {
					if (this.keys[i].equals(key)) {
						return i;
					}
				}
				return -1;
			}
			Map<String, Integer> positions = this.index;
			if (positions == null) {
				positions = new HashMap<>();
				for (int i = 0; i < this.size; i++) {
					positions.put(this.keys[i], i);
				}
				this.index = positions;
			}
			Integer known = positions.putIfAbsent(key, this.size);
			return (known != null) ? known : -1;
		}

	}

}
