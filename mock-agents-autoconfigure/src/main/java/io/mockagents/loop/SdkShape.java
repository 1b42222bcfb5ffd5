package io.mockagents.loop;

import java.util.List;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.Usage;
import io.mockagents.agent.Usage.InputTokensDetails;
import io.mockagents.agent.Usage.OutputTokensDetails;
import io.mockagents.model.ResponseShapes;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * What differs between the published shapes of the SDK. All else is common to them and
 * stands in the {@link RunLoop}.
 */
abstract class SdkShape {

	private final ResponseShapes responses;

	SdkShape(SdkProfile profile) {
		this.responses = ResponseShapes.of(profile);
	}

	static SdkShape of(SdkProfile profile) {
		return switch (profile) {
			case V0_2 -> Sdk02Shape.INSTANCE;
			case V0_22 -> Sdk022Shape.INSTANCE;
		};
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
	 * @param usage the usage as it stands in the response
	 */
	Usage usage(@Nullable JsonObject usage) {
		if (usage == null) {
			return noUsage();
		}
		JsonObject input = usage.objectOrNull("input_tokens_details");
		JsonObject output = usage.objectOrNull("output_tokens_details");
		return new Usage(1, count(usage, "input_tokens"), inputTokensDetails(input), count(usage, "output_tokens"),
				new OutputTokensDetails((output != null) ? count(output, "reasoning_tokens") : 0),
				count(usage, "total_tokens"), noUsage().requestUsageEntries());
	}

	abstract InputTokensDetails inputTokensDetails(@Nullable JsonObject details);

	static int count(JsonObject usage, String key) {
		return (usage.get(key) instanceof Integer count) ? count : 0;
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
	 * Return the fields that follow the type of a tool output item.
	 */
	abstract JsonObject toolOutputDetails();

	/**
	 * Return the text of the failure of a turn whose answer was not completed.
	 * @param lastFrame the frame that ended it, or {@code null} if none did
	 */
	abstract String noFinalResponse(@Nullable JsonObject lastFrame);

	/**
	 * Return the text of the failure of an output that does not fit its type.
	 */
	abstract String invalidOutput(String text, OutputType<?> outputType, String reason);

	/**
	 * Whether a refusal ends the run with an exception, not with an empty output.
	 */
	abstract boolean raisesRefusal();

	/**
	 * Whether the session is given each turn as it completes, not the run at its end.
	 */
	abstract boolean savesEachTurn();

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
