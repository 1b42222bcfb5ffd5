package io.mockagents.recording.compare;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Finds which events of two runs belong together: the longest sequence of kinds that both
 * have.
 */
final class EventAlignment {

	/** What a table of the lengths of common sequences may hold. */
	private static final long MOST_CELLS = 16_000_000;

	private EventAlignment() {
	}

	/**
	 * Align two runs.
	 * @return all of both, in order; those that belong together in pairs
	 */
	static List<Pair> of(List<EventGroup> expected, List<EventGroup> actual) {
		int start = 0;
		int end = expected.size();
		int otherEnd = actual.size();
		while (start < end && start < otherEnd && alike(expected.get(start), actual.get(start))) {
			start++;
		}
		while (end > start && otherEnd > start && alike(expected.get(end - 1), actual.get(otherEnd - 1))) {
			end--;
			otherEnd--;
		}
		List<Pair> pairs = new ArrayList<>();
		for (int i = 0; i < start; i++) {
			pairs.add(new Pair(expected.get(i), actual.get(i)));
		}
		middle(pairs, expected.subList(start, end), actual.subList(start, otherEnd));
		for (int i = end; i < expected.size(); i++) {
			pairs.add(new Pair(expected.get(i), actual.get(otherEnd + i - end)));
		}
		return pairs;
	}

	private static void middle(List<Pair> pairs, List<EventGroup> expected, List<EventGroup> actual) {
		int i = 0;
		int j = 0;
		if ((long) expected.size() * actual.size() <= MOST_CELLS) {
			int[][] common = common(expected, actual);
			while (i < expected.size() && j < actual.size()) {
				if (alike(expected.get(i), actual.get(j))) {
					pairs.add(new Pair(expected.get(i++), actual.get(j++)));
				}
				else if (common[i + 1][j] >= common[i][j + 1]) {
					pairs.add(new Pair(expected.get(i++), null));
				}
				else {
					pairs.add(new Pair(null, actual.get(j++)));
				}
			}
		}
		while (i < expected.size()) {
			pairs.add(new Pair(expected.get(i++), null));
		}
		while (j < actual.size()) {
			pairs.add(new Pair(null, actual.get(j++)));
		}
	}

	/**
	 * Return the length of the longest common sequence from each pair of places on.
	 */
	private static int[][] common(List<EventGroup> expected, List<EventGroup> actual) {
		int[][] common = new int[expected.size() + 1][actual.size() + 1];
		for (int i = expected.size() - 1; i >= 0; i--) {
			for (int j = actual.size() - 1; j >= 0; j--) {
				common[i][j] = alike(expected.get(i), actual.get(j)) ? common[i + 1][j + 1] + 1
						: Math.max(common[i + 1][j], common[i][j + 1]);
			}
		}
		return common;
	}

	private static boolean alike(EventGroup expected, EventGroup actual) {
		return expected.kind().equals(actual.kind());
	}

	/**
	 * Two that belong together, or one that is alone.
	 */
	record Pair(@Nullable EventGroup expected, @Nullable EventGroup actual) {
	}

}
