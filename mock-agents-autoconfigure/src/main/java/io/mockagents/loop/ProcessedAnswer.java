package io.mockagents.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.CompactionItem;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HandoffCallItem;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.McpApprovalRequestItem;
import io.mockagents.agent.McpListToolsItem;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.ReasoningItem;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.Tool;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.agent.ToolNotFoundBehavior;
import io.mockagents.agent.ToolSearchCallItem;
import io.mockagents.agent.ToolSearchOutputItem;
import io.mockagents.loop.RunProgress.NewItem;
import io.mockagents.loop.ToolCalls.ToolCall;
import io.mockagents.model.KnownCall;
import io.mockagents.model.Model;
import io.mockagents.model.RequestBody;
import io.mockagents.model.ScriptedItem;
import io.mockagents.python.PythonJson;
import io.mockagents.python.SchemaValidator;
import org.jspecify.annotations.Nullable;

/**
 * The items of one answer of the model, in output order, and what they ask for.
 *
 * @param items the items
 * @param events their events, in the same order
 * @param toolCalls the calls of function tools, in order
 * @param handoffCalls the calls that hand off, in order
 * @param mcpRequests the requests of MCP servers for approval, in order
 * @param notFound the calls of functions that the agent does not have, in order
 * @param skipsCalls whether the answer repeats calls of earlier turns, which are skipped
 */
record ProcessedAnswer(List<NewItem> items, List<RunItemStreamEvent> events, List<ToolCall> toolCalls,
		List<HandoffCall> handoffCalls, List<McpRequest> mcpRequests, List<JsonObject> notFound, boolean skipsCalls) {

	/**
	 * A call that hands off.
	 *
	 * @param scripted the call as it was written, or {@code null} if a real model made it
	 */
	record HandoffCall(Handoff handoff, JsonObject rawItem, @Nullable ScriptedItem scripted) {
	}

	/**
	 * A request of an MCP server for approval.
	 */
	record McpRequest(HostedTool server, JsonObject rawItem) {
	}

	/**
	 * Return this with what another model knows of the calls.
	 */
	ProcessedAnswer knownBy(Model model) {
		return remaining(this.toolCalls.stream()
			.map((call) -> call.with(model.knownCall(call.rawItem(), call.tool()).result()))
			.toList(), this.mcpRequests);
	}

	/**
	 * Return what is left to do of an answer whose calls were run in part.
	 */
	ProcessedAnswer remaining(List<ToolCall> toolCalls, List<McpRequest> mcpRequests) {
		return new ProcessedAnswer(List.of(), List.of(), List.copyOf(toolCalls), this.handoffCalls,
				List.copyOf(mcpRequests), List.of(), false);
	}

	/**
	 * Return whether something of the answer is to be done before the model is asked
	 * again.
	 */
	boolean hasCalls() {
		return !this.toolCalls.isEmpty() || !this.handoffCalls.isEmpty() || !this.notFound.isEmpty()
				|| this.mcpRequests.stream().anyMatch((request) -> request.server().onApprovalRequest() != null);
	}

	/**
	 * Return whether the answer has a call, be it of a hosted tool.
	 */
	boolean hasToolActivity() {
		return this.skipsCalls || this.items.stream()
			.map(NewItem::item)
			.anyMatch((item) -> item instanceof ToolCallItem || item instanceof ToolSearchCallItem
					|| item instanceof ToolSearchOutputItem || item instanceof ToolCallOutputItem);
	}

	/**
	 * Return the last message.
	 * @return the message, or {@code null} if the answer has none
	 */
	@Nullable MessageOutputItem lastMessage() {
		for (int i = this.items.size() - 1; i >= 0; i--) {
			if (this.items.get(i).item() instanceof MessageOutputItem message) {
				return message;
			}
		}
		return null;
	}

	/**
	 * Makes the items of one answer.
	 */
	static final class Processor {

		private final Agent agent;

		private final AgentSnapshot snapshot;

		private final SdkShape shape;

		private final Model model;

		private final ToolNotFoundBehavior toolNotFound;

		private final List<NewItem> items = new ArrayList<>();

		private final List<RunItemStreamEvent> events = new ArrayList<>();

		private final List<ToolCall> toolCalls = new ArrayList<>();

		private final List<HandoffCall> handoffCalls = new ArrayList<>();

		private final List<McpRequest> mcpRequests = new ArrayList<>();

		private final List<JsonObject> notFound = new ArrayList<>();

		private boolean skipsCalls;

		private final List<JsonObject> mcpListings = new ArrayList<>();

		private final Map<String, JsonObject> earlierCalls = new HashMap<>();

		/**
		 * Create a processor.
		 * @param toolNotFound what becomes of calls of functions that the agent does not
		 * have
		 * @param earlierItems the items of the run before this answer
		 */
		Processor(Agent agent, AgentSnapshot snapshot, SdkShape shape, Model model, ToolNotFoundBehavior toolNotFound,
				List<NewItem> earlierItems) {
			this.agent = agent;
			this.snapshot = snapshot;
			this.shape = shape;
			this.model = model;
			this.toolNotFound = toolNotFound;
			for (NewItem earlier : earlierItems) {
				if (earlier.item() instanceof McpListToolsItem listing) {
					this.mcpListings.add(listing.rawItem());
				}
				if ("function_call".equals(earlier.item().rawItem().get("type"))
						&& earlier.item().rawItem().get("call_id") instanceof String callId) {
					this.earlierCalls.put(callId, invocation(earlier.item().rawItem()));
				}
			}
		}

		/**
		 * Make the items.
		 * @param wireOutput the output of the answer as it came over the wire
		 * @param output the same as the SDK dumps it
		 * @return the items and what they ask for
		 * @throws ModelBehaviorException if a tool is called that is not there
		 */
		ProcessedAnswer process(List<JsonObject> wireOutput, List<JsonObject> output) {
			if (this.shape.checksCallIds()) {
				checkCallIds(output);
			}
			for (int i = 0; i < output.size(); i++) {
				add(wireOutput.get(i), output.get(i));
			}
			return new ProcessedAnswer(this.items, this.events, this.toolCalls, this.handoffCalls, this.mcpRequests,
					this.notFound, this.skipsCalls);
		}

		/**
		 * Check that no two calls with one id differ, in this answer or since the run
		 * began.
		 */
		private void checkCallIds(List<JsonObject> output) {
			Map<String, JsonObject> inAnswer = new HashMap<>();
			for (JsonObject item : output) {
				if ("function_call".equals(item.get("type")) && item.get("call_id") instanceof String callId) {
					JsonObject invocation = invocation(item);
					JsonObject other = inAnswer.putIfAbsent(callId, invocation);
					if (other != null && !other.equals(invocation)) {
						throw reused(" in one response", callId);
					}
					JsonObject earlier = this.earlierCalls.get(callId);
					if (earlier != null && !earlier.equals(invocation)) {
						throw reused("", callId);
					}
				}
			}
		}

		private RuntimeException reused(String where, String callId) {
			return explained(new ModelBehaviorException("Model reused a tool call ID for a different invocation" + where
					+ ". Use a unique call ID for each tool invocation."), this.model.scripted(callId));
		}

		/**
		 * Return what a call asks for, whatever blanks and order of keys it has.
		 */
		private static JsonObject invocation(JsonObject call) {
			String arguments = call.string("arguments");
			Object value = arguments;
			try {
				value = PythonJson.parse(arguments);
			}
			catch (IllegalArgumentException ex) {
				// Compared as it is
			}
			return JsonObject.of("name", call.get("name"), "arguments", value);
		}

		private void add(JsonObject wire, JsonObject rawItem) {
			switch (rawItem.string("type")) {
				case "message" ->
					add(wire, new MessageOutputItem(this.snapshot, rawItem), RunItemEventName.MESSAGE_OUTPUT_CREATED);
				case "reasoning" ->
					add(wire, new ReasoningItem(this.snapshot, rawItem), RunItemEventName.REASONING_ITEM_CREATED);
				case "function_call" -> addFunctionCall(wire, rawItem);
				case "web_search_call", "file_search_call", "mcp_call", "image_generation_call",
						"code_interpreter_call" ->
					addHostedCall(wire, rawItem);
				case "mcp_list_tools" -> {
					this.mcpListings.add(rawItem);
					add(wire, new McpListToolsItem(this.snapshot, rawItem), RunItemEventName.MCP_LIST_TOOLS);
				}
				case "mcp_approval_request" -> addMcpRequest(wire, rawItem);
				case "computer_call" ->
					addCallOf("computer", "Model produced computer action without a computer tool.", wire, rawItem);
				case "local_shell_call" -> addCallOf("local_shell",
						"Model produced local shell call without a local shell tool.", wire, rawItem);
				default -> addOther(wire, rawItem);
			}
		}

		private void addOther(JsonObject wire, JsonObject rawItem) {
			if (isUnknown(rawItem)) {
				add(wire, new MessageOutputItem(this.snapshot, rawItem), RunItemEventName.MESSAGE_OUTPUT_CREATED);
				return;
			}
			if (!this.shape.knowsLaterTools()) {
				return;
			}
			switch (rawItem.string("type")) {
				case "shell_call" ->
					addCallOf("shell", "Model produced shell call without a shell tool.", wire, rawItem);
				case "apply_patch_call" -> addCallOf("apply_patch",
						"Model produced apply_patch call without an apply_patch tool.", wire, rawItem);
				case "custom_tool_call" -> addCallOf("custom",
						"Tool " + rawItem.get("name") + " not found in agent " + this.agent.name(), wire, rawItem);
				case "tool_search_call" -> addToolSearch(wire, rawItem);
				case "tool_search_output" -> add(wire, new ToolSearchOutputItem(this.snapshot, rawItem),
						RunItemEventName.TOOL_SEARCH_OUTPUT_CREATED);
				case "shell_call_output" -> addShellOutput(wire);
				case "compaction" -> {
					JsonObject compacted = asInput(wire);
					this.items.add(new NewItem(new CompactionItem(this.snapshot, compacted), compacted));
				}
				default -> {
					// The SDK warns of an output of another kind and continues without
					// it.
				}
			}
		}

		private void addToolSearch(JsonObject wire, JsonObject rawItem) {
			if ("client".equals(rawItem.get("execution"))) {
				throw new ModelBehaviorException(
						"Client-executed tool_search calls are not supported by the standard agent runner. Handle the "
								+ "tool_search_call yourself and return a matching tool_search_output item with the same "
								+ "call_id.");
			}
			add(wire, new ToolSearchCallItem(this.snapshot, rawItem), RunItemEventName.TOOL_SEARCH_CALLED);
		}

		/**
		 * Add the output of a shell that the API runs.
		 */
		private void addShellOutput(JsonObject wire) {
			JsonObject output = asInput(wire);
			ToolCallOutputItem item = new ToolCallOutputItem(this.snapshot, output, output.get("output"),
					this.shape.outputDetailsOfNoTool());
			this.items.add(new NewItem(item, output));
			this.events.add(new RunItemStreamEvent(RunItemEventName.TOOL_OUTPUT, item));
		}

		private JsonObject asInput(JsonObject wire) {
			return this.shape.responses().outputItemAsInput(wire).without("created_by");
		}

		/**
		 * Return whether an item is of a type that the client does not know. It reads it
		 * as a message then, with whatever the item has.
		 */
		private static boolean isUnknown(JsonObject rawItem) {
			return rawItem.containsKey("role") && rawItem.containsKey("content");
		}

		/**
		 * Add a call that an agent without such a tool must not get.
		 */
		private void addCallOf(String tool, String failure, JsonObject wire, JsonObject rawItem) {
			boolean offered = this.agent.tools()
				.stream()
				.anyMatch((other) -> other instanceof HostedTool hosted
						&& String.valueOf(hosted.definition().get("type")).startsWith(tool));
			if (!offered) {
				throw new ModelBehaviorException(failure);
			}
			addHostedCall(wire, rawItem);
		}

		private void addMcpRequest(JsonObject wire, JsonObject rawItem) {
			String label = rawItem.string("server_label");
			HostedTool server = null;
			for (Tool tool : this.agent.tools()) {
				if (tool instanceof HostedTool hosted && label.equals(hosted.definition().get("server_label"))) {
					server = hosted;
				}
			}
			if (server == null) {
				throw explained(new ModelBehaviorException("MCP server label " + label + " not found"),
						this.model.scripted(rawItem.string("id")));
			}
			this.mcpRequests.add(new McpRequest(server, rawItem));
			add(wire, new McpApprovalRequestItem(this.snapshot, rawItem), RunItemEventName.MCP_APPROVAL_REQUESTED);
		}

		private void addFunctionCall(JsonObject wire, JsonObject rawItem) {
			String name = rawItem.string("name");
			Handoff handoff = handoff(name);
			if (handoff != null) {
				ScriptedItem scripted = this.model.knownCall(rawItem, null).scripted();
				checkArguments(rawItem, handoff.inputJsonSchema(), scripted);
				this.handoffCalls.add(new HandoffCall(handoff, rawItem, scripted));
				add(wire, new HandoffCallItem(this.snapshot, rawItem), RunItemEventName.HANDOFF_REQUESTED);
				return;
			}
			String callId = rawItem.string("call_id");
			FunctionTool agentTool = functionTool(name);
			KnownCall known = this.model.knownCall(rawItem, agentTool);
			ScriptedItem scripted = known.scripted();
			if (known.tool() == null && known.result() == null
					&& this.toolNotFound == ToolNotFoundBehavior.RETURN_ERROR_TO_MODEL) {
				this.notFound.add(rawItem);
				add(wire, new ToolCallItem(this.snapshot, rawItem, this.shape.toolNotFoundDetails()),
						RunItemEventName.TOOL_CALLED);
				return;
			}
			if (known.tool() == null && known.result() == null) {
				throw explained(new ModelBehaviorException("Tool " + name + " not found in agent " + this.agent.name()),
						scripted);
			}
			if (this.shape.checksCallIds() && this.earlierCalls.containsKey(callId)) {
				this.skipsCalls = true;
				return;
			}
			if (agentTool != null) {
				checkArguments(rawItem, RequestBody.parameters(agentTool, this.shape.profile()), scripted);
			}
			if (this.shape.checksCallIds()
					&& this.toolCalls.stream().anyMatch((call) -> call.callId().equals(callId))) {
				return;
			}
			this.toolCalls.add(new ToolCall(rawItem, known));
			addToolCall(wire, rawItem, agentTool, known);
		}

		private RuntimeException explained(RuntimeException failure, @Nullable ScriptedItem scripted) {
			if (scripted != null) {
				failure.addSuppressed(scripted.notFound(this.agent));
			}
			return failure;
		}

		private void checkArguments(JsonObject call, JsonObject schema, @Nullable ScriptedItem scripted) {
			if (scripted != null) {
				List<String> problems = SchemaValidator.mismatches(schema, call.string("arguments"));
				if (!problems.isEmpty()) {
					scripted.reportArguments(this.agent, problems);
				}
			}
		}

		/**
		 * Return the handoff of a name: of several the last, as in the SDK.
		 */
		private @Nullable Handoff handoff(String name) {
			Handoff found = null;
			for (Handoff handoff : this.agent.handoffs()) {
				found = handoff.toolName().equals(name) ? handoff : found;
			}
			return found;
		}

		/**
		 * Return the function of a name: of several the last, as in the SDK.
		 */
		private @Nullable FunctionTool functionTool(String name) {
			FunctionTool found = null;
			for (Tool tool : this.agent.tools()) {
				if (tool instanceof FunctionTool functionTool && functionTool.name().equals(name)) {
					found = functionTool;
				}
			}
			return found;
		}

		private void addHostedCall(JsonObject wire, JsonObject rawItem) {
			addToolCall(wire, rawItem, null, this.model.knownCall(rawItem, null));
		}

		private void addToolCall(JsonObject wire, JsonObject rawItem, @Nullable FunctionTool tool, KnownCall known) {
			JsonObject details = (known.details() != null) ? known.details()
					: this.shape.toolCallDetails(rawItem, tool, this.mcpListings);
			add(wire, new ToolCallItem(this.snapshot, rawItem, details), RunItemEventName.TOOL_CALLED);
		}

		private void add(JsonObject wire, RunItem item, RunItemEventName name) {
			this.items.add(new NewItem(item, this.shape.responses().outputItemAsInput(wire)));
			this.events.add(new RunItemStreamEvent(name, item));
		}

	}

}
