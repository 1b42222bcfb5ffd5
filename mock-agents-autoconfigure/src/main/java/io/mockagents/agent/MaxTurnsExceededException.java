package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * The run took more turns than it may.
 */
public class MaxTurnsExceededException extends AgentsException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened
	 */
	public MaxTurnsExceededException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public MaxTurnsExceededException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	@Override
	public String sdkName() {
		return "MaxTurnsExceeded";
	}

}
