package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The tools that an MCP server lists.
 *
 * @param agent the agent whose turn it was
 * @param rawItem the item as the SDK dumps it
 */
@JsonPropertyOrder({ "agent", "raw_item", "type" })
public record McpListToolsItem(AgentSnapshot agent, @JsonProperty("raw_item") JsonObject rawItem) implements RunItem {

	/**
	 * The type of these items.
	 */
	public static final String TYPE = "mcp_list_tools_item";

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
