package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Something a run gave: a message, a tool call, its output, a handoff. Its JSON has the
 * SDK's fields in the SDK's order.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = MessageOutputItem.class, name = MessageOutputItem.TYPE),
		@JsonSubTypes.Type(value = ToolCallItem.class, name = ToolCallItem.TYPE),
		@JsonSubTypes.Type(value = ToolCallOutputItem.class, name = ToolCallOutputItem.TYPE),
		@JsonSubTypes.Type(value = HandoffCallItem.class, name = HandoffCallItem.TYPE),
		@JsonSubTypes.Type(value = HandoffOutputItem.class, name = HandoffOutputItem.TYPE),
		@JsonSubTypes.Type(value = ReasoningItem.class, name = ReasoningItem.TYPE),
		@JsonSubTypes.Type(value = McpListToolsItem.class, name = McpListToolsItem.TYPE),
		@JsonSubTypes.Type(value = McpApprovalRequestItem.class, name = McpApprovalRequestItem.TYPE),
		@JsonSubTypes.Type(value = McpApprovalResponseItem.class, name = McpApprovalResponseItem.TYPE),
		@JsonSubTypes.Type(value = ToolSearchCallItem.class, name = ToolSearchCallItem.TYPE),
		@JsonSubTypes.Type(value = ToolSearchOutputItem.class, name = ToolSearchOutputItem.TYPE),
		@JsonSubTypes.Type(value = CompactionItem.class, name = CompactionItem.TYPE),
		@JsonSubTypes.Type(value = ToolApprovalItem.class, name = ToolApprovalItem.TYPE) })
public sealed interface RunItem permits MessageOutputItem, ToolCallItem, ToolCallOutputItem, HandoffCallItem,
		HandoffOutputItem, ReasoningItem, McpListToolsItem, McpApprovalRequestItem, McpApprovalResponseItem,
		ToolSearchCallItem, ToolSearchOutputItem, CompactionItem, ToolApprovalItem {

	/**
	 * Return the agent whose turn it was.
	 * @return the agent
	 */
	AgentSnapshot agent();

	/**
	 * Return the item as it stands in the model's answer or is sent back to the model.
	 * @return the item as the SDK dumps it, in the SDK's key order
	 */
	@JsonProperty("raw_item")
	JsonObject rawItem();

	/**
	 * Return the type as the SDK names it.
	 * @return the type, such as {@code tool_call_item}
	 */
	String type();

}
