package io.mockagents.agent;

/**
 * Something an agent may use: a function of the application, or a tool that the API
 * hosts.
 */
public sealed interface Tool permits FunctionTool, HostedTool {

	/**
	 * Return the name by which the model calls the tool.
	 * @return the name
	 */
	String name();

}
