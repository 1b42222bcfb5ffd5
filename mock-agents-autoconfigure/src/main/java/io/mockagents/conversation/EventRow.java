package io.mockagents.conversation;

import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.HandoffOutputItem;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import org.jspecify.annotations.Nullable;

/**
 * The content of a row for a stream event.
 *
 * @param eventType the type of the event
 * @param eventData the event, its agents reduced
 * @param content the text of a message, otherwise empty
 * @param lastAgent the name of an agent that takes over
 * @param toolCall the item of a tool call
 * @param toolOutput the item of a tool's output
 * @param handoff who handed off to whom
 */
record EventRow(String eventType, JsonObject eventData, String content, @Nullable String lastAgent,
		@Nullable JsonObject toolCall, @Nullable JsonObject toolOutput, @Nullable JsonObject handoff) {

	/**
	 * The number of characters (code points, as Python counts) that rows keep of an
	 * agent's instructions.
	 */
	private static final int INSTRUCTIONS_LENGTH = 200;

	private static final String ELLIPSIS = "...";

	/**
	 * Return the row of an event.
	 * @param event the event
	 * @return the row, or {@code null} if events of its kind have none
	 */
	static @Nullable EventRow of(StreamEvent event) {
		if (event instanceof RunItemStreamEvent itemEvent) {
			return ofItem(itemEvent);
		}
		if (event instanceof AgentUpdatedStreamEvent update) {
			JsonObject data = JsonObject.of("new_agent", agent(update.newAgent()), "type", update.type());
			return new EventRow(update.type(), data, "", update.newAgent().name(), null, null, null);
		}
		return null;
	}

	private static EventRow ofItem(RunItemStreamEvent event) {
		RunItemEventName name = event.name();
		RunItem item = event.item();
		JsonObject reduced = item(item);
		JsonObject data = JsonObject.of("name", name.value(), "item", reduced, "type", event.type());
		String content = (name == RunItemEventName.MESSAGE_OUTPUT_CREATED && item instanceof MessageOutputItem message)
				? message.text() : "";
		JsonObject handoff = null;
		if (name == RunItemEventName.HANDOFF_OCCURED && item instanceof HandoffOutputItem output) {
			handoff = JsonObject.of("source_agent", output.sourceAgent().name(), "target_agent",
					output.targetAgent().name(), "full_handoff", reduced);
		}
		return new EventRow(event.type(), data, content, null,
				(name == RunItemEventName.TOOL_CALLED) ? item.rawItem() : null,
				(name == RunItemEventName.TOOL_OUTPUT) ? item.rawItem() : null, handoff);
	}

	private static JsonObject item(RunItem item) {
		JsonObject.Builder json = JsonObject.builder();
		json.put("agent", agent(item.agent()));
		json.put("raw_item", item.rawItem());
		if (item instanceof ToolCallOutputItem output) {
			json.put("output", output.output());
			json.put("type", item.type());
			return json.putAll(output.details()).build();
		}
		if (item instanceof HandoffOutputItem handoff) {
			json.put("source_agent", agent(handoff.sourceAgent()));
			json.put("target_agent", agent(handoff.targetAgent()));
		}
		json.put("type", item.type());
		if (item instanceof ToolCallItem call) {
			json.putAll(call.details());
		}
		return json.build();
	}

	private static JsonObject agent(AgentSnapshot agent) {
		return JsonObject.of("name", agent.name(), "model", agent.model(), "instructions", cut(agent.instructions()),
				"tools", agent.tools(), "_type", agent.type());
	}

	private static @Nullable String cut(@Nullable String instructions) {
		if (instructions == null || instructions.length() <= INSTRUCTIONS_LENGTH
				|| instructions.codePointCount(0, instructions.length()) <= INSTRUCTIONS_LENGTH) {
			return instructions;
		}
		return instructions.substring(0, instructions.offsetByCodePoints(0, INSTRUCTIONS_LENGTH)) + ELLIPSIS;
	}

}
