package io.mockagents.json;

import java.util.List;
import java.util.Objects;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Whether two JSON values are written the same, the order of keys included.
 */
public final class SameJson {

	private SameJson() {
	}

	public static boolean is(@Nullable Object one, @Nullable Object other) {
		if (one == other) {
			return true;
		}
		if (one instanceof JsonObject object && other instanceof JsonObject otherObject) {
			if (object.size() != otherObject.size()) {
				return false;
			}
			for (int i = 0; i < object.size(); i++) {
				if (!object.keyAt(i).equals(otherObject.keyAt(i)) || !is(object.valueAt(i), otherObject.valueAt(i))) {
					return false;
				}
			}
			return true;
		}
		if (one instanceof List<?> list && other instanceof List<?> otherList) {
			if (list.size() != otherList.size()) {
				return false;
			}
			for (int i = 0; i < list.size(); i++) {
				if (!is(list.get(i), otherList.get(i))) {
					return false;
				}
			}
			return true;
		}
		return Objects.equals(one, other);
	}

	/**
	 * Return the first difference of two values that are not the same.
	 * @param path the JSON path of the values
	 * @param expected what is expected
	 * @param actual what is there
	 * @return what differs, and where
	 */
	public static String difference(String path, @Nullable Object expected, @Nullable Object actual) {
		if (expected instanceof JsonObject object && actual instanceof JsonObject other) {
			for (int i = 0; i < Math.min(object.size(), other.size()); i++) {
				if (!object.keyAt(i).equals(other.keyAt(i))) {
					return path + " has '" + other.keyAt(i) + "' where '" + object.keyAt(i) + "' comes next";
				}
				if (!is(object.valueAt(i), other.valueAt(i))) {
					return difference(path + "." + object.keyAt(i), object.valueAt(i), other.valueAt(i));
				}
			}
			return path + ((object.size() > other.size()) ? " has no '" + object.keyAt(other.size()) + "'"
					: " has also '" + other.keyAt(object.size()) + "'");
		}
		if (expected instanceof List<?> list && actual instanceof List<?> other && list.size() == other.size()) {
			for (int i = 0; i < list.size(); i++) {
				if (!is(list.get(i), other.get(i))) {
					return difference(path + "[" + i + "]", list.get(i), other.get(i));
				}
			}
		}
		return path + " is another value";
	}

}
