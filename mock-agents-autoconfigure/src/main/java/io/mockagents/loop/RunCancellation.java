package io.mockagents.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.mockagents.agent.CancelMode;
import org.jspecify.annotations.Nullable;

/**
 * Whether a run was cancelled, and the step that a cancellation wakes. Safe for several
 * threads.
 */
final class RunCancellation {

	private final CountDownLatch immediate = new CountDownLatch(1);

	/** The step of an asynchronous run that is due when its pause has passed. */
	private final AtomicReference<@Nullable Runnable> paused = new AtomicReference<>();

	private volatile @Nullable CancelMode mode;

	/**
	 * Cancel the run. An immediate cancellation is not taken back by a later one.
	 */
	void cancel(CancelMode mode) {
		if (mode == CancelMode.IMMEDIATE) {
			this.immediate.countDown();
		}
		if (mode == CancelMode.IMMEDIATE || this.mode == null) {
			this.mode = mode;
		}
	}

	/**
	 * Return how the run was cancelled, or {@code null} if it was not.
	 */
	@Nullable CancelMode mode() {
		return this.mode;
	}

	boolean isImmediate() {
		return this.immediate.getCount() == 0;
	}

	/**
	 * Let a pause pass on this thread, or the part before an immediate cancellation.
	 */
	void sleep(Pauses pauses, Duration pause) throws InterruptedException {
		pauses.sleep(pause, this.immediate);
	}

	/**
	 * Run a step once a pause has passed, or earlier when it is woken.
	 */
	void schedule(Pauses pauses, Duration pause, Runnable step) {
		this.paused.set(step);
		pauses.schedule(pause, () -> {
			if (takeBack(step)) {
				step.run();
			}
		});
	}

	/**
	 * Take a scheduled step back.
	 * @return whether it had not begun
	 */
	boolean takeBack(Runnable step) {
		return this.paused.compareAndSet(step, null);
	}

	/**
	 * Run the scheduled step now, if there is one.
	 */
	void wake() {
		Runnable step = this.paused.getAndSet(null);
		if (step != null) {
			step.run();
		}
	}

}
