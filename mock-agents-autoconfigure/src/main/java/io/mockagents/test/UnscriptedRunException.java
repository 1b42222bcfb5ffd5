package io.mockagents.test;

/**
 * A run of a test for which there is no script, scenario or recording.
 */
public class UnscriptedRunException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UnscriptedRunException(String message, RuntimeException cause) {
		super(message, cause);
	}

}
