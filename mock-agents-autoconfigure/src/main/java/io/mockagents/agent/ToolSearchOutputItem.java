package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The tools that a search has found; from profile 0.22 on.
 *
 * @param agent the agent whose turn it was
 * @param rawItem the item as the SDK dumps it
 */
@JsonPropertyOrder({ "agent", "raw_item", "type" })
public record ToolSearchOutputItem(AgentSnapshot agent,
		@JsonProperty("raw_item") JsonObject rawItem) implements RunItem {

	/**
	 * The type of these items.
	 */
	public static final String TYPE = "tool_search_output_item";

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
