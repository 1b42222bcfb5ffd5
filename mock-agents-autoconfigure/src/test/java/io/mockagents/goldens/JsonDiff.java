package io.mockagents.goldens;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.json.JsonCodec;
import io.mockagents.json.JsonComparison;
import org.jspecify.annotations.Nullable;

/**
 * Tells where two JSON values differ, the order of keys and the kinds of numbers
 * included: one entry for each place, with its path, what was expected and what was
 * found.
 */
final class JsonDiff extends JsonComparison {

	private static final int MOST_LENGTH = 400;

	private final List<String> differences = new ArrayList<>();

	private JsonDiff() {
	}

	static List<String> between(String path, @Nullable Object expected, @Nullable Object actual) {
		JsonDiff diff = new JsonDiff();
		diff.compare(path, expected, actual);
		return diff.differences;
	}

	@Override
	protected void found(Change kind, String path, @Nullable Object expected, @Nullable Object actual) {
		String before = (kind == Change.ORDER) ? "the keys " + expected : json(expected);
		String after = (kind == Change.ORDER) ? "the keys " + actual : json(actual);
		add(path, (kind == Change.ADDED) ? "nothing" : before, (kind == Change.MISSING) ? "nothing" : after);
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
