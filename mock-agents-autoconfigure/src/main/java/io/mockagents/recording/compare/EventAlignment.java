package io.mockagents.recording.compare;

import java.util.ArrayList;
import java.util.List;

import com.github.difflib.DiffUtils;
import com.github.difflib.algorithm.myers.MyersDiffWithLinearSpace;
import com.github.difflib.patch.AbstractDelta;
import org.jspecify.annotations.Nullable;

/**
 * Finds which events of two runs belong together: the longest sequence of kinds that both
 * have.
 */
final class EventAlignment {

	private EventAlignment() {
	}

	/**
	 * Align two runs.
	 * @return all of both, in order; those that belong together in pairs
	 */
	static List<Pair> of(List<EventGroup> expected, List<EventGroup> actual) {
		List<Pair> pairs = new ArrayList<>();
		int next = 0;
		int nextActual = 0;
		for (AbstractDelta<EventGroup> delta : DiffUtils
			.diff(expected, actual, new MyersDiffWithLinearSpace<>(EventAlignment::alike), null)
			.getDeltas()) {
			while (next < delta.getSource().getPosition()) {
				pairs.add(new Pair(expected.get(next++), actual.get(nextActual++)));
			}
			delta.getSource().getLines().forEach((group) -> pairs.add(new Pair(group, null)));
			delta.getTarget().getLines().forEach((group) -> pairs.add(new Pair(null, group)));
			next += delta.getSource().size();
			nextActual += delta.getTarget().size();
		}
		while (next < expected.size()) {
			pairs.add(new Pair(expected.get(next++), actual.get(nextActual++)));
		}
		return pairs;
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
