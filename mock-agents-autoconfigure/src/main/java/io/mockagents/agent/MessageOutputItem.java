package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A message of the model.
 *
 * @param agent the agent whose turn it was
 * @param rawItem the item as the SDK dumps it
 */
@JsonPropertyOrder({ "agent", "raw_item", "type" })
public record MessageOutputItem(AgentSnapshot agent, @JsonProperty("raw_item") JsonObject rawItem) implements RunItem {

	/**
	 * The type of these items.
	 */
	public static final String TYPE = "message_output_item";

	/**
	 * Return the text of the message.
	 * @return the text of all its parts, empty if it has none
	 */
	public String text() {
		StringBuilder text = new StringBuilder();
		for (JsonObject part : this.rawItem.objects("content")) {
			String partText = part.stringOrNull("text");
			if (partText != null) {
				text.append(partText);
			}
		}
		return text.toString();
	}

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
