package io.mockagents.sample.web;

/**
 * An agent that had to be asked to answer a request has failed.
 */
public class FailedAgentException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what went wrong, for the client to read
	 * @param cause the failure
	 */
	public FailedAgentException(String message, Throwable cause) {
		super(message, cause);
	}

}
