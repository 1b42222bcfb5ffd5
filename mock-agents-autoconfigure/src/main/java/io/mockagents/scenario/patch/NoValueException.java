package io.mockagents.scenario.patch;

/**
 * A placeholder has no value in the run that is played.
 */
public final class NoValueException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what is missing, to be read behind "but"
	 */
	public NoValueException(String message) {
		super(message);
	}

}
