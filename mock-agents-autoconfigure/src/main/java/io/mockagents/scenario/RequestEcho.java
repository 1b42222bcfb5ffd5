package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.Tool;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.RequestBody;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * What a response repeats of the request's settings. The same for all turns of an agent.
 *
 * @param agent the agent
 * @param model the dated snapshot that answers
 * @param reasoning how much it thinks
 * @param text the format of its text
 * @param tools the tools and handoffs in the form in which they are sent
 */
record RequestEcho(Agent agent, String model, JsonObject reasoning, JsonObject text, List<JsonObject> tools) {

	private static final String[] TOOL_KEYS = { "type", "description", "name", "parameters", "strict" };

	private static final JsonObject PLAIN_TEXT = JsonObject.of("format", JsonObject.of("type", "text"), "verbosity",
			"medium");

	private static final JsonObject REASONING = JsonObject.of("effort", "medium", "summary", null);

	private static final JsonObject NO_REASONING = JsonObject.of("effort", null, "summary", null);

	private static final Map<String, String> SNAPSHOTS = Map.ofEntries(Map.entry("gpt-5", "gpt-5-2025-08-07"),
			Map.entry("gpt-5-mini", "gpt-5-mini-2025-08-07"), Map.entry("gpt-5-nano", "gpt-5-nano-2025-08-07"),
			Map.entry("gpt-4.1", "gpt-4.1-2025-04-14"), Map.entry("gpt-4.1-mini", "gpt-4.1-mini-2025-04-14"),
			Map.entry("gpt-4.1-nano", "gpt-4.1-nano-2025-04-14"), Map.entry("gpt-4o", "gpt-4o-2024-08-06"),
			Map.entry("gpt-4o-mini", "gpt-4o-mini-2024-07-18"), Map.entry("o1", "o1-2024-12-17"),
			Map.entry("o3", "o3-2025-04-16"), Map.entry("o3-mini", "o3-mini-2025-01-31"),
			Map.entry("o4-mini", "o4-mini-2025-04-16"));

	static RequestEcho of(ModelRequest request, SdkProfile profile) {
		String model = (request.model() != null) ? request.model() : RequestBody.defaultModel(profile);
		boolean reasons = model.startsWith("gpt-5") || model.matches("o\\d.*");
		OutputType<?> outputType = request.outputType();
		return new RequestEcho(request.agent(), SNAPSHOTS.getOrDefault(model, model),
				reasons ? REASONING : NO_REASONING, (outputType != null) ? json(outputType) : PLAIN_TEXT,
				tools(request.tools(), request.handoffs(), profile));
	}

	private static JsonObject json(OutputType<?> type) {
		return JsonObject.of("format", JsonObject.of("type", "json_schema", "description", null, "name", "final_output",
				"schema", type.jsonSchema(), "strict", type.strictJsonSchema()), "verbosity", "medium");
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
