package io.mockagents.scenario;

import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.model.ApiError;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * A turn goes wrong.
 */
public sealed interface Failure extends Step {

	/**
	 * Return after how many events the failure comes.
	 * @return the number of events of the turn that still arrive, or {@code null} if all
	 * of the steps before it do
	 */
	default @Nullable Integer afterEvents() {
		return null;
	}

	/**
	 * There is no answer, or none at first: the client asks again, and gives up after its
	 * retries.
	 */
	sealed interface BeforeStream extends Failure {

		/**
		 * Return how many requests fail until one is answered.
		 * @return the number, or {@code null} if all fail
		 */
		@Nullable Integer times();

		/**
		 * Return this failure for a number of requests.
		 * @param times the number of requests that fail
		 * @return the changed copy
		 */
		BeforeStream withTimes(int times);

	}

	/**
	 * The stream ends before the response is complete.
	 */
	sealed interface WithinStream extends Failure {

	}

	/**
	 * The answer is complete, and the tool that its last call asks for fails.
	 */
	sealed interface OfTool extends Failure {

		/**
		 * Return whether that ends the run, whatever the tool says.
		 * @return whether it does; otherwise it goes as the tool decides
		 */
		boolean fatal();

	}

	/**
	 * The API answers with an HTTP error.
	 *
	 * @param kind the error of the API whose type, code and message these are, except for
	 * what is said here; {@code null} for what is usual with the status
	 * @param status the HTTP status, from 400 to 599
	 * @param error what the error object of the body says in place of what is usual: any
	 * of {@code message}, {@code type}, {@code param} and {@code code}
	 * @param body the whole body in place of one with an error object, JSON or not, or
	 * {@code null}
	 * @param headers headers of the answer besides the usual ones, names in lower case
	 * @param times how many requests fail, or {@code null} for all
	 */
	record Http(@Nullable ApiError kind, int status, JsonObject error, @Nullable String body,
			Map<String, String> headers, @Nullable Integer times) implements BeforeStream {

		public Http {
			if (status < 400 || status > 599) {
				throw new IllegalArgumentException("An HTTP error has a status from 400 to 599, not " + status);
			}
			headers = Map.copyOf(headers);
		}

		/**
		 * Create an error of the API as it is usual.
		 * @param kind the error
		 * @param times how many requests fail, or {@code null} for all
		 */
		public Http(ApiError kind, @Nullable Integer times) {
			this(kind, kind.status(), JsonObject.of(), null, Map.of(), times);
		}

		@Override
		public Http withTimes(int times) {
			return new Http(this.kind, this.status, this.error, this.body, this.headers, times);
		}

		OpenAiStatusException exception(String model, String requestId, SdkProfile profile) {
			return ApiError.exception(this.kind, this.status, model, requestId, this.error, this.body, this.headers,
					profile);
		}

	}

	/**
	 * The API does not answer at all.
	 *
	 * @param timeout whether the client has waited for it, or was not even connected
	 * @param times how many requests fail, or {@code null} for all
	 */
	record Unreachable(boolean timeout, @Nullable Integer times) implements BeforeStream {

		@Override
		public Unreachable withTimes(int times) {
			return new Unreachable(this.timeout, times);
		}

	}

	/**
	 * An error frame ends the stream.
	 *
	 * @param nested whether the frame contains an error object, which the client raises,
	 * as the API sends it; a flat one is passed on
	 * @param error what it says in place of what is usual: any of {@code message},
	 * {@code type}, {@code param} and {@code code}
	 * @param afterEvents after how many events it comes, or {@code null}
	 */
	record StreamError(boolean nested, JsonObject error, @Nullable Integer afterEvents) implements WithinStream {

		private static final String CONTEXT_LENGTH_EXCEEDED = "context_length_exceeded";

		private static final List<String> KEYS = List.of("type", "code", "message", "param");

		/**
		 * Return all fields of the error.
		 */
		JsonObject fields() {
			Object code = this.error.containsKey("code") ? this.error.get("code") : CONTEXT_LENGTH_EXCEEDED;
			JsonObject.Builder fields = JsonObject.builder();
			for (String key : KEYS) {
				fields.put(key, this.error.containsKey(key) ? this.error.get(key) : usual(key, code));
			}
			return fields.build();
		}

		private @Nullable Object usual(String key, @Nullable Object code) {
			return switch (key) {
				case "code" -> code;
				case "type" -> switch (String.valueOf(code)) {
					case "server_error", "insufficient_quota" -> code;
					case "rate_limit_exceeded" -> "tokens";
					default -> "invalid_request_error";
				};
				case "param" -> CONTEXT_LENGTH_EXCEEDED.equals(code) ? "input" : null;
				default ->
					(CONTEXT_LENGTH_EXCEEDED.equals(code) ? ApiError.CONTEXT_LENGTH_EXCEEDED : ApiError.SERVER_ERROR)
						.message();
			};
		}

	}

	/**
	 * The response fails: the stream ends with {@code response.failed}.
	 *
	 * @param code the code of the error
	 * @param message what it says
	 * @param afterEvents after how many events it comes, or {@code null}
	 */
	record Failed(String code, String message, @Nullable Integer afterEvents) implements WithinStream {
	}

	/**
	 * The response is cut short: the stream ends with {@code response.incomplete}.
	 *
	 * @param reason why, such as {@code max_output_tokens}
	 */
	record Incomplete(String reason) implements WithinStream {
	}

	/**
	 * The connection breaks.
	 *
	 * @param afterEvents after how many events it does, or {@code null}
	 */
	record ConnectionDropped(@Nullable Integer afterEvents) implements WithinStream {
	}

	/**
	 * The model repeats this answer until the run has no turns left.
	 */
	record MaxTurns() implements Failure {
	}

	/**
	 * The model calls a tool that the agent does not have.
	 *
	 * @param name the name it calls
	 * @param arguments the arguments; a template of a value becomes JSON text
	 */
	record UnknownTool(String name, Template arguments) implements Failure {
	}

	/**
	 * A check of the run's input trips.
	 *
	 * @param name the name of the check, or {@code null} for the first check of the
	 * application's
	 * @param outputInfo what it says, or {@code null}
	 */
	record InputGuardrail(@Nullable String name, @Nullable Object outputInfo) implements Failure {
	}

	/**
	 * A check of the final output trips.
	 *
	 * @param name the name of the check, or {@code null} for the first check of the
	 * application's
	 * @param outputInfo what it says, or {@code null}
	 */
	record OutputGuardrail(@Nullable String name, @Nullable Object outputInfo) implements Failure {
	}

	/**
	 * The tool raises an error.
	 *
	 * @param message the text of the error
	 * @param fatal whether it ends the run
	 */
	record ToolError(String message, boolean fatal) implements OfTool {
	}

	/**
	 * The tool takes longer than it may.
	 *
	 * @param timeoutMs how many milliseconds it may take, or {@code null} for what the
	 * tool says
	 * @param fatal whether it ends the run
	 */
	record ToolTimeout(@Nullable Integer timeoutMs, boolean fatal) implements OfTool {
	}

}
