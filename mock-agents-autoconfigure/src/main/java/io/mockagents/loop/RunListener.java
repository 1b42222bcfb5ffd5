package io.mockagents.loop;

import org.jspecify.annotations.Nullable;

/**
 * Told of each event of a run after it was stored and before the consumer sees it, on the
 * thread that pulls. An exception thrown here fails the run.
 */
public interface RunListener {

	/**
	 * An event is about to reach the consumer. Events of one run come in order, never two
	 * at once.
	 * @param event the event
	 */
	void onEvent(RunEvent event);

	/**
	 * A run was cancelled before its end: its consumer cancelled it, closed its stream or
	 * was interrupted. {@link #onEnd} follows.
	 * @param run the run
	 */
	default void onCancel(RunInfo run) {
	}

	/**
	 * A run has ended. Called once for each run that was started, after its last event.
	 * @param run the run
	 * @param failure what ended it, or {@code null} if it gave a final output or was
	 * cancelled
	 */
	default void onEnd(RunInfo run, @Nullable Throwable failure) {
	}

}
