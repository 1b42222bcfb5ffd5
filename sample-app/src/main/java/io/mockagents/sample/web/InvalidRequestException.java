package io.mockagents.sample.web;

/**
 * A request contains a value that has no meaning here.
 */
public class InvalidRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message the name of the value, the value, and what is expected
	 */
	public InvalidRequestException(String message) {
		super(message);
	}

}
