package io.mockagents.mock;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import io.mockagents.agent.RunRequest;
import io.mockagents.loop.Pacing;

/**
 * A run that is being planned: what is known of it before it has something to play.
 *
 * @param request what is run
 * @param settings its settings
 * @param ordinals the counts of the runs of its runner
 * @param random its random streams
 * @param clock the clock of its events
 */
record PlannedRun(RunRequest request, MockSettings settings, RunOrdinals ordinals, RunRandom random, Clock clock) {

	/**
	 * The model's time in runs with a seed: ids contain the second of their creation, and
	 * would differ otherwise.
	 */
	static final Instant SEEDED_TIME = Instant.parse("2026-01-01T00:00:00Z");

	/**
	 * Count this run among those of its session that have the same choice of recorded
	 * runs.
	 * @param choice the name of the choice
	 * @return the number of such runs before it
	 */
	int countRecorded(String choice) {
		return this.ordinals.next("recording " + this.request.sessionId() + " " + choice);
	}

	/**
	 * Return the clock of the answers.
	 */
	Clock modelClock() {
		return (this.settings.seed() != null) ? Clock.fixed(SEEDED_TIME, ZoneOffset.UTC) : this.clock;
	}

	/**
	 * Return the pauses that the settings ask for.
	 */
	Pacing configuredPacing() {
		MockSettings.Delays delays = this.settings.delays();
		return delays.enabled() ? new RandomPacing(delays.base(), delays.range(), this.random.delays()) : Pacing.NONE;
	}

}
