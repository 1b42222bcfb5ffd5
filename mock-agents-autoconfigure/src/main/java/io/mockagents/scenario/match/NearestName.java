package io.mockagents.scenario.match;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Finds the intended name for a name that does not exist. Case does not matter, nor
 * whether words are joined by a hyphen or an underscore. A name that has all the words
 * and more is nearer than its letters say.
 *
 * @param candidates the names there are
 */
public record NearestName(List<String> candidates) {

	private static final double ENOUGH = 0.5;

	public NearestName {
		candidates = List.copyOf(candidates);
	}

	/**
	 * Return the candidate nearest to a name.
	 * @param name the name
	 * @return the candidate, or {@code null} if none is near enough
	 */
	public @Nullable String to(String name) {
		String nearest = null;
		double best = ENOUGH;
		for (String candidate : this.candidates) {
			double nearness = nearness(name, candidate);
			if (nearness > best || (nearness == best && nearest == null)) {
				best = nearness;
				nearest = candidate;
			}
		}
		return nearest;
	}

	private static double nearness(String name, String candidate) {
		double similarity = similarity(name, candidate);
		return words(candidate).containsAll(words(name)) ? (1 + similarity) / 2 : similarity;
	}

	private static List<String> words(String name) {
		return List.of(normalize(name).split("_", -1));
	}

	/**
	 * Return how alike two names are: 1 if they differ in case only, 0 if in everything.
	 * @param first a name
	 * @param second another name
	 * @return the similarity, from 0 to 1
	 */
	public static double similarity(String first, String second) {
		String left = normalize(first);
		String right = normalize(second);
		int longest = Math.max(left.length(), right.length());
		return (longest == 0) ? 1 : 1 - (double) distance(left, right) / longest;
	}

	private static String normalize(String name) {
		return name.toLowerCase(Locale.ROOT).replace('-', '_');
	}

	private static int distance(String left, String right) {
		int[][] distances = new int[left.length() + 1][right.length() + 1];
		for (int i = 0; i <= left.length(); i++) {
			for (int j = 0; j <= right.length(); j++) {
				distances[i][j] = distance(left, right, i, j, distances);
			}
		}
		return distances[left.length()][right.length()];
	}

	private static int distance(String left, String right, int i, int j, int[][] distances) {
		if (i == 0 || j == 0) {
			return i + j;
		}
		boolean same = left.charAt(i - 1) == right.charAt(j - 1);
		int distance = Math.min(distances[i - 1][j - 1] + (same ? 0 : 1),
				1 + Math.min(distances[i - 1][j], distances[i][j - 1]));
		boolean swapped = i > 1 && j > 1 && left.charAt(i - 1) == right.charAt(j - 2)
				&& left.charAt(i - 2) == right.charAt(j - 1);
		return swapped ? Math.min(distance, distances[i - 2][j - 2] + 1) : distance;
	}

}
