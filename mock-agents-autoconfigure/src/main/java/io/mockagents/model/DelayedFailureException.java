package io.mockagents.model;

import java.time.Duration;

/**
 * A failure that comes after a pause. A model throws this in its place: the engine lets
 * the pause pass as it does before an event, and then fails the run with the failure
 * itself. The application never sees this exception.
 */
public final class DelayedFailureException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Duration pause;

	private final transient RuntimeException failure;

	/**
	 * Create an exception.
	 * @param pause how long it takes until the failure, not negative
	 * @param failure the failure
	 */
	public DelayedFailureException(Duration pause, RuntimeException failure) {
		super(failure.getMessage(), failure, false, false);
		this.pause = pause;
		this.failure = failure;
	}

	/**
	 * Return what to throw for a failure that may come after a pause.
	 * @param pause how long it takes until the failure; may be zero
	 * @param failure the failure
	 * @return the failure itself if there is no pause
	 */
	public static RuntimeException of(Duration pause, RuntimeException failure) {
		return pause.isZero() ? failure : new DelayedFailureException(pause, failure);
	}

	/**
	 * Return how long it takes until the failure.
	 * @return the pause, beyond the pace of the run
	 */
	public Duration pause() {
		return this.pause;
	}

	/**
	 * Return the failure.
	 * @return what the run fails with
	 */
	public RuntimeException failure() {
		return this.failure;
	}

}
