package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A request of an MCP server for approval.
 *
 * @param agent the agent whose turn it was
 * @param rawItem the item as the SDK dumps it
 */
@JsonPropertyOrder({ "agent", "raw_item", "type" })
public record McpApprovalRequestItem(AgentSnapshot agent,
		@JsonProperty("raw_item") JsonObject rawItem) implements RunItem {

	/**
	 * The type of these items.
	 */
	public static final String TYPE = "mcp_approval_request_item";

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
