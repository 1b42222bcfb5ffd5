package io.mockagents.sample.web;

/**
 * The service is not healthy, because its database does not answer.
 */
final class DatabaseAwayException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	DatabaseAwayException(Throwable cause) {
		super(String.valueOf(cause.getMessage()), cause);
	}

}
