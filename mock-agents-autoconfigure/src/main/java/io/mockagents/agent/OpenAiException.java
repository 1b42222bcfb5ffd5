package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * The API, or the way to it, failed: {@code APIError} of the openai client.
 */
public class OpenAiException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient @Nullable JsonObject body;

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param body the error the API sent, {@code {message, type, param, code}}, or
	 * {@code null}
	 * @param cause why, or {@code null}
	 */
	public OpenAiException(String message, @Nullable JsonObject body, @Nullable Throwable cause) {
		super(message, cause);
		this.body = body;
	}

	/**
	 * Return the error the API sent.
	 * @return {@code {message, type, param, code}}, or {@code null} if it sent none
	 */
	public @Nullable JsonObject body() {
		return this.body;
	}

	/**
	 * Return the API's code of the error.
	 * @return the code, such as {@code invalid_api_key}, or {@code null}
	 */
	public @Nullable String code() {
		return (this.body != null) ? this.body.stringOrNull("code") : null;
	}

	/**
	 * Return the parameter that is wrong.
	 * @return its name, or {@code null}
	 */
	public @Nullable String param() {
		return (this.body != null) ? this.body.stringOrNull("param") : null;
	}

	/**
	 * Return the API's type of the error.
	 * @return the type, such as {@code invalid_request_error}, or {@code null}
	 */
	public @Nullable String type() {
		return (this.body != null) ? this.body.stringOrNull("type") : null;
	}

	/**
	 * Return the name of the client's exception that this one mirrors; rows carry it as
	 * {@code error_type}.
	 * @return the name, such as {@code APIError}
	 */
	public String sdkName() {
		return "APIError";
	}

}
