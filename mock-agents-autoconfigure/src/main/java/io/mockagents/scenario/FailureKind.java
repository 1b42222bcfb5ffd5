package io.mockagents.scenario;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.ApiError;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of failures of a run, by the names that scenarios and settings use.
 */
public enum FailureKind {

	/**
	 * HTTP 400 before the first frame.
	 */
	BAD_REQUEST(ApiError.BAD_REQUEST),

	/**
	 * HTTP 400 before the first frame: more input than the model takes.
	 */
	CONTEXT_LENGTH_EXCEEDED(ApiError.CONTEXT_LENGTH_EXCEEDED),

	/**
	 * HTTP 401 before the first frame.
	 */
	AUTHENTICATION(ApiError.AUTHENTICATION),

	/**
	 * HTTP 403 before the first frame.
	 */
	PERMISSION_DENIED(ApiError.PERMISSION_DENIED),

	/**
	 * HTTP 404 before the first frame.
	 */
	NOT_FOUND(ApiError.NOT_FOUND),

	/**
	 * HTTP 409 before the first frame.
	 */
	CONFLICT(ApiError.CONFLICT),

	/**
	 * HTTP 422 before the first frame.
	 */
	UNPROCESSABLE_ENTITY(ApiError.UNPROCESSABLE_ENTITY),

	/**
	 * HTTP 429 before the first frame: too many tokens for now.
	 */
	RATE_LIMIT(ApiError.RATE_LIMIT),

	/**
	 * HTTP 429 before the first frame: no money left.
	 */
	INSUFFICIENT_QUOTA(ApiError.INSUFFICIENT_QUOTA),

	/**
	 * HTTP 500 before the first frame.
	 */
	SERVER_ERROR(ApiError.SERVER_ERROR),

	/**
	 * HTTP 502 before the first frame.
	 */
	BAD_GATEWAY(ApiError.BAD_GATEWAY),

	/**
	 * HTTP 503 before the first frame.
	 */
	SERVICE_UNAVAILABLE(ApiError.SERVICE_UNAVAILABLE),

	/**
	 * HTTP 504 before the first frame.
	 */
	GATEWAY_TIMEOUT(ApiError.GATEWAY_TIMEOUT),

	/**
	 * The API cannot be reached.
	 */
	CONNECTION_ERROR,

	/**
	 * The API does not answer in time.
	 */
	CONNECTION_TIMEOUT,

	/**
	 * The stream contains an error frame in the form of the API: the client raises it.
	 */
	STREAM_ERROR,

	/**
	 * The stream contains an error frame without an error object, as it is documented:
	 * the client passes it on as an event, after which the stream ends.
	 */
	FLAT_STREAM_ERROR,

	/**
	 * The stream ends with {@code response.failed}.
	 */
	FAILED,

	/**
	 * The stream ends with {@code response.incomplete}.
	 */
	INCOMPLETE,

	/**
	 * The connection breaks within the stream.
	 */
	CONNECTION_DROPPED,

	/**
	 * The model refuses. Profile 0.22 raises that; profile 0.2 ends with an empty output.
	 */
	REFUSAL,

	/**
	 * The model calls tools until the run has no turns left.
	 */
	MAX_TURNS,

	/**
	 * The model calls a tool that the agent does not have.
	 */
	UNKNOWN_TOOL,

	/**
	 * A check of the input trips.
	 */
	INPUT_GUARDRAIL,

	/**
	 * A check of the final output trips.
	 */
	OUTPUT_GUARDRAIL,

	/**
	 * A tool raises an error, and the tool decides about it: most report it to the model.
	 */
	TOOL_ERROR,

	/**
	 * A tool raises an error that ends the run.
	 */
	FATAL_TOOL_ERROR,

	/**
	 * A tool takes too long, and the tool decides about it: most report it to the model.
	 */
	TOOL_TIMEOUT,

	/**
	 * A tool takes too long, which ends the run.
	 */
	FATAL_TOOL_TIMEOUT;

	static final String REFUSAL_MESSAGE = "I'm sorry, but I can't help with that.";

	private final @Nullable ApiError apiError;

	FailureKind() {
		this(null);
	}

	FailureKind(@Nullable ApiError apiError) {
		this.apiError = apiError;
	}

	/**
	 * Return the name by which scenarios and settings call this kind.
	 * @return the name in lower case, such as {@code rate_limit}
	 */
	public String kind() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Return the kind of a name.
	 * @param kind the name
	 * @return the kind, or {@code null} if there is none of that name
	 */
	public static @Nullable FailureKind find(String kind) {
		return Arrays.stream(values()).filter((candidate) -> candidate.kind().equals(kind)).findFirst().orElse(null);
	}

	/**
	 * Return the kind that an HTTP status stands for.
	 * @param status the status, such as 429 for {@link #RATE_LIMIT}
	 * @return the kind; the usual one where several have the status
	 * @throws IllegalArgumentException if no kind has the status; its message names all
	 * that can be used
	 */
	public static FailureKind ofStatus(int status) {
		return Arrays.stream(values())
			.filter((kind) -> kind.apiError != null && kind.apiError.status() == status)
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(
					"No kind of failure has HTTP status " + status + ". The statuses are "
							+ Arrays.stream(ApiError.values()).map(ApiError::status).distinct().toList()));
	}

	/**
	 * Return the names of all kinds.
	 * @return the names
	 */
	public static List<String> kinds() {
		return Arrays.stream(values()).map(FailureKind::kind).toList();
	}

	/**
	 * Return the error with which the API answers before the first frame.
	 * @return the error, or {@code null} if that is not what this kind is
	 */
	public @Nullable ApiError apiError() {
		return this.apiError;
	}

	/**
	 * Return the step that makes a turn fail in this way.
	 * @param details what it says besides its kind; what it does not say is as usual
	 * @return the step
	 */
	Step step(Details details) {
		if (this.apiError != null) {
			return new Failure.Http(this.apiError, details.times());
		}
		return switch (this) {
			case CONNECTION_ERROR -> new Failure.Unreachable(false, details.times());
			case CONNECTION_TIMEOUT -> new Failure.Unreachable(true, details.times());
			case STREAM_ERROR, FLAT_STREAM_ERROR ->
				new Failure.StreamError(this == STREAM_ERROR, details.error(), details.afterEvents());
			case FAILED -> new Failure.Failed(orElse(details.error().stringOrNull("code"), "server_error"),
					message(details, ApiError.SERVER_ERROR.message()), details.afterEvents());
			case INCOMPLETE -> new Failure.Incomplete(orElse(details.reason(), "max_output_tokens"));
			case CONNECTION_DROPPED -> new Failure.ConnectionDropped(details.afterEvents());
			case REFUSAL -> new Step.Refusal(Template.text(message(details, REFUSAL_MESSAGE)), null);
			case MAX_TURNS -> new Failure.MaxTurns();
			case UNKNOWN_TOOL -> new Failure.UnknownTool(orElse(details.name(), "unknown_tool"),
					(details.arguments() != null) ? details.arguments() : Template.json(JsonObject.of()));
			case INPUT_GUARDRAIL -> new Failure.InputGuardrail(details.name(), details.outputInfo());
			case OUTPUT_GUARDRAIL -> new Failure.OutputGuardrail(details.name(), details.outputInfo());
			case TOOL_ERROR, FATAL_TOOL_ERROR ->
				new Failure.ToolError(message(details, "The tool failed"), this == FATAL_TOOL_ERROR);
			case TOOL_TIMEOUT, FATAL_TOOL_TIMEOUT ->
				new Failure.ToolTimeout(details.timeoutMs(), this == FATAL_TOOL_TIMEOUT);
			default -> throw new IllegalStateException("No step for " + this);
		};
	}

	/**
	 * Return the step that makes a turn fail in this way, as usual.
	 * @param afterEvents for a failure within the stream, after how many events of the
	 * turn it comes; {@code null} for all
	 * @return the step
	 */
	public Step step(@Nullable Integer afterEvents) {
		return step(new Details(JsonObject.of(), null, null, null, null, afterEvents, null, null));
	}

	private static String message(Details details, String fallback) {
		return orElse(details.error().stringOrNull("message"), fallback);
	}

	private static String orElse(@Nullable String text, String fallback) {
		return (text != null) ? text : fallback;
	}

	/**
	 * The details of a failure; {@code null} is the default, and so is a field of the
	 * error that is not said.
	 */
	record Details(JsonObject error, @Nullable String reason, @Nullable String name, @Nullable Template arguments,
			@Nullable Object outputInfo, @Nullable Integer afterEvents, @Nullable Integer times,
			@Nullable Integer timeoutMs) {

	}

}
