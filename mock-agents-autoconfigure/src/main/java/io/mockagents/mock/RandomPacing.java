package io.mockagents.mock;

import java.time.Duration;
import java.util.random.RandomGenerator;

import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.Pacing;

/**
 * Pauses between the events of one run: a base, a random variation, and what the scenario
 * asks for on top. There is no pause before the first event.
 */
final class RandomPacing implements Pacing {

	private final long base;

	private final long range;

	private final RandomGenerator random;

	private boolean started;

	RandomPacing(Duration base, Duration range, RandomGenerator random) {
		this.base = base.toNanos();
		this.range = Math.min(this.base, range.toNanos());
		this.random = random;
	}

	@Override
	public Duration pause(StreamEvent event, Duration scripted) {
		if (!this.started) {
			this.started = true;
			return scripted;
		}
		long variation = (this.range > 0) ? this.random.nextLong(-this.range, this.range + 1) : 0;
		return scripted.plusNanos(this.base + variation);
	}

}
