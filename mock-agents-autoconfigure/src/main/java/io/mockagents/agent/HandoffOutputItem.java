package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A handoff that happened.
 *
 * @param agent the agent whose turn it was
 * @param rawItem the item as the SDK dumps it
 * @param sourceAgent who handed off
 * @param targetAgent who takes over
 */
@JsonPropertyOrder({ "agent", "raw_item", "source_agent", "target_agent", "type" })
public record HandoffOutputItem(AgentSnapshot agent, @JsonProperty("raw_item") JsonObject rawItem,
		@JsonProperty("source_agent") AgentSnapshot sourceAgent,
		@JsonProperty("target_agent") AgentSnapshot targetAgent) implements RunItem {

	/**
	 * The type of these items.
	 */
	public static final String TYPE = "handoff_output_item";

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
