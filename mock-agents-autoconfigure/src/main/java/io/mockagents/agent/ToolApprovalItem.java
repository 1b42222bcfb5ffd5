package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A tool call that waits for a person to approve it. It is among the new items and the
 * {@linkplain RunResultBase#interruptions() interruptions} of a run, but never in its
 * event stream, and it is not sent to the model.
 *
 * @param agent the agent whose turn it was
 * @param rawItem the call as the SDK dumps it
 * @param toolName the tool that is called
 * @param details the fields that follow the type
 */
@JsonPropertyOrder({ "agent", "raw_item", "tool_name", "type" })
public record ToolApprovalItem(AgentSnapshot agent, @JsonProperty("raw_item") JsonObject rawItem,
		@JsonProperty("tool_name") String toolName, @JsonAnyGetter JsonObject details) implements RunItem {

	/**
	 * The type of these items.
	 */
	public static final String TYPE = "tool_approval_item";

	/**
	 * Read an item from its JSON.
	 * @param json the object, in which the details follow the other fields
	 * @return the item
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static ToolApprovalItem fromJson(JsonObject json) {
		return new ToolApprovalItem(AgentSnapshot.fromJson(json.object("agent")), json.object("raw_item"),
				json.string("tool_name"),
				json.without("agent").without("raw_item").without("tool_name").without("type"));
	}

	/**
	 * Return the id of the call.
	 * @return the id, {@code call_...}, or {@code mcpr_...} where an MCP server asks
	 */
	public String callId() {
		String callId = this.rawItem.stringOrNull("call_id");
		return (callId != null) ? callId : this.rawItem.string("id");
	}

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
