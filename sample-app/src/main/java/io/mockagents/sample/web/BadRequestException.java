package io.mockagents.sample.web;

/**
 * What is stored does not permit what a request asks for.
 */
public class BadRequestException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is in the way
	 */
	public BadRequestException(String message) {
		super(message);
	}

}
