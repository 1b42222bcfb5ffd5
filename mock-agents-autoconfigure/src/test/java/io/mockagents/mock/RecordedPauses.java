package io.mockagents.mock;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import io.mockagents.loop.Pauses;

/**
 * Pauses that pass at once and are added up.
 */
class RecordedPauses implements Pauses {

	Duration total = Duration.ZERO;

	@Override
	public void sleep(Duration pause, CountDownLatch cancelled) {
		this.total = this.total.plus(pause);
	}

	@Override
	public void schedule(Duration pause, Runnable step) {
		this.total = this.total.plus(pause);
		step.run();
	}

}
