package io.mockagents.sample.web;

/**
 * Something that a request names does not exist.
 */
public class NotFoundException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param what what does not exist, such as {@code Project}
	 */
	public NotFoundException(String what) {
		super(what + " not found");
	}

}
