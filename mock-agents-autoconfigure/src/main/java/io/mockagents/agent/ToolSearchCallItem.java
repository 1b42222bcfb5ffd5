package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A search for tools that the model has made; from profile 0.22 on.
 *
 * @param agent the agent whose turn it was
 * @param rawItem the item as the SDK dumps it
 */
@JsonPropertyOrder({ "agent", "raw_item", "type" })
public record ToolSearchCallItem(AgentSnapshot agent, @JsonProperty("raw_item") JsonObject rawItem) implements RunItem {

	/**
	 * The type of these items.
	 */
	public static final String TYPE = "tool_search_call_item";

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
