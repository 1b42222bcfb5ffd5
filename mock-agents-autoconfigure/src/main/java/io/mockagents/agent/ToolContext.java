package io.mockagents.agent;

/**
 * One call of a tool.
 */
public interface ToolContext extends RunContext {

	/**
	 * Return the agent that calls.
	 * @return the agent
	 */
	Agent agent();

	/**
	 * Return the name of the tool.
	 * @return the name
	 */
	String toolName();

	/**
	 * Return the id of the call.
	 * @return the id, {@code call_...}
	 */
	String toolCallId();

}
