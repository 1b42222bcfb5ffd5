package io.mockagents.model;

import org.jspecify.annotations.Nullable;

/**
 * A run cannot be played as its scenario says. The run ends, even where the failure comes
 * out of a tool: it is not reported to the model.
 */
public abstract class PlaybackException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what does not fit, where it is written, and what to do about it
	 * @param cause why, or {@code null}
	 */
	protected PlaybackException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
