package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * A tool that the API runs by itself, such as web search or a hosted MCP server. Its
 * calls are items of the model's answer; the run has no {@code tool_output} for them.
 *
 * @param name the name in the agent's snapshot, such as {@code web_search}
 * @param definition the tool as it is sent to the model
 * @param onApprovalRequest answers the requests of an MCP server for approval, or
 * {@code null} to leave them to the application, which finds them among the new items
 * @param includeSearchResults whether the calls of a file search are asked for with their
 * results
 */
public record HostedTool(String name, JsonObject definition, @Nullable McpApprovalFunction onApprovalRequest,
		boolean includeSearchResults) implements Tool {

	/**
	 * Create a tool that does not ask for the results of a file search.
	 * @param name the name in the agent's snapshot
	 * @param definition the tool as it is sent to the model
	 * @param onApprovalRequest answers the requests of an MCP server for approval, or
	 * {@code null}
	 */
	public HostedTool(String name, JsonObject definition, @Nullable McpApprovalFunction onApprovalRequest) {
		this(name, definition, onApprovalRequest, false);
	}

	/**
	 * Create a tool that asks for no approval.
	 * @param name the name in the agent's snapshot
	 * @param definition the tool as it is sent to the model
	 */
	public HostedTool(String name, JsonObject definition) {
		this(name, definition, null);
	}

	/**
	 * Return this tool, whose calls of a file search are asked for with their results.
	 * @return the tool
	 */
	public HostedTool withSearchResults() {
		return new HostedTool(this.name, this.definition, this.onApprovalRequest, true);
	}

	/**
	 * Answers a request of an MCP server for approval of one of its calls.
	 */
	@FunctionalInterface
	public interface McpApprovalFunction {

		/**
		 * Decide on a call.
		 * @param context the run
		 * @param request the request as the model gave it, with {@code name},
		 * {@code arguments} and {@code server_label}
		 * @return the decision
		 */
		McpApproval decide(RunContext context, JsonObject request);

	}

	/**
	 * A decision on a call of an MCP server.
	 *
	 * @param approve whether the server may make the call
	 * @param reason why not, or {@code null}
	 */
	public record McpApproval(boolean approve, @Nullable String reason) {
	}

}
