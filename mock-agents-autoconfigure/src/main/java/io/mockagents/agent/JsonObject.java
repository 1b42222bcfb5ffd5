package io.mockagents.agent;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonCreator;
import org.jspecify.annotations.Nullable;

/**
 * An immutable JSON object that keeps its keys in the order in which they were put.
 * Bodies that come from a model, such as {@code raw_item} and {@code data}, are carried
 * in this form so that no field is lost when it is unknown.
 * <p>
 * Values are {@code null}, {@link String}, {@link Boolean}, {@link Integer} (or
 * {@link Long} or {@link BigInteger} where the number needs it), {@link BigDecimal},
 * {@link List} and {@link JsonObject}. Whatever is put in is brought to that form: a
 * {@link Map} becomes a {@code JsonObject}, a {@link Double} a {@code BigDecimal} that
 * reads as Python prints the number ({@code 1.0}, not {@code 1}). The four floats of
 * Python that a {@code BigDecimal} cannot represent stay a {@link Double}: {@code -0.0},
 * not a number, and the infinities.
 * <p>
 * As any {@link Map}, two objects are equal when they have the same entries, whatever
 * their order.
 */
public final class JsonObject extends AbstractMap<String, @Nullable Object> {

	private static final JsonObject EMPTY = new JsonObject(new String[0], new Object[0]);

	private final String[] keys;

	private final @Nullable Object[] values;

	private JsonObject(String[] keys, @Nullable Object[] values) {
		this.keys = keys;
		this.values = values;
	}

	/**
	 * Return the object without entries.
	 * @return the empty object
	 */
	public static JsonObject of() {
		return EMPTY;
	}

	/**
	 * Return an object of the given keys and values.
	 * @param keysAndValues keys ({@link String}) and values in turn
	 * @return the object, with the keys in the given order
	 * @throws IllegalArgumentException if a key is missing, not a string, or duplicated
	 */
	public static JsonObject of(@Nullable Object... keysAndValues) {
		if (keysAndValues.length % 2 != 0) {
			throw new IllegalArgumentException("A key has no value: " + Arrays.toString(keysAndValues));
		}
		Builder builder = new Builder(keysAndValues.length / 2);
		for (int i = 0; i < keysAndValues.length; i += 2) {
			if (!(keysAndValues[i] instanceof String key)) {
				throw new IllegalArgumentException("Not a key: " + keysAndValues[i]);
			}
			if (builder.contains(key)) {
				throw new IllegalArgumentException("Duplicate key '" + key + "'");
			}
			builder.put(key, keysAndValues[i + 1]);
		}
		return builder.build();
	}

	/**
	 * Return an object with the entries of the given map, in its iteration order.
	 * @param map what to copy; maps and lists in it are copied too
	 * @return the object
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static JsonObject copyOf(Map<String, ? extends @Nullable Object> map) {
		if (map instanceof JsonObject object) {
			return object;
		}
		Builder builder = new Builder(map.size());
		map.forEach(builder::put);
		return builder.build();
	}

	/**
	 * Return an object over the given layout without copying. For producers that make
	 * many objects of one shape and share its keys between them.
	 * @param keys distinct keys; never changed afterwards
	 * @param values as many values, each of a form the class description lists; never
	 * changed afterwards
	 * @return the object
	 */
	public static JsonObject ofShared(String[] keys, @Nullable Object[] values) {
		if (keys.length != values.length) {
			throw new IllegalArgumentException(keys.length + " keys but " + values.length + " values");
		}
		return new JsonObject(keys, values);
	}

	/**
	 * Return a builder of an object.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder(8);
	}

	/**
	 * Convert a value to the form that this class contains.
	 * @param value a value as described at the class
	 * @return the value in that form, deeply immutable
	 * @throws IllegalArgumentException if the value has no place in JSON
	 */
	public static @Nullable Object normalize(@Nullable Object value) {
		if (value == null || value instanceof String || value instanceof Boolean || value instanceof Integer
				|| value instanceof JsonObject) {
			return value;
		}
		if (value instanceof Number number) {
			return normalizeNumber(number);
		}
		if (value instanceof Map<?, ?> map) {
			Builder builder = new Builder(map.size());
			map.forEach((key, entry) -> builder.put(String.valueOf(key), entry));
			return builder.build();
		}
		if (value instanceof Iterable<?> elements) {
			List<@Nullable Object> list = new ArrayList<>();
			elements.forEach((element) -> list.add(normalize(element)));
			return Collections.unmodifiableList(list);
		}
		if (value instanceof Object[] elements) {
			return normalize(Arrays.asList(elements));
		}
		if (value instanceof CharSequence || value instanceof Character || value instanceof Enum<?>) {
			return value.toString();
		}
		throw new IllegalArgumentException(
				"A value of " + value.getClass() + " is not supported in a JSON object; convert it first");
	}

	private static Number normalizeNumber(Number number) {
		if (number instanceof Long || number instanceof Short || number instanceof Byte) {
			long value = number.longValue();
			return ((int) value == value) ? (Number) (int) value : (Number) value;
		}
		if (number instanceof BigInteger integer) {
			return (integer.bitLength() < Long.SIZE) ? normalizeNumber(integer.longValue()) : integer;
		}
		if (number instanceof BigDecimal decimal) {
			return pythonFloat(decimal);
		}
		if (number instanceof Double || number instanceof Float) {
			double value = number.doubleValue();
			return (Double.isFinite(value) && !isMinusZero(value)) ? pythonFloat(new BigDecimal(number.toString()))
					: (Double) value;
		}
		throw new IllegalArgumentException(
				"A number of " + number.getClass() + " is not supported in a JSON object; convert it first");
	}

	private static boolean isMinusZero(double value) {
		return value == 0 && 1 / value < 0;
	}

	private static BigDecimal pythonFloat(BigDecimal decimal) {
		BigDecimal stripped = decimal.stripTrailingZeros();
		return (stripped.scale() < 1 && stripped.precision() - stripped.scale() <= 17) ? stripped.setScale(1)
				: stripped;
	}

	/**
	 * Return the string at a key.
	 * @param key the key
	 * @return the string
	 * @throws NoSuchElementException if there is no string at that key
	 */
	public String string(String key) {
		return require(key, String.class);
	}

	/**
	 * Return the string at a key, if there is one.
	 * @param key the key
	 * @return the string, or {@code null} if the key is absent or has another value
	 */
	public @Nullable String stringOrNull(String key) {
		return (get(key) instanceof String string) ? string : null;
	}

	/**
	 * Return the integer at a key.
	 * @param key the key
	 * @return the integer
	 * @throws NoSuchElementException if there is no integer at that key
	 */
	public int integer(String key) {
		return require(key, Integer.class);
	}

	/**
	 * Return the object at a key.
	 * @param key the key
	 * @return the object
	 * @throws NoSuchElementException if there is no object at that key
	 */
	public JsonObject object(String key) {
		return require(key, JsonObject.class);
	}

	/**
	 * Return the object at a key, if there is one.
	 * @param key the key
	 * @return the object, or {@code null} if the key is absent or has another value
	 */
	public @Nullable JsonObject objectOrNull(String key) {
		return (get(key) instanceof JsonObject object) ? object : null;
	}

	/**
	 * Return the elements of the array at a key.
	 * @param key the key
	 * @return the elements, empty if the key is absent or does not contain an array
	 */
	@SuppressWarnings("unchecked")
	public List<@Nullable Object> array(String key) {
		return (get(key) instanceof List<?> list) ? (List<@Nullable Object>) list : List.of();
	}

	/**
	 * Return the objects in the array at a key.
	 * @param key the key
	 * @return the elements that are objects, empty if the key is absent or does not
	 * contain an array
	 */
	public List<JsonObject> objects(String key) {
		List<@Nullable Object> elements = array(key);
		if (elements.isEmpty()) {
			return List.of();
		}
		List<JsonObject> objects = new ArrayList<>(elements.size());
		for (Object element : elements) {
			if (element instanceof JsonObject object) {
				objects.add(object);
			}
		}
		return Collections.unmodifiableList(objects);
	}

	/**
	 * Return this object with one entry put: in its place if the key is present,
	 * otherwise at the end.
	 * @param key the key
	 * @param value its value
	 * @return the changed copy
	 */
	public JsonObject with(String key, @Nullable Object value) {
		int index = indexOf(key);
		if (index < 0) {
			return toBuilder().put(key, value).build();
		}
		@Nullable Object[] changed = this.values.clone();
		changed[index] = normalize(value);
		return new JsonObject(this.keys, changed);
	}

	/**
	 * Return this object without a key.
	 * @param key the key
	 * @return the changed copy, or this object if the key is absent
	 */
	public JsonObject without(String key) {
		if (indexOf(key) < 0) {
			return this;
		}
		Builder builder = new Builder(this.keys.length);
		for (int i = 0; i < this.keys.length; i++) {
			if (!this.keys[i].equals(key)) {
				builder.append(this.keys[i], this.values[i]);
			}
		}
		return builder.build();
	}

	/**
	 * Return a builder that starts with the entries of this object.
	 * @return a new builder
	 */
	public Builder toBuilder() {
		Builder builder = new Builder(this.keys.length + 4);
		for (int i = 0; i < this.keys.length; i++) {
			builder.append(this.keys[i], this.values[i]);
		}
		return builder;
	}

	private <T> T require(String key, Class<T> type) {
		Object value = get(key);
		if (!type.isInstance(value)) {
			throw new NoSuchElementException("Expected a " + type.getSimpleName() + " at '" + key + "' but found "
					+ ((value != null) ? value : (containsKey(key) ? "null" : "nothing")) + " in " + this);
		}
		return type.cast(value);
	}

	@SuppressWarnings("ReferenceEquality")
	private int indexOf(@Nullable Object key) {
		for (int i = 0; i < this.keys.length; i++) {
			if (this.keys[i] == key) {
				return i;
			}
		}
		for (int i = 0; i < this.keys.length; i++) {
			if (this.keys[i].equals(key)) {
				return i;
			}
		}
		return -1;
	}

	@Override
	public @Nullable Object get(@Nullable Object key) {
		int index = indexOf(key);
		return (index >= 0) ? this.values[index] : null;
	}

	@Override
	public boolean containsKey(@Nullable Object key) {
		return indexOf(key) >= 0;
	}

	@Override
	public int size() {
		return this.keys.length;
	}

	/**
	 * Return the key at a position, so that the entries can be read without an iterator.
	 * @param index the position, from 0
	 * @return the key
	 * @throws IndexOutOfBoundsException if there are no more than {@code index} entries
	 */
	public String keyAt(int index) {
		return this.keys[index];
	}

	/**
	 * Return the value at a position.
	 * @param index the position, from 0
	 * @return the value
	 * @throws IndexOutOfBoundsException if there are no more than {@code index} entries
	 */
	public @Nullable Object valueAt(int index) {
		return this.values[index];
	}

	@Override
	public Set<Entry<String, @Nullable Object>> entrySet() {
		return new EntrySet();
	}

	private final class EntrySet extends AbstractSet<Entry<String, @Nullable Object>> {

		@Override
		public int size() {
			return JsonObject.this.keys.length;
		}

		@Override
		public Iterator<Entry<String, @Nullable Object>> iterator() {
			return new Iterator<>() {

				private int next;

				@Override
				public boolean hasNext() {
					return this.next < JsonObject.this.keys.length;
				}

				@Override
				public Entry<String, @Nullable Object> next() {
					if (!hasNext()) {
						throw new NoSuchElementException();
					}
					int index = this.next++;
					return new SimpleImmutableEntry<>(JsonObject.this.keys[index], JsonObject.this.values[index]);
				}
			};
		}

	}

	/**
	 * Builds a {@link JsonObject}.
	 */
	public static final class Builder {

		private String[] keys;

		private @Nullable Object[] values;

		private int size;

		private Builder(int capacity) {
			this.keys = new String[capacity];
			this.values = new Object[capacity];
		}

		/**
		 * Put an entry: in its place if the key is present, otherwise at the end.
		 * @param key the key
		 * @param value its value, brought to the form that {@link JsonObject} describes
		 * @return this builder
		 * @throws IllegalArgumentException if the value has no place in JSON
		 */
		public Builder put(String key, @Nullable Object value) {
			Objects.requireNonNull(key, "key");
			Object normalized = normalize(value);
			for (int i = 0; i < this.size; i++) {
				if (this.keys[i].equals(key)) {
					this.values[i] = normalized;
					return this;
				}
			}
			append(key, normalized);
			return this;
		}

		/**
		 * Put all entries of a map.
		 * @param map the entries
		 * @return this builder
		 */
		public Builder putAll(Map<String, ? extends @Nullable Object> map) {
			map.forEach(this::put);
			return this;
		}

		private boolean contains(String key) {
			for (int i = 0; i < this.size; i++) {
				if (this.keys[i].equals(key)) {
					return true;
				}
			}
			return false;
		}

		private void append(String key, @Nullable Object normalized) {
			if (this.size == this.keys.length) {
				int capacity = Math.max(8, this.size * 2);
				this.keys = Arrays.copyOf(this.keys, capacity);
				this.values = Arrays.copyOf(this.values, capacity);
			}
			this.keys[this.size] = key;
			this.values[this.size++] = normalized;
		}

		/**
		 * Build the object.
		 * @return an object of the entries put so far
		 */
		public JsonObject build() {
			if (this.size == 0) {
				return EMPTY;
			}
			return new JsonObject(Arrays.copyOf(this.keys, this.size), Arrays.copyOf(this.values, this.size));
		}

	}

}
