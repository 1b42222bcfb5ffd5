package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A call of a tool: one of the application's functions, or one that the API hosts.
 *
 * @param agent the agent whose turn it was
 * @param rawItem the item as the SDK dumps it
 * @param details the fields that follow the type from profile 0.22 on; empty in profile
 * 0.2
 */
@JsonPropertyOrder({ "agent", "raw_item", "type" })
public record ToolCallItem(AgentSnapshot agent, @JsonProperty("raw_item") JsonObject rawItem,
		@JsonAnyGetter JsonObject details) implements RunItem {

	/**
	 * The type of these items.
	 */
	public static final String TYPE = "tool_call_item";

	/**
	 * Read an item from its JSON.
	 * @param json the object, in which the details follow the other fields
	 * @return the item
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static ToolCallItem fromJson(JsonObject json) {
		return new ToolCallItem(AgentSnapshot.fromJson(json.object("agent")), json.object("raw_item"),
				json.without("agent").without("raw_item").without("type"));
	}

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
