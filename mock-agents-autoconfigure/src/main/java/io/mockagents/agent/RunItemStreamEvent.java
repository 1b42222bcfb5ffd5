package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * A new item of the run.
 *
 * @param name what happened
 * @param item the item
 */
@JsonPropertyOrder({ "name", "item", "type" })
public record RunItemStreamEvent(RunItemEventName name, RunItem item) implements StreamEvent {

	/**
	 * The type of these events.
	 */
	public static final String TYPE = "run_item_stream_event";

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
