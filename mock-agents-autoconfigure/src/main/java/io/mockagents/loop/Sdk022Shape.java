package io.mockagents.loop;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.Usage;
import io.mockagents.agent.Usage.InputTokensDetails;
import io.mockagents.agent.Usage.OutputTokensDetails;
import io.mockagents.agent.Usage.RequestUsage;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The shape of openai-agents 0.22.
 */
final class Sdk022Shape extends SdkShape {

	static final Sdk022Shape INSTANCE = new Sdk022Shape();

	private static final Usage NO_USAGE = new Usage(0, 0, new InputTokensDetails(0, 0), 0, new OutputTokensDetails(0),
			0, List.of());

	private static final JsonObject FUNCTION_ORIGIN = origin("function", null);

	private static final JsonObject FUNCTION_OUTPUT_DETAILS = JsonObject.of("tool_origin", FUNCTION_ORIGIN,
			"custom_data", null);

	private Sdk022Shape() {
		super(SdkProfile.V0_22);
	}

	private static JsonObject origin(String type, @Nullable String mcpServerName) {
		return JsonObject.of("type", type, "mcp_server_name", mcpServerName, "agent_name", null, "agent_tool_name",
				null);
	}

	@Override
	Usage noUsage() {
		return NO_USAGE;
	}

	@Override
	InputTokensDetails inputTokensDetails(@Nullable JsonObject details) {
		return (details != null)
				? new InputTokensDetails(count(details, "cache_write_tokens"), count(details, "cached_tokens"))
				: new InputTokensDetails(0, 0);
	}

	@Override
	Usage add(Usage run, Usage answer) {
		Usage sum = run.plus(answer);
		if (answer.requests() != 1) {
			return sum;
		}
		List<RequestUsage> entries = new ArrayList<>();
		if (sum.requestUsageEntries() != null) {
			entries.addAll(sum.requestUsageEntries());
		}
		entries.add(new RequestUsage(answer.inputTokens(), answer.inputTokensDetails(), answer.outputTokens(),
				answer.outputTokensDetails(), answer.totalTokens()));
		return new Usage(sum.requests(), sum.inputTokens(), sum.inputTokensDetails(), sum.outputTokens(),
				sum.outputTokensDetails(), sum.totalTokens(), entries);
	}

	@Override
	ModelResponse modelResponse(List<JsonObject> output, Usage usage, @Nullable String responseId,
			@Nullable String requestId) {
		return new ModelResponse(output, usage, responseId, requestId, null);
	}

	@Override
	JsonObject toolCallDetails(JsonObject rawItem, @Nullable FunctionTool tool, List<JsonObject> mcpListings) {
		if ("mcp_call".equals(rawItem.get("type"))) {
			return details(mcpDescription(rawItem, mcpListings), origin("mcp", rawItem.stringOrNull("server_label")));
		}
		if ("function_call".equals(rawItem.get("type"))) {
			return details((tool != null) ? tool.description() : null, FUNCTION_ORIGIN);
		}
		return details(null, null);
	}

	private static JsonObject details(@Nullable String description, @Nullable JsonObject origin) {
		return JsonObject.of("description", description, "title", null, "tool_origin", origin);
	}

	private static @Nullable String mcpDescription(JsonObject call, List<JsonObject> mcpListings) {
		for (JsonObject listing : mcpListings) {
			if (listing.get("server_label") instanceof String label && label.equals(call.get("server_label"))) {
				for (JsonObject listed : listing.objects("tools")) {
					if (listed.get("name") instanceof String name && name.equals(call.get("name"))) {
						return listed.stringOrNull("description");
					}
				}
			}
		}
		return null;
	}

	@Override
	JsonObject toolOutputDetails() {
		return FUNCTION_OUTPUT_DETAILS;
	}

	@Override
	String noFinalResponse(@Nullable JsonObject lastFrame) {
		if (lastFrame == null) {
			return "Model did not produce a final response!";
		}
		StringBuilder text = new StringBuilder("Responses stream ended with terminal event `")
			.append(lastFrame.string("type"))
			.append("`.");
		JsonObject response = lastFrame.objectOrNull("response");
		if (response != null) {
			text.append(" status=").append(response.stringOrNull("status"));
			JsonObject incomplete = response.objectOrNull("incomplete_details");
			if (incomplete != null) {
				text.append("; incomplete_details=IncompleteDetails(reason='")
					.append(incomplete.stringOrNull("reason"))
					.append("')");
			}
			text.append('.');
		}
		return text.toString();
	}

	@Override
	String invalidOutput(String text, OutputType<?> outputType, String reason) {
		return "Invalid JSON when parsing model output";
	}

	@Override
	boolean raisesRefusal() {
		return true;
	}

	@Override
	boolean savesEachTurn() {
		return true;
	}

	@Override
	boolean losesEventsBeforeError() {
		return false;
	}

	@Override
	boolean countsTrippedAnswer() {
		return true;
	}

	@Override
	boolean recordsTrippedOutputGuardrail() {
		return true;
	}

}
