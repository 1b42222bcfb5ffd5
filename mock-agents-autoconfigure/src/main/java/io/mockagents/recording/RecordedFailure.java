package io.mockagents.recording;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What ended a turn or a run in place of an answer.
 *
 * @param type the name of the exception that Python raises, such as
 * {@code AuthenticationError} or {@code RemoteProtocolError}
 * @param message its text
 * @param statusCode the HTTP status, or {@code null} if there was no answer
 * @param headers the headers of the answer, names in lower case, credentials taken out
 * @param body the error that the API sent, or {@code null}
 */
public record RecordedFailure(String type, String message, @Nullable Integer statusCode, Map<String, String> headers,
		@Nullable Object body) {

	public RecordedFailure {
		headers = Map.copyOf(headers);
	}

}
