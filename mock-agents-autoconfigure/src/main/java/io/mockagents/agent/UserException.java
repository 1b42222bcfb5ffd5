package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * The application used the SDK wrongly, or its code failed.
 */
public class UserException extends AgentsException {

	private static final long serialVersionUID = 1L;

	/**
	 * Create an exception.
	 * @param message what happened
	 */
	public UserException(String message) {
		this(message, null);
	}

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public UserException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	@Override
	public String sdkName() {
		return "UserError";
	}

}
