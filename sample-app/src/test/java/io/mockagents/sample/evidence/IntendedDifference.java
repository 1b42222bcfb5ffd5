package io.mockagents.sample.evidence;

import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A way in which the sample does not do what production did, on purpose.
 *
 * @param place where it is found, a pattern of paths
 * @param reason what production did, and what the sample does
 * @param flows the recordings in which it must occur
 * @param holds whether a recorded value and one of ours differ in this way, and in no
 * other
 */
record IntendedDifference(Pattern place, String reason, Predicate<RecordedFlow> flows,
		BiPredicate<@Nullable Object, @Nullable Object> holds) {

	static IntendedDifference at(String place, String reason, Predicate<RecordedFlow> flows,
			BiPredicate<@Nullable Object, @Nullable Object> holds) {
		return new IntendedDifference(Pattern.compile(place), reason, flows, holds);
	}

	boolean explains(String path, @Nullable Object recorded, @Nullable Object ours) {
		return this.place.matcher(path).matches() && this.holds.test(recorded, ours);
	}

}
