package io.mockagents.sample.web;

/**
 * The stored data do not permit the request.
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
