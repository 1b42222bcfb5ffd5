package io.mockagents.agent;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The API answered with an HTTP error: {@code APIStatusError} of the openai client. The
 * message is that of the client: {@code Error code: 401 - {'error': ...}}, or in profile
 * 0.24 {@code Error code: 401 - } and the message of the error.
 */
public class OpenAiStatusException extends OpenAiException {

	private static final long serialVersionUID = 1L;

	private static final Map<Integer, String> NAMES = Map.of(400, "BadRequestError", 401, "AuthenticationError", 403,
			"PermissionDeniedError", 404, "NotFoundError", 409, "ConflictError", 422, "UnprocessableEntityError", 429,
			"RateLimitError");

	private final int statusCode;

	private final transient Map<String, String> headers;

	/**
	 * Create an exception.
	 * @param message the client's text for the answer
	 * @param statusCode the HTTP status
	 * @param headers the headers of the answer, names in lower case
	 * @param body the error the API sent, or the text of the answer if it was no JSON
	 */
	public OpenAiStatusException(String message, int statusCode, Map<String, String> headers, @Nullable Object body) {
		super(message, body, null);
		this.statusCode = statusCode;
		this.headers = Map.copyOf(headers);
	}

	/**
	 * Return the HTTP status.
	 * @return the status, from 400
	 */
	public int statusCode() {
		return this.statusCode;
	}

	/**
	 * Return the headers of the answer.
	 * @return the headers, names in lower case
	 */
	public Map<String, String> headers() {
		return this.headers;
	}

	/**
	 * Return the id of the request.
	 * @return the header {@code x-request-id}, or {@code null}
	 */
	public @Nullable String requestId() {
		return this.headers.get("x-request-id");
	}

	/**
	 * Return whether the client tries again after this answer, as long as it has tries
	 * left: after 408, 409, 429 and from 500 on, unless the header {@code x-should-retry}
	 * says otherwise.
	 * @return whether it tries again
	 */
	public boolean isRetryable() {
		String shouldRetry = this.headers.get("x-should-retry");
		if ("true".equals(shouldRetry) || "false".equals(shouldRetry)) {
			return "true".equals(shouldRetry);
		}
		return this.statusCode == 408 || this.statusCode == 409 || this.statusCode == 429 || this.statusCode >= 500;
	}

	@Override
	public String sdkName() {
		return sdkName(this.statusCode);
	}

	/**
	 * Return the openai client's name of an exception for an HTTP status.
	 * @param statusCode the HTTP status, from 400
	 * @return the name of its class, such as {@code RateLimitError}
	 */
	public static String sdkName(int statusCode) {
		return NAMES.getOrDefault(statusCode, (statusCode >= 500) ? "InternalServerError" : "APIStatusError");
	}

}
