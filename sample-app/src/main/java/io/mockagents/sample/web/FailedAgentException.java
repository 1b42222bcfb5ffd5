package io.mockagents.sample.web;

import org.jspecify.annotations.Nullable;

/**
 * An agent that had to be asked to answer a request has failed.
 */
public class FailedAgentException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what went wrong, for the client to read
	 * @param cause the failure, or {@code null} if the agent did not fail but was stopped
	 */
	public FailedAgentException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
