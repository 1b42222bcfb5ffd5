package io.mockagents.json;

import java.util.ArrayList;
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
	 * @param expected the expected value
	 * @param actual the other value
	 * @return where they differ, and how
	 */
	public static String difference(String path, @Nullable Object expected, @Nullable Object actual) {
		List<String> differences = new ArrayList<>();
		new JsonComparison() {

			@Override
			protected void found(Change kind, String path, @Nullable Object expected, @Nullable Object actual) {
				differences.add(path + switch (kind) {
					case MISSING -> " is missing";
					case ADDED -> " is not expected";
					case ORDER -> " has its keys in the order " + actual + ", not " + expected;
					case TYPE, VALUE -> " is another value";
				});
			}

		}.compare(path, expected, actual);
		return differences.get(0);
	}

}
