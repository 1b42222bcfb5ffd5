package io.mockagents.mock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.mockagents.loop.Pauses;

/**
 * Lets no time pass, and remembers how much would have.
 */
class RecordingPauses implements Pauses {

	final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

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
