package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * The API, or the way to it, failed: {@code APIError} of the openai client.
 */
public class OpenAiException extends RuntimeException implements SdkException {

	private static final long serialVersionUID = 1L;

	private final transient @Nullable Object body;

	/**
	 * Create an exception.
	 * @param message what happened
	 * @param body the error the API sent, mostly an object {@code {message, type, param,
	 * code}}, or {@code null}
	 * @param cause why, or {@code null}
	 */
	public OpenAiException(String message, @Nullable Object body, @Nullable Throwable cause) {
		super(message, cause);
		this.body = body;
	}

	/**
	 * Return the error the API sent.
	 * @return a {@link JsonObject} {@code {message, type, param, code}}; the text or
	 * another value if the API sent something other than such an object; {@code null} if
	 * nothing was sent
	 */
	public @Nullable Object body() {
		return this.body;
	}

	private @Nullable String field(String name) {
		Object value = (this.body instanceof JsonObject object) ? object.get(name) : null;
		return (value != null) ? String.valueOf(value) : null;
	}

	/**
	 * Return the API's code of the error.
	 * @return the code, such as {@code invalid_api_key}, as text if the API sent
	 * something else; or {@code null}
	 */
	public @Nullable String code() {
		return field("code");
	}

	/**
	 * Return the parameter that is wrong.
	 * @return its name, as text if the API sent something else; or {@code null}
	 */
	public @Nullable String param() {
		return field("param");
	}

	/**
	 * Return the API's type of the error.
	 * @return the type, such as {@code invalid_request_error}, as text if the API sent
	 * something else; or {@code null}
	 */
	public @Nullable String type() {
		return field("type");
	}

	@Override
	public String sdkName() {
		return "APIError";
	}

}
