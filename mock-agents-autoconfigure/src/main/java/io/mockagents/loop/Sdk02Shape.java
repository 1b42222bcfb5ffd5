package io.mockagents.loop;

import java.util.List;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.Usage;
import io.mockagents.agent.Usage.InputTokensDetails;
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
	InputTokensDetails inputTokensDetails(@Nullable JsonObject details) {
		return new InputTokensDetails(null, (details != null) ? count(details, "cached_tokens") : 0);
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
		return new IllegalArgumentException(
				"agents.function_schema." + RequestBody.parameters(tool, profile()).get("title")
						+ "() argument after ** must be a mapping, not " + PythonText.typeName(arguments));
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
	JsonObject ignoredHandoffDetails() {
		return JsonObject.of();
	}

	@Override
	boolean keepsCompletedCalls() {
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
