package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

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

	/**
	 * Return the arguments of the call.
	 * @return the JSON text as the model wrote it
	 */
	String toolArguments();

	/**
	 * Ask another agent within this call, which runs to its end. Its model calls are
	 * answered by the model of this run, and its events are not part of this run's
	 * stream. From profile 0.22 on its usage counts in that of this run.
	 * @param agent the agent
	 * @param input its input
	 * @return its final output; in profile 0.2 the text of its messages
	 * @throws AgentsException if its run fails
	 * @throws OpenAiException if the API fails
	 */
	@Nullable Object ask(Agent agent, String input);

}
