package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * An event of the model's own stream, passed on: {@code RawResponsesStreamEvent} of the
 * SDK.
 *
 * @param data the event as the SDK dumps it
 */
@JsonPropertyOrder({ "data", "type" })
public record RawResponseEvent(JsonObject data) implements StreamEvent {

	/**
	 * The type of these events.
	 */
	public static final String TYPE = "raw_response_event";

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
