package io.mockagents.python;

/**
 * A text is not what Python's {@code repr()} writes. The message says what was expected,
 * where, and quotes the place.
 */
public final class PythonReprException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final int position;

	PythonReprException(String message, int position) {
		super(message);
		this.position = position;
	}

	/**
	 * Return where in the text the problem is.
	 * @return the index of the first character that does not fit, from 0
	 */
	public int position() {
		return this.position;
	}

}
