package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * An event of a streamed run. Its JSON has the SDK's fields in the SDK's order, the type
 * last.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.EXISTING_PROPERTY, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = RawResponseEvent.class, name = RawResponseEvent.TYPE),
		@JsonSubTypes.Type(value = RunItemStreamEvent.class, name = RunItemStreamEvent.TYPE),
		@JsonSubTypes.Type(value = AgentUpdatedStreamEvent.class, name = AgentUpdatedStreamEvent.TYPE) })
public sealed interface StreamEvent permits RawResponseEvent, RunItemStreamEvent, AgentUpdatedStreamEvent {

	/**
	 * Return the type as the SDK names it.
	 * @return {@code raw_response_event}, {@code run_item_stream_event} or
	 * {@code agent_updated_stream_event}
	 */
	String type();

}
