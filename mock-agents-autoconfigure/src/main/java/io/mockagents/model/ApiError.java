package io.mockagents.model;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiStatusException;
import org.jspecify.annotations.Nullable;

/**
 * The errors with which the API answers before the first frame, each with its status, its
 * headers and its body.
 */
public enum ApiError {

	/**
	 * 400: a parameter is wrong.
	 */
	BAD_REQUEST(400, "invalid_request_error", "temperature", "decimal_below_min_value",
			"Invalid 'temperature': decimal below minimum value. Expected a value >= 0, but got -1 instead."),

	/**
	 * 400: the input is longer than the model takes.
	 */
	CONTEXT_LENGTH_EXCEEDED(400, "invalid_request_error", "input", "context_length_exceeded",
			"Your input exceeds the context window of this model. Please adjust your input and try again."),

	/**
	 * 401: the API key is wrong.
	 */
	AUTHENTICATION(401, "invalid_request_error", null, "invalid_api_key",
			"Incorrect API key provided: sk-mock. You can find your API key at "
					+ "https://platform.openai.com/account/api-keys."),

	/**
	 * 403: the caller may not do that.
	 */
	PERMISSION_DENIED(403, "request_forbidden", null, "unsupported_country_region_territory",
			"Country, region, or territory not supported"),

	/**
	 * 404: there is no such model.
	 */
	NOT_FOUND(404, "invalid_request_error", null, "model_not_found",
			"The model `{model}` does not exist or you do not have access to it."),

	/**
	 * 409: another request changed the same thing.
	 */
	CONFLICT(409, "invalid_request_error", null, null, "The resource was updated by another request."),

	/**
	 * 422: the request is well-formed, but cannot be processed.
	 */
	UNPROCESSABLE_ENTITY(422, "invalid_request_error", null, null, "The request could not be processed."),

	/**
	 * 429: too many tokens for now.
	 */
	RATE_LIMIT(429, "tokens", null, "rate_limit_exceeded",
			"Rate limit reached for {model} in organization org-mock on tokens per min (TPM): Limit 30000, Used 29937, "
					+ "Requested 385. Please try again in 644ms. Visit "
					+ "https://platform.openai.com/account/rate-limits to learn more."),

	/**
	 * 429: the account has no money left.
	 */
	INSUFFICIENT_QUOTA(429, "insufficient_quota", null, "insufficient_quota",
			"You exceeded your current quota, please check your plan and billing details. For more information on this "
					+ "error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors."),

	/**
	 * 500: the server failed.
	 */
	SERVER_ERROR(500, "server_error", null, null,
			"The server had an error while processing your request. Sorry about that!"),

	/**
	 * 502: a server between the client and the API had no valid answer.
	 */
	BAD_GATEWAY(502, "cf_bad_gateway", null, 502, "Bad gateway."),

	/**
	 * 503: the server is overloaded.
	 */
	SERVICE_UNAVAILABLE(503, "server_error", null, null, "The engine is currently overloaded, please try again later"),

	/**
	 * 504: a server between the client and the API had no answer in time.
	 */
	GATEWAY_TIMEOUT(504, "cf_gateway_timeout", null, 504, "Gateway timeout.");

	private final int status;

	private final String type;

	private final @Nullable String param;

	private final @Nullable Object code;

	private final String message;

	ApiError(int status, String type, @Nullable String param, @Nullable Object code, String message) {
		this.status = status;
		this.type = type;
		this.param = param;
		this.code = code;
		this.message = message;
	}

	/**
	 * Return the name by which scenarios and settings call this error.
	 * @return the name in lower case, such as {@code rate_limit}
	 */
	public String kind() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return the HTTP status.
	 * @return the status, from 400
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return what the API says.
	 * @return the message; {@code {model}} in it stands for the model that was asked for
	 */
	public String message() {
		return this.message;
	}

	/**
	 * Return the exception that the client throws for an error.
	 * @param kind the error whose type, code and message it has, except for what is said
	 * here; {@code null} for what is usual with the status
	 * @param status the HTTP status, from 400
	 * @param model the model that was asked for
	 * @param requestId the id of the request
	 * @param said fields of the error object that are not as usual
	 * @param body the whole body in place of one with an error object, JSON or not, or
	 * {@code null}
	 * @param headers headers of the answer that are added to the usual ones or take their
	 * place, names in lower case
	 * @param profile the version of the client
	 * @return a new exception
	 */
	public static OpenAiStatusException exception(@Nullable ApiError kind, int status, String model, String requestId,
			JsonObject said, @Nullable String body, Map<String, String> headers, SdkProfile profile) {
		Map<String, String> allHeaders = headers(kind, requestId);
		allHeaders.putAll(headers);
		if (body != null) {
			return ClientFailures.httpError(status, allHeaders, body, profile);
		}
		JsonObject error = (kind != null)
				? JsonObject.of("message", kind.message.replace("{model}", model), "type", kind.type, "param",
						kind.param, "code", kind.code)
				: JsonObject.of("message",
						(status < 500) ? "The request failed with HTTP status " + status : SERVER_ERROR.message, "type",
						(status < 500) ? "invalid_request_error" : "server_error", "param", null, "code", null);
		for (String key : said.keySet()) {
			error = error.with(key, said.get(key));
		}
		return ClientFailures.httpError(status, allHeaders, (Object) JsonObject.of("error", error), profile);
	}

	private static Map<String, String> headers(@Nullable ApiError kind, String requestId) {
		Map<String, String> headers = new LinkedHashMap<>();
		headers.put("content-type", "application/json");
		headers.put("openai-version", "2020-10-01");
		headers.put("openai-organization", "user-mock");
		headers.put("openai-processing-ms", "412");
		headers.put("x-request-id", requestId);
		if (kind == RATE_LIMIT) {
			headers.put("retry-after", "1");
			headers.put("retry-after-ms", "644");
			headers.put("x-ratelimit-limit-requests", "500");
			headers.put("x-ratelimit-limit-tokens", "30000");
			headers.put("x-ratelimit-remaining-requests", "499");
			headers.put("x-ratelimit-remaining-tokens", "63");
			headers.put("x-ratelimit-reset-requests", "120ms");
			headers.put("x-ratelimit-reset-tokens", "644ms");
		}
		return headers;
	}

}
