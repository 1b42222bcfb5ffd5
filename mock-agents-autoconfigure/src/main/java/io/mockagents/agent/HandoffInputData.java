package io.mockagents.agent;

import java.util.List;
import java.util.Set;

/**
 * The conversation as the agent that takes over would see it: {@code HandoffInputData} of
 * the SDK.
 *
 * @param inputHistory the input of the run
 * @param preHandoffItems the items that the run made before the turn of the handoff,
 * oldest first
 * @param newItems the items of the turn of the handoff, with its own call and output
 */
public record HandoffInputData(RunInput inputHistory, List<RunItem> preHandoffItems, List<RunItem> newItems) {

	private static final Set<String> TOOL_TYPES = Set.of("function_call", "function_call_output", "computer_call",
			"computer_call_output", "file_search_call", "web_search_call");

	private static final Set<String> LATER_TOOL_TYPES = Set.of("tool_search_call", "tool_search_output", "mcp_call",
			"mcp_list_tools", "mcp_approval_request", "mcp_approval_response", "reasoning", "code_interpreter_call",
			"image_generation_call", "local_shell_call", "local_shell_call_output", "shell_call", "shell_call_output",
			"apply_patch_call", "apply_patch_call_output", "custom_tool_call", "custom_tool_call_output",
			"hosted_tool_call", "program", "program_output");

	public HandoffInputData {
		preHandoffItems = List.copyOf(preHandoffItems);
		newItems = List.copyOf(newItems);
	}

	/**
	 * Return this without calls of tools and handoffs and without their outputs, as the
	 * filter {@code remove_all_tools} of openai-agents 0.2.9 does. Reasoning stays.
	 * @return what is left
	 */
	public HandoffInputData withoutToolCalls() {
		return without(false);
	}

	/**
	 * Return this without all items of tools, as the filter {@code remove_all_tools} of
	 * openai-agents 0.22 does: also without reasoning and the items of MCP lists and
	 * approvals.
	 * @return what is left
	 */
	public HandoffInputData withoutTools() {
		return without(true);
	}

	private HandoffInputData without(boolean later) {
		RunInput history = this.inputHistory;
		if (!(history instanceof RunInput.Text)) {
			history = RunInput.of(history.toItems()
				.stream()
				.filter((item) -> !TOOL_TYPES.contains(String.valueOf(item.get("type")))
						&& !(later && LATER_TOOL_TYPES.contains(String.valueOf(item.get("type")))))
				.toList());
		}
		return new HandoffInputData(history, without(this.preHandoffItems, later), without(this.newItems, later));
	}

	private static List<RunItem> without(List<RunItem> items, boolean later) {
		return items.stream().filter((item) -> !isOfTool(item) && !(later && isOfLaterTool(item))).toList();
	}

	private static boolean isOfTool(RunItem item) {
		return item instanceof HandoffCallItem || item instanceof HandoffOutputItem || item instanceof ToolCallItem
				|| item instanceof ToolCallOutputItem;
	}

	private static boolean isOfLaterTool(RunItem item) {
		return item instanceof ReasoningItem || item instanceof McpListToolsItem
				|| item instanceof McpApprovalRequestItem || item instanceof McpApprovalResponseItem
				|| item instanceof ToolSearchCallItem || item instanceof ToolSearchOutputItem
				|| item instanceof ToolApprovalItem;
	}

}
