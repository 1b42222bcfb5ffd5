package io.mockagents.loop;

import java.util.List;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.Usage;
import io.mockagents.agent.Usage.InputTokensDetails;
import io.mockagents.model.SdkProfile;
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
	JsonObject toolOutputDetails() {
		return JsonObject.of();
	}

	@Override
	String noFinalResponse(@Nullable JsonObject lastFrame) {
		return "Model did not produce a final response!";
	}

	@Override
	String invalidOutput(String text, OutputType<?> outputType, String reason) {
		return "Invalid JSON when parsing " + text + " for TypeAdapter(" + outputType.name() + "); " + reason;
	}

	@Override
	boolean raisesRefusal() {
		return false;
	}

	@Override
	boolean savesEachTurn() {
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
