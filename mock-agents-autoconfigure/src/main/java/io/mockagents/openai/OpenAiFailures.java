package io.mockagents.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;

import com.openai.core.http.HttpResponse;
import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.model.ClientFailures;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * Turns what goes wrong on the way to the API into the exceptions that the SDK raises.
 */
final class OpenAiFailures {

	private OpenAiFailures() {
	}

	/**
	 * Return the failure of a request that has no answer yet.
	 * @param cause what went wrong
	 * @param cancellation what may have been the reason
	 */
	static RuntimeException beforeAnswer(Throwable cause, RequestCancellation cancellation) {
		if (isCancelled(cancellation)) {
			return cancelled(cause);
		}
		return isTimeout(cause) ? ClientFailures.timedOut(cause) : ClientFailures.unreachable(cause);
	}

	/**
	 * Return the failure of an answer that has begun, with the names and words of the
	 * HTTP library that the client has.
	 * @param cause what went wrong
	 * @param cancellation what may have been the reason
	 * @param profile the version of the client
	 */
	static RuntimeException withinAnswer(IOException cause, RequestCancellation cancellation, SdkProfile profile) {
		if (isCancelled(cancellation)) {
			return cancelled(cause);
		}
		if (isTimeout(cause)) {
			return ClientFailures.brokenOff(
					new OpenAiConnectionException("ReadTimeout", "The read operation timed out", cause), profile);
		}
		if (cause instanceof SocketException) {
			return ClientFailures.brokenOff(
					new OpenAiConnectionException("ReadError", String.valueOf(cause.getMessage()), cause), profile);
		}
		return ClientFailures.cut(cause, profile);
	}

	/**
	 * Return what an answer contains that is an HTTP error.
	 * @param response the answer, whose body is read
	 * @param apiKey the key, which the answer might quote, or {@code null}
	 * @throws IOException if the body cannot be read
	 */
	static HttpError httpError(HttpResponse response, @Nullable String apiKey) throws IOException {
		Map<String, String> headers = new HashMap<>();
		for (String name : response.headers().names()) {
			headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", response.headers().values(name)));
		}
		try (InputStream body = response.body()) {
			String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
			return new HttpError(response.statusCode(), headers, (apiKey != null) ? text.replace(apiKey, "***") : text);
		}
	}

	/**
	 * Return the failure that an answer is which is not in the form that the API has.
	 */
	static OpenAiException malformed(IllegalArgumentException cause) {
		return new OpenAiException("The API's answer cannot be read: " + cause.getMessage(), null, cause);
	}

	static CancellationException cancelled(@Nullable Throwable cause) {
		CancellationException cancelled = new CancellationException(
				"The run was cancelled, or its thread was interrupted, while it waited for the model");
		cancelled.initCause(cause);
		return cancelled;
	}

	private static boolean isCancelled(RequestCancellation cancellation) {
		return cancellation.isCancelled() || Thread.currentThread().isInterrupted();
	}

	private static boolean isTimeout(Throwable cause) {
		for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
			if (reason instanceof InterruptedIOException) {
				return true;
			}
		}
		return false;
	}

	/**
	 * An answer that is an HTTP error, on its way out of the client that received it.
	 */
	static final class HttpError extends RuntimeException {

		private static final long serialVersionUID = 1L;

		private final int status;

		private final transient Map<String, String> headers;

		private final String body;

		HttpError(int status, Map<String, String> headers, String body) {
			super("HTTP " + status, null, false, false);
			this.status = status;
			this.headers = headers;
			this.body = body;
		}

		/**
		 * Return the exception that the client raises for this answer.
		 */
		OpenAiStatusException asRaisedBy(SdkProfile profile) {
			return ClientFailures.httpError(this.status, this.headers, this.body, profile);
		}

	}

}
