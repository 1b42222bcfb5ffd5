package io.mockagents.wire;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.Tool;
import io.mockagents.model.ModelDefaults;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.RequestBody;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the request that a response repeats. The same for all turns of an agent
 * in which its settings are. Settings that the application does not set read as the API's
 * default, also where the SDK sends something else.
 *
 * @param agent the agent
 * @param settings what the agent and the run set
 * @param sent those of them that are sent and repeated as they are
 * @param model the dated snapshot that answers
 * @param reasoning how much it thinks
 * @param text the format of its text
 * @param tools the tools and handoffs in the form in which they are sent
 */
public record RequestEcho(Agent agent, ModelSettings settings, JsonObject sent, String model, JsonObject reasoning,
		JsonObject text, List<JsonObject> tools) {

	private static final String[] TOOL_KEYS = { "type", "description", "name", "parameters", "strict" };

	private static final Set<String> REPEATED = Set.of("max_output_tokens", "max_tool_calls", "metadata",
			"parallel_tool_calls", "prompt_cache_key", "safety_identifier", "store", "temperature", "tool_choice",
			"top_logprobs", "top_p", "truncation", "user");

	private static final JsonObject PLAIN_TEXT = JsonObject.of("type", "text");

	private static final String DEFAULT_VERBOSITY = "medium";

	private static final Map<String, String> SNAPSHOTS = Map.ofEntries(Map.entry("gpt-5", "gpt-5-2025-08-07"),
			Map.entry("gpt-5-mini", "gpt-5-mini-2025-08-07"), Map.entry("gpt-5-nano", "gpt-5-nano-2025-08-07"),
			Map.entry("gpt-4.1", "gpt-4.1-2025-04-14"), Map.entry("gpt-4.1-mini", "gpt-4.1-mini-2025-04-14"),
			Map.entry("gpt-4.1-nano", "gpt-4.1-nano-2025-04-14"), Map.entry("gpt-4o", "gpt-4o-2024-08-06"),
			Map.entry("gpt-4o-mini", "gpt-4o-mini-2024-07-18"), Map.entry("o1", "o1-2024-12-17"),
			Map.entry("o3", "o3-2025-04-16"), Map.entry("o3-mini", "o3-mini-2025-01-31"),
			Map.entry("o4-mini", "o4-mini-2025-04-16"));

	public static RequestEcho of(ModelRequest request, SdkProfile profile) {
		String model = (request.model() != null) ? request.model() : ModelDefaults.model(profile);
		boolean reasons = model.startsWith("gpt-5") || model.matches("o\\d.*");
		JsonObject body = request.modelSettings().equals(ModelSettings.NONE) ? JsonObject.of()
				: RequestBody.of(settingsOnly(request), profile);
		return new RequestEcho(request.agent(), request.modelSettings(), sent(body),
				SNAPSHOTS.getOrDefault(model, model),
				reasoning(body.objectOrNull("reasoning"), reasons ? "medium" : null),
				text(request.outputType(), body.objectOrNull("text")),
				tools(request.tools(), request.handoffs(), profile));
	}

	private static ModelRequest settingsOnly(ModelRequest request) {
		return new ModelRequest(request.turn(), request.agent(), request.model(), null, List.of(), request.tools(),
				request.handoffs(), null, null, request.stream(), request.modelSettings(), false, null);
	}

	private static JsonObject sent(JsonObject body) {
		JsonObject.Builder sent = JsonObject.builder();
		body.forEach((key, value) -> {
			if (value != null && REPEATED.contains(key)) {
				sent.put(key, value);
			}
		});
		return sent.build();
	}

	private static JsonObject reasoning(@Nullable JsonObject sent, @Nullable String defaultEffort) {
		String effort = (sent != null) ? sent.stringOrNull("effort") : null;
		return JsonObject.of("effort", (effort != null) ? effort : defaultEffort, "summary",
				(sent != null) ? sent.stringOrNull("summary") : null);
	}

	private static JsonObject text(@Nullable OutputType<?> type, @Nullable JsonObject sent) {
		JsonObject format = (type != null) ? JsonObject.of("type", "json_schema", "description", null, "name",
				"final_output", "schema", type.jsonSchema(), "strict", type.strictJsonSchema()) : PLAIN_TEXT;
		String verbosity = (sent != null) ? sent.stringOrNull("verbosity") : null;
		return JsonObject.of("format", format, "verbosity", (verbosity != null) ? verbosity : DEFAULT_VERBOSITY);
	}

	private static List<JsonObject> tools(List<Tool> tools, List<Handoff> handoffs, SdkProfile profile) {
		List<JsonObject> definitions = new ArrayList<>(tools.size() + handoffs.size());
		for (Tool tool : tools) {
			if (tool instanceof FunctionTool function) {
				definitions.add(function(function.description(), function.name(),
						RequestBody.parameters(function, profile), function.strictJsonSchema()));
			}
			else if (tool instanceof HostedTool hosted) {
				definitions.add(hosted.definition());
			}
		}
		for (Handoff handoff : handoffs) {
			definitions.add(function(handoff.toolDescription(), handoff.toolName(), handoff.inputJsonSchema(), true));
		}
		return Collections.unmodifiableList(definitions);
	}

	private static JsonObject function(@Nullable String description, String name, JsonObject parameters,
			boolean strict) {
		return JsonObject.ofShared(TOOL_KEYS, new Object[] { "function", description, name, parameters, strict });
	}

}
