package io.mockagents.model;

import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.json.JsonCodec;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * The exceptions that the API's client raises, in the words that it has in a profile.
 */
public final class ClientFailures {

	private ClientFailures() {
	}

	/**
	 * Return the exception for an answer that is an HTTP error.
	 * @param status the HTTP status
	 * @param headers the headers of the answer, names in lower case
	 * @param body the body of the answer, JSON or not
	 * @param profile the version of the client
	 * @return a new exception
	 */
	public static OpenAiStatusException httpError(int status, Map<String, String> headers, String body,
			SdkProfile profile) {
		String text = body.strip();
		Object json;
		try {
			json = JsonCodec.parse(text);
		}
		catch (IllegalArgumentException ex) {
			String message = (text.isEmpty() || profile == SdkProfile.V0_24) ? codeOf(status) : text;
			return new OpenAiStatusException(message, status, headers, text);
		}
		return httpError(status, headers, json, profile);
	}

	/**
	 * Return the exception for an answer that is an HTTP error.
	 * @param status the HTTP status
	 * @param headers the headers of the answer, names in lower case
	 * @param json the body of the answer
	 * @param profile the version of the client
	 * @return a new exception
	 */
	static OpenAiStatusException httpError(int status, Map<String, String> headers, @Nullable Object json,
			SdkProfile profile) {
		Object error = (json instanceof JsonObject object && object.containsKey("error")) ? object.get("error") : json;
		String message = (profile == SdkProfile.V0_24) ? messageOf(status, error)
				: codeOf(status) + " - " + PythonText.str(json);
		return new OpenAiStatusException(message, status, headers, error);
	}

	private static String codeOf(int status) {
		return "Error code: " + status;
	}

	private static String messageOf(int status, @Nullable Object error) {
		return (error instanceof JsonObject object && object.get("message") instanceof String message
				&& !message.isEmpty()) ? codeOf(status) + " - " + message : codeOf(status);
	}

	/**
	 * Return the exception for a request that took too long.
	 * @param cause why, or {@code null}
	 * @return a new exception
	 */
	public static OpenAiConnectionException timedOut(@Nullable Throwable cause) {
		return new OpenAiConnectionException("APITimeoutError", "Request timed out.", cause);
	}

	/**
	 * Return the exception for an API that cannot be reached.
	 * @param cause why, or {@code null}
	 * @return a new exception
	 */
	public static OpenAiConnectionException unreachable(@Nullable Throwable cause) {
		return new OpenAiConnectionException("APIConnectionError", "Connection error.", cause);
	}

	/**
	 * Return the exception for an answer that breaks off. The client passes on what its
	 * HTTP library raises, and wraps it from profile 0.24 on.
	 * @param raised what the HTTP library raises
	 * @param profile the version of the client
	 * @return the exception
	 */
	public static OpenAiConnectionException brokenOff(OpenAiConnectionException raised, SdkProfile profile) {
		if (profile != SdkProfile.V0_24) {
			return raised;
		}
		return raised.sdkName().endsWith("Timeout") ? timedOut(raised) : unreachable(raised);
	}

	/**
	 * Return the exception for an answer whose connection is cut.
	 * @param cause why, or {@code null}
	 * @param profile the version of the client
	 * @return a new exception
	 */
	public static OpenAiConnectionException cut(@Nullable Throwable cause, SdkProfile profile) {
		return brokenOff(new OpenAiConnectionException("RemoteProtocolError",
				"peer closed connection without sending complete message body (incomplete chunked read)", cause),
				profile);
	}

}
