package io.mockagents.mock;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How recordings are played.
 *
 * @param useRecordings whether a recorded run whose input matches goes before the rules
 * of the scenarios
 * @param session the id of a stored session from which runs are played, or {@code null}
 * @param timing how long runs pause
 * @param speed how many times faster than recorded, above 0; for recorded timing
 * @param ids the ids of the events
 */
public record ReplaySettings(boolean useRecordings, @Nullable String session, Timing timing, double speed, Ids ids) {

	/**
	 * The default settings.
	 */
	public static final ReplaySettings DEFAULT = new ReplaySettings(true, null, Timing.CONFIGURED, 1, Ids.RECORDED);

	public ReplaySettings {
		Objects.requireNonNull(timing, "timing");
		Objects.requireNonNull(ids, "ids");
		if (!(speed > 0 && speed < Double.POSITIVE_INFINITY)) {
			throw new IllegalArgumentException("speed must be above 0 but is " + speed);
		}
	}

	/**
	 * Return these settings with recordings on or off.
	 * @param useRecordings whether recorded runs go before the rules of the scenarios
	 * @return the changed copy
	 */
	public ReplaySettings withRecordings(boolean useRecordings) {
		return new ReplaySettings(useRecordings, this.session, this.timing, this.speed, this.ids);
	}

	/**
	 * Return these settings with a stored session.
	 * @param session the id of the session, or {@code null} for none
	 * @return the changed copy
	 */
	public ReplaySettings withSession(@Nullable String session) {
		return new ReplaySettings(this.useRecordings, session, this.timing, this.speed, this.ids);
	}

	/**
	 * Return these settings with other pauses.
	 * @param timing how long runs pause
	 * @param speed how many times faster than recorded, above 0
	 * @return the changed copy
	 */
	public ReplaySettings withTiming(Timing timing, double speed) {
		return new ReplaySettings(this.useRecordings, this.session, timing, speed, this.ids);
	}

	/**
	 * Return these settings with other ids.
	 * @param ids the ids of the events
	 * @return the changed copy
	 */
	public ReplaySettings withIds(Ids ids) {
		return new ReplaySettings(this.useRecordings, this.session, this.timing, this.speed, ids);
	}

	/**
	 * How long a run that is played from a recording pauses. Nothing pauses where delays
	 * are switched off.
	 */
	public enum Timing {

		/**
		 * As other mocked runs do.
		 */
		CONFIGURED,

		/**
		 * As the recorded run did, or a fraction of it.
		 */
		RECORDED,

		/**
		 * Not at all.
		 */
		NONE

	}

	/**
	 * The ids of the events of a run that is played from a recording.
	 */
	public enum Ids {

		/**
		 * Those that were recorded.
		 */
		RECORDED,

		/**
		 * New ones, the same wherever the recorded one stood.
		 */
		FRESH

	}

}
