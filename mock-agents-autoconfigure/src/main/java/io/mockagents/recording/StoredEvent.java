package io.mockagents.recording;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.json.Excerpt;
import io.mockagents.json.JsonCodec;
import io.mockagents.python.PythonReprException;
import io.mockagents.python.PythonValue.Call;
import io.mockagents.python.PythonValue;
import io.mockagents.recording.RecordedAgent.RecordedTool;
import org.jspecify.annotations.Nullable;

/**
 * An event as a log or a row of the Python application contains it.
 *
 * @param json the event in the JSON form that the engine's events have
 * @param agent the agent that the event names, or {@code null} for a raw event
 * @param withApproval the names of the agent's tools whose calls may wait for an approval
 * @param ofOldestSdk whether the agent's form is that of the oldest SDK, or {@code null}
 * if it does not say
 */
public record StoredEvent(JsonObject json, @Nullable RecordedAgent agent, Set<String> withApproval,
		@Nullable Boolean ofOldestSdk) {

	private static final Map<String, String> HOSTED = Map.of("FileSearchTool", "file_search", "ComputerTool",
			"computer_use_preview", "HostedMCPTool", "hosted_mcp", "CodeInterpreterTool", "code_interpreter",
			"ImageGenerationTool", "image_generation", "LocalShellTool", "local_shell", "ShellTool", "shell",
			"ApplyPatchTool", "apply_patch", "ToolSearchTool", "tool_search");

	/** The fields of every agent, whatever its class is called. */
	private static final Set<String> AGENT_FIELDS = Set.of("name", "instructions", "tools", "handoffs");

	public StoredEvent {
		withApproval = Set.copyOf(withApproval);
	}

	/**
	 * Read an event: a Python object as {@code repr()} prints it, as it is or as a JSON
	 * string, or a JSON object in this project's own form, as it is or as a JSON string.
	 * @param text the text
	 * @return the event
	 * @throws IllegalArgumentException if the text is not an event; the message says why
	 */
	public static StoredEvent parse(String text) {
		Object value = value(text.strip());
		if (value instanceof JsonObject json) {
			return ofJson(json);
		}
		if (value instanceof Call event) {
			return ofCall(event);
		}
		throw new IllegalArgumentException("it is not an event but " + shortened(text));
	}

	/**
	 * Read an event as a JSON column contains it: an object, or a string as
	 * {@link #parse(String)} takes it.
	 * @param value the value of the column
	 * @return the event
	 * @throws IllegalArgumentException if the value is not an event; the message says why
	 */
	public static StoredEvent of(Object value) {
		if (value instanceof JsonObject json) {
			return ofJson(json);
		}
		if (value instanceof String text) {
			return parse(text);
		}
		throw new IllegalArgumentException("it is not an event but " + shortened(JsonCodec.write(value)));
	}

	/**
	 * Read a text in one of the forms, as a {@link JsonObject} or a {@link PythonValue}.
	 */
	private static @Nullable Object value(String text) {
		if (text.startsWith("\"")) {
			Object string = JsonCodec.parse(text);
			String inner = (string instanceof String unquoted) ? unquoted : "";
			return inner.startsWith("{") ? objectOrDict(inner) : python(inner);
		}
		return text.startsWith("{") ? objectOrDict(text) : python(text);
	}

	private static @Nullable Object objectOrDict(String text) {
		try {
			return JsonCodec.parseObject(text);
		}
		catch (IllegalArgumentException ex) {
			try {
				return python(text).toJson();
			}
			catch (IllegalArgumentException noDict) {
				noDict.addSuppressed(ex);
				throw new IllegalArgumentException("it is neither JSON (" + ex.getMessage() + ") nor a Python object ("
						+ noDict.getMessage() + ")", noDict);
			}
		}
	}

	private static PythonValue python(String text) {
		try {
			return PythonValue.parse(text);
		}
		catch (PythonReprException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	private static StoredEvent ofJson(JsonObject json) {
		JsonObject agent = switch (String.valueOf(json.get("type"))) {
			case RawResponseEvent.TYPE -> null;
			case AgentUpdatedStreamEvent.TYPE -> require(json, "new_agent");
			case RunItemStreamEvent.TYPE -> require(require(json, "item"), "agent");
			default -> throw unknownType(json.get("type"));
		};
		if (agent == null) {
			require(json, "data");
			return new StoredEvent(json, null, Set.of(), null);
		}
		return new StoredEvent(json, RecordedAgent.ofSnapshot(agent), Set.of(), null);
	}

	private static JsonObject require(JsonObject json, String key) {
		JsonObject value = json.objectOrNull(key);
		if (value == null) {
			throw new IllegalArgumentException("it has no object '" + key + "' but the fields " + json.keySet());
		}
		return value;
	}

	private static IllegalArgumentException unknownType(@Nullable Object type) {
		return new IllegalArgumentException("its type is " + type + ", but must be one of '" + RawResponseEvent.TYPE
				+ "', '" + RunItemStreamEvent.TYPE + "' and '" + AgentUpdatedStreamEvent.TYPE + "'");
	}

	private static StoredEvent ofCall(Call event) {
		PythonValue type = event.fields().get("type");
		Call agent = switch ((type instanceof PythonValue.Str string) ? string.value() : "") {
			case RawResponseEvent.TYPE -> null;
			case AgentUpdatedStreamEvent.TYPE -> agentOf(event, "new_agent");
			case RunItemStreamEvent.TYPE -> agentOf(object(event, "item"), "agent");
			default -> throw unknownType((type != null) ? type.toJson() : event.name() + " without a type");
		};
		if (agent == null) {
			Call data = object(event, "data");
			return new StoredEvent(JsonObject.of("data", data.toJson(), "type", RawResponseEvent.TYPE), null, Set.of(),
					null);
		}
		Set<String> withApproval = new HashSet<>();
		RecordedAgent recorded = agent(agent, withApproval);
		return new StoredEvent(json(event), recorded, withApproval, isOldest(agent));
	}

	private static Call object(Call owner, String field) {
		if (owner.field(field) instanceof Call call) {
			return call;
		}
		throw new IllegalArgumentException("the field '" + field + "' of " + owner.name() + " is not an object but "
				+ shortened(String.valueOf(owner.field(field).toJson())));
	}

	private static Call agentOf(Call owner, String field) {
		Call agent = object(owner, field);
		if (!isAgent(agent)) {
			throw new IllegalArgumentException(
					"the field '" + field + "' of " + owner.name() + " is not an agent but " + agent.name());
		}
		return agent;
	}

	private static boolean isAgent(Call call) {
		return call.fields().keySet().containsAll(AGENT_FIELDS);
	}

	/**
	 * Return an event or an item in the form that the engine's have: its fields, and
	 * agents as what events carry of them.
	 */
	private static JsonObject json(Call call) {
		JsonObject.Builder json = JsonObject.builder();
		call.fields().forEach((name, value) -> {
			if (value instanceof Call field && isAgent(field)) {
				json.put(name, snapshot(agent(field, new HashSet<>())));
			}
			else if (value instanceof Call field && name.equals("item")) {
				json.put(name, json(field));
			}
			else {
				json.put(name, value.toJson());
			}
		});
		return json.build();
	}

	private static JsonObject snapshot(RecordedAgent agent) {
		return JsonObject.of("name", agent.name(), "model", agent.model(), "instructions", agent.instructions(),
				"tools", agent.tools().stream().map(RecordedTool::name).toList(), "_type", "Agent");
	}

	private static RecordedAgent agent(Call agent, Set<String> withApproval) {
		List<RecordedTool> tools = new ArrayList<>();
		for (Call tool : calls(agent, "tools")) {
			RecordedTool recorded = tool(tool);
			tools.add(recorded);
			PythonValue approval = tool.fields().get("needs_approval");
			if (approval != null && !Boolean.FALSE.equals(approval.toJson())) {
				withApproval.add(recorded.name());
			}
		}
		List<String> handoffs = new ArrayList<>();
		for (Call handoff : calls(agent, "handoffs")) {
			String name = text(handoff, isAgent(handoff) ? "name" : "agent_name");
			handoffs.add((name != null) ? name : handoff.name());
		}
		String name = text(agent, "name");
		return new RecordedAgent((name != null) ? name : "", text(agent, "model"), text(agent, "instructions"), tools,
				handoffs);
	}

	private static RecordedTool tool(Call tool) {
		String name = text(tool, "name");
		if (name != null) {
			PythonValue parameters = tool.fields().get("params_json_schema");
			return new RecordedTool(name, text(tool, "description"),
					(parameters != null && parameters.toJson() instanceof JsonObject schema) ? schema : null);
		}
		if (tool.name().equals("WebSearchTool")) {
			return new RecordedTool(tool.fields().containsKey("filters") ? "web_search" : "web_search_preview", null,
					null);
		}
		String hosted = HOSTED.get(tool.name());
		return new RecordedTool((hosted != null) ? hosted : tool.name(), null, null);
	}

	private static List<Call> calls(Call owner, String field) {
		return (owner.fields().get(field) instanceof PythonValue.Sequence sequence)
				? sequence.elements().stream().filter(Call.class::isInstance).map(Call.class::cast).toList()
				: List.of();
	}

	private static @Nullable String text(Call owner, String field) {
		return (owner.fields().get(field) instanceof PythonValue.Str text) ? text.value() : null;
	}

	private static @Nullable Boolean isOldest(Call agent) {
		if (agent.fields().get("model_settings") instanceof Call settings) {
			return !settings.fields().containsKey("prompt_cache_retention");
		}
		return null;
	}

	private static String shortened(String text) {
		return Excerpt.of(text, 60);
	}

}
