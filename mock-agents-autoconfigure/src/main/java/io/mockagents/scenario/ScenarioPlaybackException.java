package io.mockagents.scenario;

import io.mockagents.model.PlaybackException;
import org.jspecify.annotations.Nullable;

/**
 * A scenario cannot be played on: the run asks for more turns than it has, or for a value
 * that the run does not have.
 */
public class ScenarioPlaybackException extends PlaybackException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is missing, and what to do about it
	 */
	public ScenarioPlaybackException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what is missing, and what to do about it
	 * @param cause why, or {@code null}
	 */
	public ScenarioPlaybackException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
