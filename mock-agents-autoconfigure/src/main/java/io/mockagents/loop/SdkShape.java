package io.mockagents.loop;

import java.util.List;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.Usage.InputTokensDetails;
import io.mockagents.agent.Usage.OutputTokensDetails;
import io.mockagents.agent.Usage;
import io.mockagents.model.ResponseShapes;
import io.mockagents.model.SdkProfile;
import io.mockagents.python.PythonText;
import io.mockagents.python.SchemaValidator;
import io.mockagents.python.SchemaValidator.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * The differences between the published shapes of the SDK. Everything else is common to
 * them and stands in the {@link RunLoop}.
 */
abstract class SdkShape {

	private static final JsonObject INTEGER = JsonObject.of("type", "integer");

	private static final JsonObject USAGE = JsonObject.of("title", "Usage", "properties",
			JsonObject.of("input_tokens", INTEGER, "input_tokens_details", details("InputTokensDetails"),
					"output_tokens", INTEGER, "output_tokens_details", details("OutputTokensDetails"), "total_tokens",
					INTEGER),
			"type", "object");

	private final SdkProfile profile;

	private final ResponseShapes responses;

	SdkShape(SdkProfile profile) {
		this.profile = profile;
		this.responses = ResponseShapes.of(profile);
	}

	private static JsonObject details(String title) {
		return JsonObject.of("title", title, "properties", JsonObject.of(), "type", "object");
	}

	static SdkShape of(SdkProfile profile) {
		return switch (profile) {
			case V0_2 -> Sdk02Shape.INSTANCE;
			case V0_22 -> Sdk022Shape.INSTANCE;
			case V0_24 -> Sdk024Shape.INSTANCE;
		};
	}

	SdkProfile profile() {
		return this.profile;
	}

	ResponseShapes responses() {
		return this.responses;
	}

	/**
	 * Return the usage of a run that has not called the model.
	 */
	abstract Usage noUsage();

	/**
	 * Return the usage of one answer.
	 * @param response the response as the client dumps it
	 * @throws PythonException if the usage is not what the SDK takes
	 */
	Usage usage(JsonObject response) {
		Object usage = response.get("usage");
		if (!(usage instanceof JsonObject given)) {
			if (PythonText.isTrue(usage)) {
				throw new PythonException("AttributeError",
						"'" + PythonText.typeName(usage) + "' object has no attribute 'input_tokens'", null);
			}
			return usageOfAnswerWithout();
		}
		try {
			JsonObject taken = SchemaValidator.validateArguments(USAGE, counted(given));
			return new Usage(1, count(taken, "input_tokens"),
					inputTokensDetails(given.objectOrNull("input_tokens_details")), count(taken, "output_tokens"),
					outputTokensDetails(given.objectOrNull("output_tokens_details")), count(taken, "total_tokens"),
					noUsage().requestUsageEntries());
		}
		catch (ValidationException ex) {
			throw new PythonException("ValidationError", String.valueOf(ex.getMessage()), ex);
		}
	}

	/**
	 * Return the usage of an answer without usage.
	 */
	abstract Usage usageOfAnswerWithout();

	/**
	 * Return what the SDK makes a usage of.
	 * @param usage the usage of a response
	 */
	JsonObject counted(JsonObject usage) {
		JsonObject.Builder counted = JsonObject.builder();
		USAGE.object("properties").keySet().forEach((name) -> counted.put(name, usage.get(name)));
		return counted.build();
	}

	abstract InputTokensDetails inputTokensDetails(@Nullable JsonObject details);

	abstract OutputTokensDetails outputTokensDetails(@Nullable JsonObject details);

	/**
	 * Whether an answer has counts from which no usage can be computed.
	 * @param usage the usage of a response
	 */
	boolean cannotBeAdded(@Nullable Object usage) {
		return false;
	}

	static long count(JsonObject usage, String key) {
		return (usage.get(key) instanceof Integer || usage.get(key) instanceof Long)
				? ((Number) usage.get(key)).longValue() : 0;
	}

	/**
	 * Return the usage of a run after one more answer.
	 */
	abstract Usage add(Usage run, Usage answer);

	abstract ModelResponse modelResponse(List<JsonObject> output, Usage usage, @Nullable String responseId,
			@Nullable String requestId);

	/**
	 * Return the fields that follow the type of a tool call item.
	 * @param rawItem the call
	 * @param tool the function that is called, or {@code null} if the call is hosted or
	 * the tool is not the agent's
	 * @param mcpListings the MCP listings among the run's items, oldest first
	 */
	abstract JsonObject toolCallDetails(JsonObject rawItem, @Nullable FunctionTool tool, List<JsonObject> mcpListings);

	/**
	 * Return the fields that follow the type of the item of a call of a tool that the
	 * agent does not have.
	 */
	abstract JsonObject toolNotFoundDetails();

	/**
	 * Return the fields that follow the type of a tool output item.
	 * @param tool the function that was called, or {@code null} if the tool is not the
	 * agent's
	 */
	abstract JsonObject toolOutputDetails(@Nullable FunctionTool tool);

	/**
	 * Return the output of a tool call as the model is sent it.
	 * @param value what the tool returned, in JSON
	 * @param text its text
	 * @return the text, or a list of structured contents
	 */
	Object toolOutput(@Nullable Object value, String text) {
		return text;
	}

	/**
	 * Return a text of the result as the SDK prints it.
	 */
	String printed(String text) {
		return text;
	}

	/**
	 * Whether the calls of a turn that have their output are kept when the turn fails
	 * after the answer.
	 */
	abstract boolean keepsCompletedCalls();

	/**
	 * Return the fields that follow the type of a tool approval item.
	 * @param tool the function that is called, or {@code null} if the call is hosted
	 * @param rawItem the call
	 */
	abstract JsonObject approvalDetails(@Nullable FunctionTool tool, JsonObject rawItem);

	/**
	 * Return the text of the failure of a turn whose answer was not completed.
	 * @param lastFrame the frame that ended it, or {@code null} if none did
	 */
	abstract String noFinalResponse(@Nullable JsonObject lastFrame);

	/**
	 * Return the name of the schema of a type, by which failures call it.
	 */
	static String schemaName(OutputType<?> outputType) {
		return outputType.isWrapped() ? outputType.jsonSchema().string("title") : outputType.name();
	}

	/**
	 * Return the failure of an output that does not fit its type.
	 */
	abstract ModelBehaviorException invalidOutput(String text, OutputType<?> outputType, Exception cause);

	/**
	 * Return the failure of a call whose arguments are not JSON or do not fit the tool.
	 * @param detail what is wrong
	 */
	abstract ModelBehaviorException invalidArguments(FunctionTool tool, String detail, Exception cause);

	/**
	 * Return the failure of a call whose arguments are JSON but no object.
	 */
	abstract RuntimeException argumentsAreNoObject(FunctionTool tool, @Nullable Object arguments);

	/**
	 * Whether arguments that are false in Python, such as {@code null} and {@code []},
	 * mean no arguments.
	 */
	boolean takesFalseForNoArguments() {
		return false;
	}

	/**
	 * Whether the id of a call stands for one call with one set of arguments.
	 */
	boolean checksCallIds() {
		return true;
	}

	/**
	 * Whether the output of a completed answer that has none is filled with the items
	 * that the answer had before.
	 */
	boolean fillsOutput() {
		return true;
	}

	/**
	 * Whether calls of shells, patches and custom tools are known, and refused where the
	 * agent has no such tool.
	 */
	boolean knowsLaterTools() {
		return true;
	}

	/**
	 * Whether the input filter of a handoff decides on the items of the run too, not only
	 * on what the next agent is sent.
	 */
	boolean filtersRunItems() {
		return false;
	}

	/**
	 * Whether an output is converted to its type where it does not fit as it is.
	 */
	abstract boolean convertsOutput();

	/**
	 * Return the text of a message from which the final output is made.
	 * @param content the parts of the message
	 * @return the text, or {@code null} if there is none
	 */
	abstract @Nullable String outputText(List<JsonObject> content);

	/**
	 * Whether nothing is a final output as long as the answer calls something, and no
	 * answer is that has calls of hosted tools and no message.
	 */
	abstract boolean outputWaitsForCalls();

	/**
	 * Return the result of another agent's run for the tool that asked it.
	 */
	abstract @Nullable Object askedOutput(RunResult result);

	/**
	 * Whether the usage of an agent that was asked counts in the run that asked, and the
	 * settings of that run are the agent's too.
	 */
	abstract boolean sharesRunWithAsked();

	/**
	 * Whether unanswered requests for approval interrupt the run, and answers to them are
	 * streamed.
	 */
	abstract boolean knowsApprovals();

	/**
	 * Whether a request with a previous response contains only what that response does
	 * not.
	 */
	abstract boolean followsResponses();

	/**
	 * Whether an answer that ended early does not count if it was not streamed either.
	 */
	abstract boolean refusesUnfinishedAnswer();

	/**
	 * Fail as the SDK fails if the last message is an item of an unknown type that has no
	 * content.
	 */
	abstract void checkContentOfNone();

	/**
	 * Return the refusal that ends the run.
	 * @param content the parts of the last message
	 * @return what the model said, or {@code null} if it did not refuse, or if a refusal
	 * does not end the run
	 */
	abstract @Nullable String refusal(List<JsonObject> content);

	/**
	 * Whether the session is given the input before the model is asked, and each turn as
	 * it completes, not all at the end of the run.
	 */
	abstract boolean savesEachTurn();

	/**
	 * Whether an answer counts in the usage once its last event is there, not once that
	 * event was consumed.
	 */
	abstract boolean countsAnswerWithItsLastEvent();

	/**
	 * Whether the agent that takes over is the current one from the handoff on, and is
	 * announced even if no turn is left for it; otherwise both are so from its turn on.
	 */
	abstract boolean publishesNextAgent();

	/**
	 * Return the fields that follow the type of an output that no tool has given: of a
	 * handoff that is ignored, or of a tool that the agent does not have.
	 */
	abstract JsonObject outputDetailsOfNoTool();

	/**
	 * Whether models are not sent calls that have no output, nor outputs of a session
	 * that have no call.
	 */
	abstract boolean dropsOrphanCalls();

	/**
	 * Whether a list of input items may be given together with a session.
	 */
	abstract boolean addsItemsToSession();

	/**
	 * Whether the input guardrails of a run that is not streamed are checked before the
	 * model is asked.
	 */
	abstract boolean checksInputFirst();

	/**
	 * Whether nothing of an answer is read after a frame that ends it without completing
	 * it.
	 */
	abstract boolean endsAtBrokenEnd();

	/**
	 * Whether a request has only one of several tools and handoffs with the same name.
	 */
	abstract boolean sendsEachToolNameOnce();

	/**
	 * Whether raw events that arrived together with an error frame are lost.
	 */
	abstract boolean losesEventsBeforeError();

	/**
	 * Whether an answer that an input guardrail cut off counts in the usage.
	 */
	abstract boolean countsTrippedAnswer();

	/**
	 * Whether the result knows of an output guardrail that tripped and loses the output,
	 * not the other way round.
	 */
	abstract boolean recordsTrippedOutputGuardrail();

}
