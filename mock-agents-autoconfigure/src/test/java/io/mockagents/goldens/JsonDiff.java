package io.mockagents.goldens;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * Tells where two JSON values differ, the order of keys and the kinds of numbers
 * included: one entry for each place, with its path, what was expected and what was
 * found.
 */
final class JsonDiff {

	private static final int MOST_LENGTH = 400;

	private final List<String> differences = new ArrayList<>();

	private JsonDiff() {
	}

	static List<String> between(String path, @Nullable Object expected, @Nullable Object actual) {
		JsonDiff diff = new JsonDiff();
		diff.compare(path, expected, actual);
		return diff.differences;
	}

	private void compare(String path, @Nullable Object expected, @Nullable Object actual) {
		if (expected instanceof JsonObject expectedObject && actual instanceof JsonObject actualObject) {
			compareObjects(path, expectedObject, actualObject);
		}
		else if (expected instanceof List<?> expectedList && actual instanceof List<?> actualList) {
			for (int i = 0; i < Math.max(expectedList.size(), actualList.size()); i++) {
				String element = path + "[" + i + "]";
				if (i >= actualList.size()) {
					add(element, json(expectedList.get(i)), "nothing");
				}
				else if (i >= expectedList.size()) {
					add(element, "nothing", json(actualList.get(i)));
				}
				else {
					compare(element, expectedList.get(i), actualList.get(i));
				}
			}
		}
		else if (!json(expected).equals(json(actual))) {
			add(path, json(expected), json(actual));
		}
	}

	private void compareObjects(String path, JsonObject expected, JsonObject actual) {
		int before = this.differences.size();
		for (String key : expected.keySet()) {
			if (!actual.containsKey(key)) {
				add(path + "." + key, json(expected.get(key)), "nothing");
			}
			else {
				compare(path + "." + key, expected.get(key), actual.get(key));
			}
		}
		for (String key : actual.keySet()) {
			if (!expected.containsKey(key)) {
				add(path + "." + key, "nothing", json(actual.get(key)));
			}
		}
		if (this.differences.size() == before && !List.copyOf(expected.keySet()).equals(List.copyOf(actual.keySet()))) {
			add(path, "the keys " + expected.keySet(), "the keys " + actual.keySet());
		}
	}

	private void add(String path, String expected, String actual) {
		this.differences.add("at " + path + "\n  expected " + shortened(expected, actual) + "\n  but was  "
				+ shortened(actual, expected));
	}

	/**
	 * Return a text without what it has in common with the other at its start, where it
	 * is too long to be read.
	 */
	private static String shortened(String text, String other) {
		if (text.length() <= MOST_LENGTH) {
			return text;
		}
		int common = 0;
		while (common < Math.min(text.length(), other.length()) && text.charAt(common) == other.charAt(common)) {
			common++;
		}
		int start = Math.max(0, common - MOST_LENGTH / 4);
		int end = Math.min(text.length(), start + MOST_LENGTH);
		return ((start > 0) ? "..." : "") + text.substring(start, end) + ((end < text.length()) ? "..." : "");
	}

	private static String json(@Nullable Object value) {
		return JsonCodec.writePython(value, false);
	}

}
