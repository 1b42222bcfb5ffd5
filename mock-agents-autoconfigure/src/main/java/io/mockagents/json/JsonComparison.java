package io.mockagents.json;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Finds the differences of two JSON values, the order of keys and the kinds of numbers
 * included. What is made of them, and which values are alike, is up to the subclass.
 */
public abstract class JsonComparison {

	private static final Pattern SIMPLE_KEY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

	/**
	 * Compare two values.
	 * @param path the JSON path of the values
	 * @param expected the expected value
	 * @param actual the other value
	 */
	public final void compare(String path, @Nullable Object expected, @Nullable Object actual) {
		compare(path, "", expected, actual);
	}

	/**
	 * Compare the values of a member.
	 * @param path the JSON path of the values
	 * @param key the key of the member, empty for other values
	 * @param expected the expected value
	 * @param actual the other value
	 */
	protected final void compare(String path, String key, @Nullable Object expected, @Nullable Object actual) {
		if (expected instanceof JsonObject object && actual instanceof JsonObject other) {
			compareObjects(path, object, other);
		}
		else if (expected instanceof List<?> list && actual instanceof List<?> other) {
			compareLists(path, list, other);
		}
		else if (!type(expected).equals(type(actual))) {
			found(Change.TYPE, path, expected, actual);
		}
		else {
			compareValues(path, key, expected, actual);
		}
	}

	private void compareObjects(String path, JsonObject expected, JsonObject actual) {
		List<String> missing = new ArrayList<>(expected.keySet());
		missing.removeIf(actual::containsKey);
		List<String> added = new ArrayList<>(actual.keySet());
		added.removeIf(expected::containsKey);
		compareKeys(path, expected, actual, missing, added);
		List<String> order = new ArrayList<>(expected.keySet());
		order.retainAll(actual.keySet());
		List<String> otherOrder = new ArrayList<>(actual.keySet());
		otherOrder.retainAll(order);
		if (!order.equals(otherOrder)) {
			found(Change.ORDER, path, order, otherOrder);
		}
		for (String key : order) {
			compare(path(path, key), key, expected.get(key), actual.get(key));
		}
	}

	/**
	 * Take the keys that only one of two objects has.
	 * @param missing those of the expected object; may be changed
	 * @param added those of the other; may be changed
	 */
	protected void compareKeys(String path, JsonObject expected, JsonObject actual, List<String> missing,
			List<String> added) {
		missing.forEach((key) -> found(Change.MISSING, path(path, key), expected.get(key), null));
		added.forEach((key) -> found(Change.ADDED, path(path, key), null, actual.get(key)));
	}

	/**
	 * Compare two lists: by default each element with that of the same index.
	 */
	protected void compareLists(String path, List<?> expected, List<?> actual) {
		for (int i = 0; i < Math.max(expected.size(), actual.size()); i++) {
			String element = path + "[" + i + "]";
			if (i >= actual.size()) {
				found(Change.MISSING, element, expected.get(i), null);
			}
			else if (i >= expected.size()) {
				found(Change.ADDED, element, null, actual.get(i));
			}
			else {
				compare(element, expected.get(i), actual.get(i));
			}
		}
	}

	/**
	 * Compare two values of one type that are neither objects nor lists.
	 */
	protected void compareValues(String path, String key, @Nullable Object expected, @Nullable Object actual) {
		if (!Objects.equals(expected, actual)) {
			found(Change.VALUE, path, expected, actual);
		}
	}

	/**
	 * Take a difference.
	 * @param kind its kind
	 * @param path where it is
	 * @param expected the expected value, {@code null} if it is added; for
	 * {@link Change#ORDER} the keys
	 * @param actual the other value, {@code null} if it is missing
	 */
	protected abstract void found(Change kind, String path, @Nullable Object expected, @Nullable Object actual);

	/**
	 * Return the path of a member.
	 */
	protected static String path(String path, String key) {
		return SIMPLE_KEY.matcher(key).matches() ? path + "." + key : path + "['" + key.replace("'", "\\'") + "']";
	}

	/**
	 * Return the name of a value's type in JSON Schema.
	 */
	protected static String type(@Nullable Object value) {
		if (value == null) {
			return "null";
		}
		if (value instanceof String) {
			return "string";
		}
		if (value instanceof Boolean) {
			return "boolean";
		}
		if (value instanceof Number number) {
			return (number instanceof BigDecimal || number instanceof Double) ? "number" : "integer";
		}
		return (value instanceof List<?>) ? "array" : "object";
	}

	/**
	 * The kind of a difference.
	 */
	public enum Change {

		/** A member or an element is missing. */
		MISSING,

		/** A member or an element is not expected. */
		ADDED,

		/** The keys that both objects have come in another order. */
		ORDER,

		/** The value has another type. */
		TYPE,

		/** The value is another one of the same type. */
		VALUE

	}

}
