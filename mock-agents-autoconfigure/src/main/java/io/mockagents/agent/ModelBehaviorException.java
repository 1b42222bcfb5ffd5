package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * The model did something it must not, such as calling a tool that is not there.
 */
public class ModelBehaviorException extends AgentsException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened
	 */
	public ModelBehaviorException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public ModelBehaviorException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	@Override
	public String sdkName() {
		return "ModelBehaviorError";
	}

}
