package io.mockagents.mock;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.mockagents.model.ClientRetries;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.SelectionSettings;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run. A run reads them once, when its events are asked for, and keeps
 * them to its end. Immutable; change a copy with the methods that start with
 * {@code with}.
 *
 * @param selection how a scenario is selected
 * @param delays the pauses between events
 * @param failures the injected failures
 * @param logEvents whether every event is logged
 * @param replay how recordings are played
 * @param seed the seed of everything random, or {@code null} if runs differ
 * @param sdkProfile the shape of the data
 * @param maxRetries how often the client repeats a request that fails before its first
 * frame and can be repeated, from 0
 */
public record MockSettings(SelectionSettings selection, Delays delays, Failures failures, boolean logEvents,
		ReplaySettings replay, @Nullable Long seed, SdkProfile sdkProfile, int maxRetries) {

	/**
	 * The settings of a mock that is not configured.
	 */
	public static final MockSettings DEFAULT = new MockSettings(SelectionSettings.DEFAULT, Delays.DEFAULT,
			Failures.DEFAULT, true, ReplaySettings.DEFAULT, null, SdkProfile.V0_2, ClientRetries.DEFAULT.max());

	public MockSettings {
		Objects.requireNonNull(selection, "selection");
		Objects.requireNonNull(delays, "delays");
		Objects.requireNonNull(failures, "failures");
		Objects.requireNonNull(replay, "replay");
		Objects.requireNonNull(sdkProfile, "sdkProfile");
		if (maxRetries < 0) {
			throw new IllegalArgumentException("The number of retries must not be negative but is " + maxRetries);
		}
	}

	/**
	 * Return these settings with another selection of scenarios.
	 * @param selection how a scenario is selected
	 * @return the changed copy
	 */
	public MockSettings withSelection(SelectionSettings selection) {
		return new MockSettings(selection, this.delays, this.failures, this.logEvents, this.replay, this.seed,
				this.sdkProfile, this.maxRetries);
	}

	/**
	 * Return these settings with other pauses.
	 * @param delays the pauses between events
	 * @return the changed copy
	 */
	public MockSettings withDelays(Delays delays) {
		return new MockSettings(this.selection, delays, this.failures, this.logEvents, this.replay, this.seed,
				this.sdkProfile, this.maxRetries);
	}

	/**
	 * Return these settings without any pause.
	 * @return the changed copy
	 */
	public MockSettings withoutDelays() {
		return withDelays(new Delays(false, this.delays.base(), this.delays.range()));
	}

	/**
	 * Return these settings with other injected failures.
	 * @param failures the injected failures
	 * @return the changed copy
	 */
	public MockSettings withFailures(Failures failures) {
		return new MockSettings(this.selection, this.delays, failures, this.logEvents, this.replay, this.seed,
				this.sdkProfile, this.maxRetries);
	}

	/**
	 * Return these settings with the log of events on or off.
	 * @param logEvents whether every event is logged
	 * @return the changed copy
	 */
	public MockSettings withLogEvents(boolean logEvents) {
		return new MockSettings(this.selection, this.delays, this.failures, logEvents, this.replay, this.seed,
				this.sdkProfile, this.maxRetries);
	}

	/**
	 * Return these settings with recordings played in another way.
	 * @param replay how recordings are played
	 * @return the changed copy
	 */
	public MockSettings withReplay(ReplaySettings replay) {
		return new MockSettings(this.selection, this.delays, this.failures, this.logEvents, replay, this.seed,
				this.sdkProfile, this.maxRetries);
	}

	/**
	 * Return these settings with another seed.
	 * @param seed the seed, or {@code null} if runs differ
	 * @return the changed copy
	 */
	public MockSettings withSeed(@Nullable Long seed) {
		return new MockSettings(this.selection, this.delays, this.failures, this.logEvents, this.replay, seed,
				this.sdkProfile, this.maxRetries);
	}

	/**
	 * Return these settings with another shape of the data.
	 * @param sdkProfile the shape
	 * @return the changed copy
	 */
	public MockSettings withSdkProfile(SdkProfile sdkProfile) {
		return new MockSettings(this.selection, this.delays, this.failures, this.logEvents, this.replay, this.seed,
				sdkProfile, this.maxRetries);
	}

	/**
	 * Return these settings with another number of retries.
	 * @param maxRetries how often the client repeats a request, from 0
	 * @return the changed copy
	 */
	public MockSettings withMaxRetries(int maxRetries) {
		return new MockSettings(this.selection, this.delays, this.failures, this.logEvents, this.replay, this.seed,
				this.sdkProfile, maxRetries);
	}

	/**
	 * The pauses between the events of a run.
	 *
	 * @param enabled whether a run pauses; without, scripted pauses are left out too
	 * @param base the pause between two events, not negative
	 * @param range how far a pause may differ from the base, to either side, not
	 * negative; a wider range than the base is cut to it, so that no pause is negative
	 * and their mean stays the base
	 */
	public record Delays(boolean enabled, Duration base, Duration range) {

		/**
		 * The pauses of a mock that is not configured: 100 ms, plus or minus 50.
		 */
		public static final Delays DEFAULT = of(Duration.ofMillis(100), Duration.ofMillis(50));

		public Delays {
			requireNotNegative("pause", base);
			requireNotNegative("range of the pause", range);
		}

		/**
		 * Return pauses of a certain length.
		 * @param base the pause between two events, not negative
		 * @param range how far a pause may differ from the base, not negative
		 * @return the pauses
		 */
		public static Delays of(Duration base, Duration range) {
			return new Delays(true, base, range);
		}

		private static void requireNotNegative(String name, Duration duration) {
			if (duration.isNegative()) {
				throw new IllegalArgumentException("The " + name + " must not be negative but is " + duration);
			}
		}

	}

	/**
	 * Failures that are injected into runs.
	 *
	 * @param enabled whether failures are injected
	 * @param rate the share of runs that fail, from 0 to 1
	 * @param kinds the kinds of failures, each as likely as the others, of those that the
	 * scenario leaves room for; if empty, all that end the run with an exception and that
	 * the agent can run into
	 */
	public record Failures(boolean enabled, double rate, List<FailureKind> kinds) {

		/**
		 * The failures of a mock that is not configured: none, and one run in twenty once
		 * they are enabled.
		 */
		public static final Failures DEFAULT = new Failures(false, 0.05, List.of());

		public Failures {
			if (!(rate >= 0 && rate <= 1)) {
				throw new IllegalArgumentException("The rate of failures must be from 0 to 1 but is " + rate);
			}
			kinds = List.copyOf(kinds);
		}

		/**
		 * Return failures of a share of the runs.
		 * @param rate the share of runs that fail, from 0 to 1; none fail for 0
		 * @param kinds the kinds of failures; if empty, all that a run can be expected to
		 * run into
		 * @return the failures
		 */
		public static Failures of(double rate, FailureKind... kinds) {
			return new Failures(rate != 0, rate, List.of(kinds));
		}

		/**
		 * Return these failures with another rate.
		 * @param rate the share of runs that fail, from 0 to 1; none fail for 0
		 * @return the changed copy
		 */
		public Failures withRate(double rate) {
			return new Failures(rate != 0, rate, this.kinds);
		}

	}

}
