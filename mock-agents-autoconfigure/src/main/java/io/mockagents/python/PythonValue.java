package io.mockagents.python;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A value of Python, as far as its {@code repr()} shows it. Recordings of the Python SDK
 * hold events in that form: dataclasses and pydantic models are {@linkplain Call calls}
 * with the names of their fields.
 */
public sealed interface PythonValue {

	/**
	 * Read what {@code repr()} wrote. Takes time in proportion to the length of the text.
	 * @param text the whole text; space around it is ignored
	 * @return the value
	 * @throws PythonReprException if it is not a value, has something after it, is longer
	 * than 16 million characters, or is nested more than 200 deep
	 */
	static PythonValue parse(CharSequence text) {
		return PythonReprParser.parse(text);
	}

	/**
	 * Return the value in JSON: {@code None} is {@code null}; lists, tuples and sets are
	 * arrays; a dict is an object, and so is a call, of its fields. A call with arguments
	 * is the array of these, its fields last, but the collections of Python's library are
	 * what they contain. A member of an enum is its value; bytes and what has no form in
	 * JSON are their {@code repr()}.
	 * @return the JSON value: {@code null}, a {@link Boolean}, {@link Number},
	 * {@link String}, {@link List} or {@link JsonObject}
	 */
	@Nullable Object toJson();

	/**
	 * {@code None}.
	 */
	record None() implements PythonValue {

		@Override
		public @Nullable Object toJson() {
			return null;
		}

	}

	/**
	 * {@code True} or {@code False}.
	 *
	 * @param value which of them
	 */
	record Bool(boolean value) implements PythonValue {

		@Override
		public Object toJson() {
			return this.value;
		}

	}

	/**
	 * An int.
	 *
	 * @param value the number
	 */
	record Int(BigInteger value) implements PythonValue {

		@Override
		public @Nullable Object toJson() {
			return JsonObject.normalize(this.value);
		}

	}

	/**
	 * A float.
	 *
	 * @param value the number; may be infinite or not a number
	 */
	record Float(double value) implements PythonValue {

		@Override
		public @Nullable Object toJson() {
			return Double.isFinite(this.value) ? JsonObject.normalize(this.value) : PythonText.repr(this.value);
		}

	}

	/**
	 * A str.
	 *
	 * @param value the text
	 */
	record Str(String value) implements PythonValue {

		@Override
		public Object toJson() {
			return this.value;
		}

	}

	/**
	 * Bytes.
	 *
	 * @param value the bytes
	 */
	record Bytes(byte[] value) implements PythonValue {

		public Bytes {
			value = value.clone();
		}

		@Override
		public byte[] value() {
			return this.value.clone();
		}

		@Override
		public Object toJson() {
			return toString();
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Bytes bytes && Arrays.equals(this.value, bytes.value);
		}

		@Override
		public int hashCode() {
			return Arrays.hashCode(this.value);
		}

		@Override
		public String toString() {
			StringBuilder characters = new StringBuilder();
			for (byte value : this.value) {
				characters.append((char) (value & 0xFF));
			}
			// Python prints a byte as the character, but those above 0x7F escaped
			String text = PythonText.repr(characters.toString());
			StringBuilder escaped = new StringBuilder("b");
			text.chars().forEach((c) -> escaped.append((c < 0x7F) ? String.valueOf((char) c) : "\\x%02x".formatted(c)));
			return escaped.toString();
		}

	}

	/**
	 * A list, tuple or set.
	 *
	 * @param kind which of them
	 * @param elements the elements, in the order of the text
	 */
	record Sequence(Kind kind, List<PythonValue> elements) implements PythonValue {

		public Sequence {
			elements = List.copyOf(elements);
		}

		@Override
		public Object toJson() {
			return json(this.elements);
		}

		/**
		 * Kinds of sequences.
		 */
		public enum Kind {

			/** {@code [1, 2]}. */
			LIST,

			/** {@code (1, 2)}. */
			TUPLE,

			/** {@code {1, 2}}. */
			SET

		}

	}

	/**
	 * A dict.
	 *
	 * @param entries the entries, in the order of the text
	 */
	record Dict(Map<PythonValue, PythonValue> entries) implements PythonValue {

		public Dict {
			entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
		}

		@Override
		public Object toJson() {
			JsonObject.Builder json = JsonObject.builder();
			this.entries.forEach((key, value) -> json
				.put((key instanceof Str text) ? text.value() : PythonText.repr(key.toJson()), value.toJson()));
			return json.build();
		}

	}

	/**
	 * An object that shows how it could be made, such as a dataclass, a pydantic model,
	 * or {@code datetime.timedelta(days=1)}.
	 *
	 * @param name the name of its class, qualified as the text has it
	 * @param arguments what has no name
	 * @param fields what has a name, in the order of the text
	 */
	record Call(String name, List<PythonValue> arguments, Map<String, PythonValue> fields) implements PythonValue {

		private static final Set<String> LISTS = Set.of("frozenset", "deque");

		private static final Set<String> DICTS = Set.of("OrderedDict", "defaultdict", "Counter", "mappingproxy");

		public Call {
			arguments = List.copyOf(arguments);
			fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
		}

		/**
		 * Return the value of a field.
		 * @param name the name of the field
		 * @return its value
		 * @throws IllegalArgumentException if there is no such field; the message names
		 * those that there are
		 */
		public PythonValue field(String name) {
			PythonValue value = this.fields.get(name);
			if (value == null) {
				throw new IllegalArgumentException(
						this.name + " has no field '" + name + "' but " + this.fields.keySet());
			}
			return value;
		}

		@Override
		public @Nullable Object toJson() {
			String simpleName = this.name.substring(this.name.lastIndexOf('.') + 1);
			if (LISTS.contains(simpleName)) {
				return this.arguments.isEmpty() ? List.of() : this.arguments.get(0).toJson();
			}
			if (DICTS.contains(simpleName)) {
				return dict();
			}
			JsonObject.Builder json = JsonObject.builder();
			this.fields.forEach((key, value) -> json.put(key, value.toJson()));
			if (this.arguments.isEmpty()) {
				return json.build();
			}
			List<@Nullable Object> values = new ArrayList<>(json(this.arguments));
			if (!this.fields.isEmpty()) {
				values.add(json.build());
			}
			return values;
		}

		/**
		 * Return the entries, which older versions of Python print as a list of pairs.
		 */
		private @Nullable Object dict() {
			PythonValue content = this.arguments.isEmpty() ? new Dict(Map.of())
					: this.arguments.get(this.arguments.size() - 1);
			if (!(content instanceof Sequence pairs)) {
				return content.toJson();
			}
			Map<PythonValue, PythonValue> entries = new LinkedHashMap<>();
			for (PythonValue pair : pairs.elements()) {
				if (!(pair instanceof Sequence entry) || entry.elements().size() != 2) {
					return content.toJson();
				}
				entries.put(entry.elements().get(0), entry.elements().get(1));
			}
			return new Dict(entries).toJson();
		}

	}

	/**
	 * A member of an enum, such as {@code <Color.RED: 'red'>}.
	 *
	 * @param name the name of the class and that of the member
	 * @param value the value of the member
	 */
	record Member(String name, PythonValue value) implements PythonValue {

		@Override
		public @Nullable Object toJson() {
			return this.value.toJson();
		}

	}

	/**
	 * Something that shows no more than a text: {@code <function f at 0x7f3a>}, a bare
	 * name such as {@code datetime.timezone.utc}, a type such as {@code list[int]}, a
	 * complex number, {@code ...} for an object within itself, or what a tool returned
	 * and prints itself as it likes.
	 *
	 * @param text the text
	 */
	record Opaque(String text) implements PythonValue {

		public Opaque {
			Objects.requireNonNull(text, "text");
		}

		@Override
		public Object toJson() {
			return this.text;
		}

	}

	private static List<@Nullable Object> json(List<PythonValue> values) {
		return values.stream().<@Nullable Object>map(PythonValue::toJson).toList();
	}

}
