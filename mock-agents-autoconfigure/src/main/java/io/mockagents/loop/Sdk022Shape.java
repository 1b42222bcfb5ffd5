package io.mockagents.loop;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.RunErrorDetails;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.Usage;
import io.mockagents.agent.Usage.InputTokensDetails;
import io.mockagents.agent.Usage.OutputTokensDetails;
import io.mockagents.agent.Usage.RequestUsage;
import io.mockagents.model.SdkProfile;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * The shape of openai-agents 0.22.
 */
class Sdk022Shape extends SdkShape {

	static final Sdk022Shape INSTANCE = new Sdk022Shape(SdkProfile.V0_22);

	private static final List<String> DETAILS = List.of("input_tokens_details", "output_tokens_details");

	private static final JsonObject FUNCTION_ORIGIN = origin("function", null);

	private static final JsonObject FUNCTION_OUTPUT_DETAILS = JsonObject.of("tool_origin", FUNCTION_ORIGIN,
			"custom_data", null);

	Sdk022Shape(SdkProfile profile) {
		super(profile);
	}

	private static JsonObject origin(String type, @Nullable String mcpServerName) {
		return JsonObject.of("type", type, "mcp_server_name", mcpServerName, "agent_name", null, "agent_tool_name",
				null);
	}

	private static JsonObject origin(@Nullable FunctionTool tool) {
		Agent agent = (tool != null) ? tool.agent() : null;
		return (tool == null || agent == null) ? FUNCTION_ORIGIN : JsonObject.of("type", "agent_as_tool",
				"mcp_server_name", null, "agent_name", agent.name(), "agent_tool_name", tool.name());
	}

	@Override
	Usage noUsage() {
		return none(0);
	}

	@Override
	Usage usageOfAnswerWithout() {
		return none(1);
	}

	private Usage none(int requests) {
		return new Usage(requests, 0, inputTokensDetails(null), 0, new OutputTokensDetails(0), 0, List.of());
	}

	@Override
	JsonObject counted(JsonObject usage) {
		JsonObject counted = super.counted(usage);
		for (String details : DETAILS) {
			if (counted.get(details) == null) {
				counted = counted.with(details, JsonObject.of());
			}
		}
		return counted;
	}

	/**
	 * {@inheritDoc}
	 * <p>
	 * Details that lack a count are made again, without further fields.
	 */
	@Override
	InputTokensDetails inputTokensDetails(@Nullable JsonObject details) {
		if (details == null) {
			return new InputTokensDetails(0L, 0);
		}
		InputTokensDetails counts = new InputTokensDetails(count(details, "cache_write_tokens"),
				count(details, "cached_tokens"));
		boolean complete = details.get("cache_write_tokens") != null && details.get("cached_tokens") != null;
		return complete ? counts.withFurther(details.without("cache_write_tokens").without("cached_tokens")) : counts;
	}

	@Override
	OutputTokensDetails outputTokensDetails(@Nullable JsonObject details) {
		return (details != null && details.get("reasoning_tokens") != null)
				? new OutputTokensDetails(count(details, "reasoning_tokens"), details.without("reasoning_tokens"))
				: new OutputTokensDetails(0);
	}

	@Override
	Usage add(Usage run, Usage answer) {
		Usage sum = run.plus(answer);
		sum = new Usage(sum.requests(), sum.inputTokens(),
				sum.inputTokensDetails().withFurther(noUsage().inputTokensDetails().further()), sum.outputTokens(),
				sum.outputTokensDetails(), sum.totalTokens(), sum.requestUsageEntries());
		if (answer.requests() != 1 || !isEntry(answer)) {
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

	/**
	 * Whether the usage of an answer is an entry of that of the run.
	 */
	boolean isEntry(Usage answer) {
		return answer.totalTokens() > 0;
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
			return details((tool != null) ? tool.description() : null, origin(tool));
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
	JsonObject toolNotFoundDetails() {
		return details(null, null);
	}

	@Override
	JsonObject toolOutputDetails(@Nullable FunctionTool tool) {
		return (tool == null || tool.agent() == null) ? FUNCTION_OUTPUT_DETAILS
				: JsonObject.of("tool_origin", origin(tool), "custom_data", null);
	}

	@Override
	Object toolOutput(@Nullable Object value, String text) {
		List<JsonObject> contents = ToolOutputContent.of(value);
		return (contents != null && text.equals(PythonText.str(value))) ? contents : text;
	}

	@Override
	JsonObject approvalDetails(@Nullable FunctionTool tool, JsonObject rawItem) {
		return JsonObject.of("tool_namespace", null, "tool_origin", (tool != null) ? origin(tool) : null);
	}

	@Override
	String noFinalResponse(@Nullable JsonObject lastFrame) {
		if (lastFrame == null) {
			return "Model did not produce a final response!";
		}
		List<String> details = new ArrayList<>();
		JsonObject response = lastFrame.objectOrNull("response");
		if (response != null) {
			addDetail(details, "status", response.stringOrNull("status"));
			JsonObject error = response.objectOrNull("error");
			addDetail(details, "error", (error != null) ? PythonText.modelRepr("ResponseError", error) : null);
			JsonObject incomplete = response.objectOrNull("incomplete_details");
			addDetail(details, "incomplete_details",
					(incomplete != null) ? PythonText.modelRepr("IncompleteDetails", incomplete) : null);
		}
		else {
			addDetail(details, "code", lastFrame.stringOrNull("code"));
			addDetail(details, "message", lastFrame.stringOrNull("message"));
			addDetail(details, "param", lastFrame.stringOrNull("param"));
		}
		return "Responses stream ended with terminal event `" + lastFrame.string("type") + "`."
				+ (details.isEmpty() ? "" : " " + String.join("; ", details) + ".");
	}

	private static void addDetail(List<String> details, String name, @Nullable String value) {
		if (value != null && !value.isEmpty()) {
			details.add(name + "=" + value);
		}
	}

	@Override
	ModelBehaviorException invalidOutput(String text, OutputType<?> outputType, Exception cause) {
		return new RedactedException("Invalid JSON when parsing model output");
	}

	@Override
	ModelBehaviorException invalidArguments(FunctionTool tool, String detail, Exception cause) {
		return new ModelBehaviorException("Invalid JSON input for tool " + tool.name());
	}

	@Override
	RuntimeException argumentsAreNoObject(FunctionTool tool, @Nullable Object arguments) {
		return new ModelBehaviorException("Invalid JSON input for tool " + tool.name() + ": expected a JSON object");
	}

	@Override
	boolean convertsOutput() {
		return false;
	}

	@Override
	@Nullable String outputText(List<JsonObject> content) {
		return join(content, "text");
	}

	@Override
	void checkContentOfNone() {
		throw new PythonException("TypeError", "'NoneType' object is not iterable", null);
	}

	@Override
	@Nullable String refusal(List<JsonObject> content) {
		return join(content, "refusal");
	}

	private static @Nullable String join(List<JsonObject> content, String key) {
		StringBuilder text = new StringBuilder();
		for (JsonObject part : content) {
			String partText = part.stringOrNull(key);
			text.append((partText != null) ? partText : "");
		}
		return text.isEmpty() ? null : text.toString();
	}

	@Override
	boolean outputWaitsForCalls() {
		return true;
	}

	@Override
	@Nullable Object askedOutput(RunResult result) {
		return result.finalOutput();
	}

	@Override
	boolean sharesRunWithAsked() {
		return true;
	}

	@Override
	boolean knowsApprovals() {
		return true;
	}

	@Override
	boolean followsResponses() {
		return true;
	}

	@Override
	boolean refusesUnfinishedAnswer() {
		return true;
	}

	@Override
	boolean savesEachTurn() {
		return true;
	}

	@Override
	boolean countsAnswerWithItsLastEvent() {
		return false;
	}

	@Override
	boolean publishesNextAgent() {
		return true;
	}

	@Override
	JsonObject outputDetailsOfNoTool() {
		return JsonObject.of("tool_origin", null, "custom_data", null);
	}

	@Override
	boolean keepsCompletedCalls() {
		return false;
	}

	@Override
	boolean dropsOrphanCalls() {
		return true;
	}

	@Override
	boolean addsItemsToSession() {
		return true;
	}

	@Override
	boolean checksInputFirst() {
		return true;
	}

	@Override
	boolean endsAtBrokenEnd() {
		return true;
	}

	@Override
	boolean sendsEachToolNameOnce() {
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

	/**
	 * A failure without the data that caused it, the run's included.
	 */
	private static final class RedactedException extends ModelBehaviorException {

		@Serial
		private static final long serialVersionUID = 1L;

		RedactedException(String message) {
			super(message);
		}

		@Override
		public void attachRunData(RunErrorDetails runData) {
			// The SDK withholds it.
		}

	}

}
