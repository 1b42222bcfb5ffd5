package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A conversation that the API has compacted; from profile 0.22 on. The SDK does not
 * stream it: it is among the new items and in the session.
 *
 * @param agent the agent whose turn it was
 * @param rawItem the item as the SDK dumps it
 */
@JsonPropertyOrder({ "agent", "raw_item", "type" })
public record CompactionItem(AgentSnapshot agent, @JsonProperty("raw_item") JsonObject rawItem) implements RunItem {

	/**
	 * The type of these items.
	 */
	public static final String TYPE = "compaction_item";

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
