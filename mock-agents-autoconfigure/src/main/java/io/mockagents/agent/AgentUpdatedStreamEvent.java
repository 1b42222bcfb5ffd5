package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * An agent takes over: at the start of the run, and after each handoff.
 *
 * @param newAgent the agent
 */
@JsonPropertyOrder({ "new_agent", "type" })
public record AgentUpdatedStreamEvent(@JsonProperty("new_agent") AgentSnapshot newAgent) implements StreamEvent {

	/**
	 * The type of these events.
	 */
	public static final String TYPE = "agent_updated_stream_event";

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
