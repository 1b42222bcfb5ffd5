package io.mockagents.recording;

import io.mockagents.agent.AgentsException;

/**
 * A failure that was recorded and for which there is no exception of its own.
 */
public class RecordedFailureException extends AgentsException {

	private static final long serialVersionUID = 1L;

	private final String type;

	/**
	 * Create an exception.
	 * @param type the name of the exception that Python raised
	 * @param message its text
	 */
	public RecordedFailureException(String type, String message) {
		super(message, null);
		this.type = type;
	}

	@Override
	public String sdkName() {
		return this.type;
	}

}
