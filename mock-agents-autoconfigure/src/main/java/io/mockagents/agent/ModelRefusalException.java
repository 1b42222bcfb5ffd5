package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * The model refused to answer; from profile 0.22 on.
 */
public class ModelRefusalException extends AgentsException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened
	 */
	public ModelRefusalException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public ModelRefusalException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	@Override
	public String sdkName() {
		return "ModelRefusalError";
	}

}
