package io.mockagents.test;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import org.jspecify.annotations.Nullable;

/**
 * The type of a stream event that is not raw, named as the SDK names it. Each such event
 * is one row.
 */
public enum EventType {

	/** An agent took over: at the start of the run and after each handoff. */
	AGENT_UPDATED,

	/** The model gave a message. */
	MESSAGE_OUTPUT_CREATED,

	/** The model asked to hand off. */
	HANDOFF_REQUESTED,

	/** The handoff happened; the SDK spells it so. */
	HANDOFF_OCCURED,

	/** The model called a tool. */
	TOOL_CALLED,

	/** The model searched for tools; from profile 0.22 on. */
	TOOL_SEARCH_CALLED,

	/** The search for tools has a result; from profile 0.22 on. */
	TOOL_SEARCH_OUTPUT_CREATED,

	/** A tool returned its result. */
	TOOL_OUTPUT,

	/** The model gave a piece of its reasoning. */
	REASONING_ITEM_CREATED,

	/** An MCP server asks for approval. */
	MCP_APPROVAL_REQUESTED,

	/** The approval was given or refused; from profile 0.22 on. */
	MCP_APPROVAL_RESPONSE,

	/** An MCP server listed its tools. */
	MCP_LIST_TOOLS;

	static @Nullable EventType of(StreamEvent event) {
		if (event instanceof RunItemStreamEvent item) {
			return valueOf(item.name().name());
		}
		return (event instanceof AgentUpdatedStreamEvent) ? AGENT_UPDATED : null;
	}

}
