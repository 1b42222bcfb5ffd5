package io.mockagents.recording;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mockagents.agent.GuardrailFunctionOutput;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.InputGuardrailTripwireTriggeredException;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.MaxTurnsExceededException;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.OutputGuardrailTripwireTriggeredException;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.SdkException;
import io.mockagents.agent.UserException;
import org.jspecify.annotations.Nullable;

/**
 * The failure that ended a turn or a run.
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

	private static final String CUT_OFF = "CutOff";

	private static final String HANDLED = "handled_output";

	private static final Map<String, Integer> STATUS_CODES = Stream.of(400, 401, 403, 404, 409, 422, 429, 500)
		.collect(Collectors.toUnmodifiableMap(OpenAiStatusException::sdkName, (status) -> status));

	public RecordedFailure {
		headers = Map.copyOf(headers);
	}

	/**
	 * Return the mark of a run whose further events are not in the recording, although
	 * nothing says that it ended there.
	 * @return the mark of a run whose further events are not in the recording
	 */
	public static RecordedFailure cutOff() {
		return new RecordedFailure(CUT_OFF, "The recording ends here", null, Map.of(), null);
	}

	/**
	 * Return the record of a failure in whose place an error handler of the application
	 * gave the final output.
	 * @param type the name of the exception in Python
	 * @param message the message that shows the output
	 */
	static RecordedFailure handled(String type, JsonObject message) {
		String text = message.objects("content")
			.stream()
			.map((part) -> part.stringOrNull("text"))
			.filter(Objects::nonNull)
			.collect(Collectors.joining());
		return new RecordedFailure(type, "An error handler ended the run", null, Map.of(),
				JsonObject.of(HANDLED, text));
	}

	/**
	 * Return the final output that an error handler of the application gave in place of
	 * the failure.
	 * @return the output, or {@code null} if none did
	 */
	public @Nullable String handledOutput() {
		return (this.body instanceof JsonObject object && object.size() == 1) ? object.stringOrNull(HANDLED) : null;
	}

	/**
	 * Return the record of what ended a run: of a cancellation it is unknown what would
	 * have come then.
	 * @param thrown what the run threw
	 * @return the record
	 */
	public static RecordedFailure of(Throwable thrown) {
		String message = (thrown.getMessage() != null) ? thrown.getMessage() : "";
		if (thrown instanceof CancellationException) {
			return cutOff();
		}
		if (thrown instanceof OpenAiStatusException status) {
			return new RecordedFailure(status.sdkName(), message, status.statusCode(), status.headers(), status.body());
		}
		if (thrown instanceof OpenAiException exception) {
			return new RecordedFailure(exception.sdkName(), message, null, Map.of(), exception.body());
		}
		if (thrown instanceof InputGuardrailTripwireTriggeredException tripped) {
			return new RecordedFailure(tripped.sdkName(), message, null, Map.of(),
					json(tripped.guardrailResult().output().outputInfo()));
		}
		if (thrown instanceof OutputGuardrailTripwireTriggeredException tripped) {
			return new RecordedFailure(tripped.sdkName(), message, null, Map.of(),
					json(tripped.guardrailResult().output().outputInfo()));
		}
		return new RecordedFailure(SdkException.nameOf(thrown), message, null, Map.of(), null);
	}

	private static @Nullable Object json(@Nullable Object value) {
		try {
			return JsonObject.normalize(value);
		}
		catch (IllegalArgumentException ex) {
			return String.valueOf(value);
		}
	}

	/**
	 * Return whether the recording just ends, so that the continuation is unknown.
	 * @return whether it does
	 */
	public boolean isCutOff() {
		return this.type.equals(CUT_OFF);
	}

	/**
	 * Return the HTTP status of the failure, or that which its type stands for.
	 * @return the status, or {@code null} if there was no answer
	 */
	public @Nullable Integer status() {
		return (this.statusCode != null) ? this.statusCode : STATUS_CODES.get(this.type);
	}

	/**
	 * Return the exception that the run ended with.
	 * @param run the run
	 * @return a new exception
	 */
	public RuntimeException exception(RecordedRun run) {
		if (isCutOff()) {
			return new RecordingEndedException(run);
		}
		if (this.statusCode != null) {
			return new OpenAiStatusException(this.message, this.statusCode, this.headers, this.body);
		}
		Integer status = STATUS_CODES.get(this.type);
		return switch (this.type) {
			case "MaxTurnsExceeded" -> new MaxTurnsExceededException(this.message);
			case "ModelBehaviorError" -> new ModelBehaviorException(this.message);
			case "UserError" -> new UserException(this.message);
			case "InputGuardrailTripwireTriggered" -> new InputGuardrailTripwireTriggeredException(
					new InputGuardrail.Result("input_guardrail", new GuardrailFunctionOutput(this.body, true)));
			case "APIError" -> new OpenAiException(this.message, this.body, null);
			case "APIConnectionError", "APITimeoutError" ->
				new OpenAiConnectionException(this.type, this.message, null);
			default -> (status != null) ? new OpenAiStatusException(this.message, status, this.headers, this.body)
					: (isConnectionError()) ? new OpenAiConnectionException(this.type, this.message, null)
							: PythonException.isName(this.type) ? new PythonException(this.type, this.message, null)
									: new RecordedFailureException(this.type, this.message);
		};
	}

	/**
	 * Return whether the failure is one of the HTTP client's, which the client of the API
	 * does not wrap.
	 * @return whether the failure is one of the HTTP client's, which the client of the
	 * API does not wrap
	 */
	public boolean isConnectionError() {
		return this.type.endsWith("ProtocolError") || this.type.equals("ReadError") || this.type.equals("ReadTimeout")
				|| this.type.equals("ConnectError");
	}

}
