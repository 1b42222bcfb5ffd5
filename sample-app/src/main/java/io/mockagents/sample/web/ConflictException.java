package io.mockagents.sample.web;

/**
 * A request contradicts what is stored.
 */
public class ConflictException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is wrong
	 */
	public ConflictException(String message) {
		super(message);
	}

}
