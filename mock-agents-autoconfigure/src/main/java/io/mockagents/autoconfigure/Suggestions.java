package io.mockagents.autoconfigure;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds the name that somebody meant.
 */
final class Suggestions {

	private Suggestions() {
	}

	/**
	 * Return the candidate nearest to a name.
	 * @param name the name that does not exist
	 * @param candidates those that do
	 * @return the nearest, or {@code null} if none is near
	 */
	static @Nullable String nearest(String name, Collection<String> candidates) {
		String wanted = name.toLowerCase(Locale.ROOT).replace('-', '_');
		return candidates.stream()
			.filter((candidate) -> distance(wanted, candidate) <= Math.max(2, wanted.length() / 3))
			.min(Comparator.comparingInt((candidate) -> distance(wanted, candidate)))
			.orElse(null);
	}

	private static int distance(String one, String other) {
		int[] previous = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] current = new int[other.length() + 1];
			current[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = previous[j - 1] + ((one.charAt(i - 1) != other.charAt(j - 1)) ? 1 : 0);
				current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[other.length()];
	}

}
