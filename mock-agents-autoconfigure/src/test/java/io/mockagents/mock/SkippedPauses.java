package io.mockagents.mock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.mockagents.loop.Pauses;

/**
 * Pauses that pass at once and are kept.
 */
class SkippedPauses implements Pauses {

	final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

	Duration total() {
		return this.pauses.stream().reduce(Duration.ZERO, Duration::plus);
	}

	@Override
	public void sleep(Duration pause, CountDownLatch cancelled) {
		this.pauses.add(pause);
	}

	@Override
	public void schedule(Duration pause, Runnable step) {
		this.pauses.add(pause);
		step.run();
	}

}
