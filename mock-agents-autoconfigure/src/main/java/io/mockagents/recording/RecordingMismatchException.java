package io.mockagents.recording;

/**
 * A run that is played from a recording asks for something that was not recorded.
 */
public class RecordingMismatchException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what was asked for, what comes nearest, and why it differs
	 */
	public RecordingMismatchException(String message) {
		super(message);
	}

}
