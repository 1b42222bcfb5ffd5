package io.mockagents.model;

import java.util.List;

import io.mockagents.agent.Agent;

/**
 * An item of an answer that is written in a scenario, and that may not fit the agent that
 * is run.
 */
public interface ScriptedItem {

	/**
	 * Explain a failure: the agent does not have the tool, handoff or server that the
	 * item names.
	 * @param agent the agent
	 * @return the explanation, which names the place of the item
	 */
	PlaybackException notFound(Agent agent);

	/**
	 * Explain a failure: the text of the item does not fit its schema.
	 * @param agent the agent
	 * @param reason what does not fit
	 * @return the explanation, which names the place of the item
	 */
	PlaybackException notFitting(Agent agent, String reason);

	/**
	 * Explain a failure: the message is the final output, and is asked for as a type that
	 * it does not have.
	 * @param agent the agent
	 * @param type the type
	 * @return the explanation, which names the place of the item
	 */
	PlaybackException notOfType(Agent agent, Class<?> type);

	/**
	 * Report that the arguments of a call do not fit the schema of the agent's tool.
	 * @param agent the agent
	 * @param problems what does not fit: the JSON path, what is expected there, and the
	 * value
	 * @throws PlaybackException if that ends the run
	 */
	void reportArguments(Agent agent, List<String> problems);

}
