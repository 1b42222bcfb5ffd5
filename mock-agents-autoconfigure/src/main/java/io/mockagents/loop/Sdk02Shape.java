package io.mockagents.loop;

import java.util.List;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.Usage;
import io.mockagents.agent.Usage.InputTokensDetails;
import io.mockagents.agent.Usage.OutputTokensDetails;
import io.mockagents.model.RequestBody;
import io.mockagents.model.SdkProfile;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * The shape of openai-agents 0.2.9.
 */
final class Sdk02Shape extends SdkShape {

	static final Sdk02Shape INSTANCE = new Sdk02Shape();

	private Sdk02Shape() {
		super(SdkProfile.V0_2);
	}

	@Override
	Usage noUsage() {
		return Usage.NONE;
	}

	@Override
	Usage usageOfAnswerWithout() {
		return Usage.NONE;
	}

	@Override
	InputTokensDetails inputTokensDetails(@Nullable JsonObject details) {
		return (details != null)
				? new InputTokensDetails(null, count(details, "cached_tokens"), details.without("cached_tokens"))
				: new InputTokensDetails(null, 0);
	}

	@Override
	OutputTokensDetails outputTokensDetails(@Nullable JsonObject details) {
		return (details != null)
				? new OutputTokensDetails(count(details, "reasoning_tokens"), details.without("reasoning_tokens"))
				: new OutputTokensDetails(0);
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * The SDK stops adding at the first count that is missing.
	 */
	@Override
	Usage usage(JsonObject response) {
		Usage usage = super.usage(response);
		return lacks(response.get("usage"), "input_tokens_details", "cached_tokens")
				? new Usage(usage.requests(), usage.inputTokens(), usage.inputTokensDetails(), usage.outputTokens(),
						new OutputTokensDetails(0), usage.totalTokens(), null)
				: usage;
	}

	@Override
	boolean cannotBeAdded(@Nullable Object usage) {
		return lacks(usage, "input_tokens_details", "cached_tokens")
				|| lacks(usage, "output_tokens_details", "reasoning_tokens");
	}

	private static boolean lacks(@Nullable Object usage, String details, String count) {
		return usage instanceof JsonObject given && given.object(details).get(count) == null;
	}

	@Override
	Usage add(Usage run, Usage answer) {
		return run.plus(answer);
	}

	@Override
	ModelResponse modelResponse(List<JsonObject> output, Usage usage, @Nullable String responseId,
			@Nullable String requestId) {
		return new ModelResponse(output, usage, responseId, null, null);
	}

	@Override
	JsonObject toolCallDetails(JsonObject rawItem, @Nullable FunctionTool tool, List<JsonObject> mcpListings) {
		return JsonObject.of();
	}

	@Override
	JsonObject toolNotFoundDetails() {
		return JsonObject.of();
	}

	@Override
	JsonObject toolOutputDetails(@Nullable FunctionTool tool) {
		return JsonObject.of();
	}

	@Override
	JsonObject approvalDetails(@Nullable FunctionTool tool, JsonObject rawItem) {
		return JsonObject.of();
	}

	@Override
	String noFinalResponse(@Nullable JsonObject lastFrame) {
		return "Model did not produce a final response!";
	}

	@Override
	ModelBehaviorException invalidOutput(String text, OutputType<?> outputType, Exception cause) {
		return new ModelBehaviorException("Invalid JSON when parsing " + text + " for TypeAdapter("
				+ schemaName(outputType) + "); " + cause.getMessage(), cause);
	}

	@Override
	ModelBehaviorException invalidArguments(FunctionTool tool, String detail, Exception cause) {
		return new ModelBehaviorException("Invalid JSON input for tool " + tool.name() + ": " + detail, cause);
	}

	@Override
	RuntimeException argumentsAreNoObject(FunctionTool tool, @Nullable Object arguments) {
		return new PythonException("TypeError",
				"agents.function_schema." + RequestBody.parameters(tool, profile()).get("title")
						+ "() argument after ** must be a mapping, not " + PythonText.typeName(arguments),
				null);
	}

	@Override
	boolean takesFalseForNoArguments() {
		return true;
	}

	@Override
	boolean checksCallIds() {
		return false;
	}

	@Override
	boolean fillsOutput() {
		return false;
	}

	@Override
	boolean knowsLaterTools() {
		return false;
	}

	@Override
	boolean filtersRunItems() {
		return true;
	}

	@Override
	boolean convertsOutput() {
		return true;
	}

	@Override
	@Nullable String outputText(List<JsonObject> content) {
		return content.isEmpty() ? null : content.get(content.size() - 1).stringOrNull("text");
	}

	@Override
	void checkContentOfNone() {
	}

	@Override
	@Nullable String refusal(List<JsonObject> content) {
		return null;
	}

	@Override
	boolean outputWaitsForCalls() {
		return false;
	}

	@Override
	Object askedOutput(RunResult result) {
		StringBuilder text = new StringBuilder();
		for (RunItem item : result.newItems()) {
			if (item instanceof MessageOutputItem message) {
				for (JsonObject part : message.rawItem().objects("content")) {
					String partText = part.stringOrNull("text");
					text.append((partText != null) ? partText : "");
				}
			}
		}
		return text.toString();
	}

	@Override
	boolean sharesRunWithAsked() {
		return false;
	}

	@Override
	boolean knowsApprovals() {
		return false;
	}

	@Override
	boolean followsResponses() {
		return false;
	}

	@Override
	boolean refusesUnfinishedAnswer() {
		return false;
	}

	@Override
	boolean savesEachTurn() {
		return false;
	}

	@Override
	boolean countsAnswerWithItsLastEvent() {
		return true;
	}

	@Override
	boolean publishesNextAgent() {
		return false;
	}

	@Override
	JsonObject outputDetailsOfNoTool() {
		return JsonObject.of();
	}

	@Override
	boolean keepsCompletedCalls() {
		return false;
	}

	@Override
	boolean dropsOrphanCalls() {
		return false;
	}

	@Override
	boolean addsItemsToSession() {
		return false;
	}

	@Override
	boolean checksInputFirst() {
		return false;
	}

	@Override
	boolean endsAtBrokenEnd() {
		return false;
	}

	@Override
	boolean sendsEachToolNameOnce() {
		return false;
	}

	@Override
	boolean losesEventsBeforeError() {
		return true;
	}

	@Override
	boolean countsTrippedAnswer() {
		return false;
	}

	@Override
	boolean recordsTrippedOutputGuardrail() {
		return false;
	}

}
