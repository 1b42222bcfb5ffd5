package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A piece of the model's reasoning.
 *
 * @param agent the agent whose turn it was
 * @param rawItem the item as the SDK dumps it
 */
@JsonPropertyOrder({ "agent", "raw_item", "type" })
public record ReasoningItem(AgentSnapshot agent, @JsonProperty("raw_item") JsonObject rawItem) implements RunItem {

	/**
	 * The type of these items.
	 */
	public static final String TYPE = "reasoning_item";

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
