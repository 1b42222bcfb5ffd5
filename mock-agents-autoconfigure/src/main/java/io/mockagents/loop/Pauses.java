package io.mockagents.loop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets time pass. The pauses of a run are data; this is the only place where a thread
 * waits for them, so that a test can replace it.
 */
public interface Pauses {

	/**
	 * Pauses in real time.
	 */
	Pauses REAL = new Pauses() {

		@Override
		public void sleep(Duration pause, CountDownLatch cancelled) throws InterruptedException {
			@SuppressWarnings("unused") // either way the time is over
			boolean early = cancelled.await(pause.toNanos(), TimeUnit.NANOSECONDS);
		}

		@Override
		public void schedule(Duration pause, Runnable step) {
			CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, Runnable::run).execute(step);
		}

	};

	/**
	 * Wait on the calling thread.
	 * @param pause how long, more than zero
	 * @param cancelled counted down when the run is cancelled, which ends the wait
	 * @throws InterruptedException if the thread is interrupted
	 */
	void sleep(Duration pause, CountDownLatch cancelled) throws InterruptedException;

	/**
	 * Call back later, holding no thread until then.
	 * @param pause how long to wait, more than zero
	 * @param step what to call, once, on any thread; it takes no time
	 */
	void schedule(Duration pause, Runnable step);

}
