package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * The API could not be reached, or the connection broke.
 */
public class OpenAiConnectionException extends OpenAiException {

	private static final long serialVersionUID = 1L;

	private final String sdkName;

	/**
	 * Create an exception.
	 * @param sdkName the name of the exception that Python raises in this case, such as
	 * {@code APIConnectionError}, {@code APITimeoutError} or {@code RemoteProtocolError}
	 * @param message what happened
	 * @param cause why, or {@code null}
	 */
	public OpenAiConnectionException(String sdkName, String message, @Nullable Throwable cause) {
		super(message, null, cause);
		this.sdkName = sdkName;
	}

	@Override
	public String sdkName() {
		return this.sdkName;
	}

}
