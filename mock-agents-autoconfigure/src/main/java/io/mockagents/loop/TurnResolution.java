package io.mockagents.loop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.HandoffOutputItem;
import io.mockagents.agent.HostedTool.McpApproval;
import io.mockagents.agent.HostedTool.McpApprovalFunction;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.McpApprovalResponseItem;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.ModelRefusalException;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.ReasoningItem;
import io.mockagents.agent.RunContext;
import io.mockagents.agent.RunErrorHandlers;
import io.mockagents.agent.RunHooks;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.agent.ToolErrorFormatter;
import io.mockagents.agent.ToolInputGuardrailTripwireTriggeredException;
import io.mockagents.agent.ToolResult;
import io.mockagents.agent.ToolUseBehavior;
import io.mockagents.agent.ToolUseBehavior.FunctionToolResult;
import io.mockagents.agent.ToolUseBehavior.ToolsToFinalOutput;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.Approvals.Decision;
import io.mockagents.loop.ProcessedAnswer.HandoffCall;
import io.mockagents.loop.ProcessedAnswer.McpRequest;
import io.mockagents.loop.RunProgress.NewItem;
import io.mockagents.loop.ToolCalls.ToolCall;
import io.mockagents.loop.TurnOutcome.FinalOutput;
import io.mockagents.loop.TurnOutcome.HandOff;
import io.mockagents.loop.TurnOutcome.Interruption;
import io.mockagents.loop.TurnOutcome.NextStep;
import io.mockagents.loop.TurnOutcome.RunAgain;
import io.mockagents.model.Model;
import io.mockagents.model.ScriptedItem;
import io.mockagents.python.JavaValues;
import io.mockagents.python.PythonText;
import io.mockagents.python.SchemaValidator;
import io.mockagents.python.SchemaValidator.ValidationException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Does what an answer asks for: runs its tools, hands off, or finds the final output. The
 * order is that of the SDK's {@code execute_tools_and_side_effects}.
 */
final class TurnResolution {

	private static final Log logger = LogFactory.getLog(TurnResolution.class);

	private static final String MCP_APPROVAL_RESPONSE = "mcp_approval_response";

	private static final Set<Object> COMPLETED_BY_MODEL = Set.of("file_search_call", "web_search_call",
			"code_interpreter_call", "image_generation_call", "mcp_call");

	private final RunContext context;

	private final Agent agent;

	private final AgentSnapshot snapshot;

	private final RunHooks hooks;

	private final SdkShape shape;

	private final ToolCalls tools;

	private final Approvals approvals;

	private final Model model;

	private final RunErrors errors;

	private final @Nullable ToolErrorFormatter formatter;

	private final List<NewItem> items = new ArrayList<>();

	private final List<RunItemStreamEvent> events = new ArrayList<>();

	private boolean resumes;

	/** The calls that wait for approval. */
	private final List<ToolApprovalItem> waiting = new ArrayList<>();

	private final List<ToolCall> waitingCalls = new ArrayList<>();

	private final List<McpRequest> waitingMcpRequests = new ArrayList<>();

	TurnResolution(RunContext context, Agent agent, AgentSnapshot snapshot, RunHooks hooks, SdkShape shape,
			ToolCalls tools, Approvals approvals, Model model, RunErrors errors,
			@Nullable ToolErrorFormatter formatter) {
		this.model = model;
		this.errors = errors;
		this.formatter = formatter;
		this.context = context;
		this.agent = agent;
		this.snapshot = snapshot;
		this.hooks = hooks;
		this.shape = shape;
		this.tools = tools;
		this.approvals = approvals;
	}

	/**
	 * Resolve a new answer.
	 * @param answer its items
	 * @param response the answer itself
	 */
	TurnOutcome resolve(ProcessedAnswer answer, ModelResponse response) {
		List<CallResult> results = runTools(answer.toolCalls());
		answer.notFound().forEach(this::tellNotFound);
		NextStep nextStep = nextStep(answer, results);
		if (nextStep instanceof RunAgain) {
			nextStep = outputOf(answer, response);
		}
		return new TurnOutcome(this.items, this.events, nextStep);
	}

	/**
	 * Go on with an answer whose resolution was interrupted. The model is asked again
	 * unless a tool returns the final output.
	 * @param answer what was left to do
	 */
	TurnOutcome resume(ProcessedAnswer answer) {
		this.resumes = true;
		List<CallResult> results = runTools(answer.toolCalls());
		NextStep nextStep = nextStep(answer, results.stream().filter((result) -> !result.rejected()).toList());
		return new TurnOutcome(this.items, this.events, nextStep);
	}

	/**
	 * Run the calls that need no approval or have it, and keep those that wait for it.
	 */
	private List<CallResult> runTools(List<ToolCall> calls) {
		if (calls.isEmpty()) {
			return List.of();
		}
		List<ToolCall> ready = new ArrayList<>(calls.size());
		List<@Nullable Decision> decisions = new ArrayList<>(calls.size());
		for (ToolCall call : calls) {
			Decision decision = decision(call);
			decisions.add(decision);
			if (decision != null && decision.approved()) {
				ready.add(call);
			}
		}
		Iterator<ToolResult> outputs = ready.isEmpty() ? Collections.emptyIterator() : outputs(ready).iterator();
		List<CallResult> results = new ArrayList<>(calls.size());
		for (int i = 0; i < calls.size(); i++) {
			ToolCall call = calls.get(i);
			Decision decision = decisions.get(i);
			if (decision == null) {
				ToolApprovalItem item = new ToolApprovalItem(this.snapshot, call.rawItem(), call.name(),
						this.shape.approvalDetails(call.tool(), call.rawItem()));
				this.waitingCalls.add(call);
				this.waiting.add(item);
				addWaiting(item);
				continue;
			}
			ToolResult result = decision.approved() ? outputs.next() : rejected(call, decision);
			addToolOutput(call.callId(), result, this.tools.outputDetails(call));
			results.add(new CallResult(call.name(), result, !decision.approved()));
		}
		return results;
	}

	/**
	 * Keep an item that waits, unless the run has it from before it was interrupted.
	 */
	private void addWaiting(ToolApprovalItem item) {
		if (!this.resumes) {
			this.items.add(new NewItem(item, null));
		}
	}

	private ToolResult rejected(ToolCall call, Decision decision) {
		String text = (decision.message() != null) ? decision.message() : formatted(
				ToolErrorFormatter.Kind.APPROVAL_REJECTED, call.name(), call.callId(), decision.rejection());
		return new ToolResult(text, text);
	}

	private void tellNotFound(JsonObject call) {
		String name = call.string("name");
		String callId = call.string("call_id");
		String text = formatted(ToolErrorFormatter.Kind.TOOL_NOT_FOUND, name, callId, "Tool '" + name + "' not found.");
		addToolOutput(callId, new ToolResult(text, text), this.shape.outputDetailsOfNoTool());
	}

	/**
	 * Return the text that the formatter has for an error, or the default if it has none
	 * or fails.
	 */
	private String formatted(ToolErrorFormatter.Kind kind, String name, String callId, String text) {
		if (this.formatter == null) {
			return text;
		}
		try {
			String formatted = this.formatter
				.format(new ToolErrorFormatter.ToolError(kind, name, callId, text, this.context));
			return (formatted != null) ? formatted : text;
		}
		catch (RuntimeException ex) {
			logger.error("The formatter of tool errors failed for tool '" + name + "'. The default text is sent.", ex);
			return text;
		}
	}

	private List<ToolResult> outputs(List<ToolCall> calls) {
		try {
			return this.tools.run(calls);
		}
		catch (RuntimeException ex) {
			// A call that is not to be made ends the run before any other has its output
			List<@Nullable ToolResult> completed = (ex instanceof ToolInputGuardrailTripwireTriggeredException)
					? List.of() : this.tools.completed();
			for (int i = 0; i < completed.size(); i++) {
				ToolResult result = completed.get(i);
				if (result != null) {
					addToolOutput(calls.get(i).callId(), result, this.tools.outputDetails(calls.get(i)));
				}
			}
			throw ex;
		}
	}

	/**
	 * Return what is kept of an answer whose resolution has failed: the calls that have
	 * their output, or that the model completed itself, each with the reasoning before
	 * it, and then the outputs.
	 * @param answer the answer
	 * @return what is kept; no items if nothing is
	 */
	TurnOutcome completed(ProcessedAnswer answer) {
		Map<@Nullable Object, NewItem> outputs = new HashMap<>();
		for (NewItem item : this.items) {
			if (item.item() instanceof ToolCallOutputItem output) {
				outputs.put(output.rawItem().get("call_id"), item);
			}
		}
		List<NewItem> kept = new ArrayList<>();
		List<NewItem> keptOutputs = new ArrayList<>();
		List<NewItem> reasoning = new ArrayList<>();
		for (NewItem item : answer.items()) {
			if (item.item() instanceof ReasoningItem) {
				reasoning.add(item);
				continue;
			}
			NewItem output = (item.item() instanceof ToolCallItem call) ? outputs.get(call.rawItem().get("call_id"))
					: null;
			if (output != null) {
				keptOutputs.add(output);
			}
			if (output != null || isCompletedByModel(item.item())) {
				kept.addAll(reasoning);
				kept.add(item);
			}
			reasoning.clear();
		}
		kept.addAll(keptOutputs);
		return new TurnOutcome(kept,
				keptOutputs.stream()
					.map((output) -> new RunItemStreamEvent(RunItemEventName.TOOL_OUTPUT, output.item()))
					.toList(),
				new RunAgain());
	}

	private static boolean isCompletedByModel(RunItem item) {
		return item instanceof ToolCallItem && "completed".equals(item.rawItem().get("status"))
				&& COMPLETED_BY_MODEL.contains(item.rawItem().get("type"));
	}

	private @Nullable Decision decision(ToolCall call) {
		FunctionTool tool = call.tool();
		return (tool == null || !tool.needsApproval()) ? Decision.APPROVED
				: this.approvals.of(call.name(), call.callId());
	}

	private void addToolOutput(String callId, ToolResult result, JsonObject details) {
		Object value = JavaValues.toJson(result.value());
		JsonObject rawItem = functionCallOutput(callId, this.shape.toolOutput(value, result.text()));
		add(new ToolCallOutputItem(this.snapshot, rawItem, value, details), RunItemEventName.TOOL_OUTPUT);
	}

	private static JsonObject functionCallOutput(String callId, Object output) {
		return JsonObject.of("call_id", callId, "output", output, "type", "function_call_output");
	}

	private NextStep nextStep(ProcessedAnswer answer, List<CallResult> results) {
		List<McpRequest> open = new ArrayList<>();
		for (McpRequest request : answer.mcpRequests()) {
			if (request.server().onApprovalRequest() != null) {
				open.add(request);
			}
			else if (this.shape.knowsApprovals()) {
				decide(request);
			}
		}
		if (!this.waiting.isEmpty()) {
			this.waitingMcpRequests.addAll(open);
			return new Interruption(this.waiting, answer.remaining(this.waitingCalls, this.waitingMcpRequests));
		}
		open.forEach(this::answer);
		if (!answer.handoffCalls().isEmpty()) {
			return handOff(answer.handoffCalls());
		}
		FinalOutput output = outputOf(results);
		return (output != null) ? output : new RunAgain();
	}

	private void decide(McpRequest request) {
		JsonObject rawItem = request.rawItem();
		Decision decision = this.approvals.of(rawItem.string("name"), rawItem.string("id"));
		if (decision == null) {
			this.waitingMcpRequests.add(request);
			ToolApprovalItem item = new ToolApprovalItem(this.snapshot, rawItem, rawItem.string("name"),
					this.shape.approvalDetails(null, rawItem));
			this.waiting.add(item);
			addWaiting(item);
		}
		else {
			JsonObject response = JsonObject.of("type", MCP_APPROVAL_RESPONSE, "approval_request_id",
					rawItem.string("id"), "approve", decision.approved());
			addMcpResponse((decision.message() != null) ? response.with("reason", decision.message()) : response);
		}
	}

	private void answer(McpRequest request) {
		McpApprovalFunction function = Objects.requireNonNull(request.server().onApprovalRequest());
		McpApproval approval = function.decide(this.context, request.rawItem());
		JsonObject response = JsonObject.of("approval_request_id", request.rawItem().string("id"), "approve",
				approval.approve(), "type", MCP_APPROVAL_RESPONSE);
		boolean refused = !approval.approve() && approval.reason() != null && !approval.reason().isEmpty();
		addMcpResponse(refused ? response.with("reason", approval.reason()) : response);
	}

	private void addMcpResponse(JsonObject response) {
		McpApprovalResponseItem item = new McpApprovalResponseItem(this.snapshot, response);
		this.items.add(new NewItem(item, response));
		if (this.shape.knowsApprovals()) {
			this.events.add(new RunItemStreamEvent(RunItemEventName.MCP_APPROVAL_RESPONSE, item));
		}
	}

	private NextStep handOff(List<HandoffCall> calls) {
		for (HandoffCall ignored : calls.subList(1, calls.size())) {
			String text = "Multiple handoffs detected, ignoring this one.";
			addToolOutput(ignored.rawItem().string("call_id"), new ToolResult(text, text),
					this.shape.outputDetailsOfNoTool());
		}
		HandoffCall call = calls.get(0);
		checkInput(call);
		if (call.handoff().onHandoff() != null) {
			call.handoff().onHandoff().accept(this.context, call.rawItem().string("arguments"));
		}
		Agent target = call.handoff().agent().get();
		String output = JsonCodec.writePython(JsonObject.of("assistant", target.name()));
		add(new HandoffOutputItem(this.snapshot, functionCallOutput(call.rawItem().string("call_id"), output),
				this.snapshot, target.snapshot()), RunItemEventName.HANDOFF_OCCURED);
		this.hooks.onHandoff(this.context, this.agent, target);
		this.agent.hooks().onHandoff(this.context, this.agent, target);
		return new HandOff(target, call.handoff());
	}

	/**
	 * Hold the arguments of a handoff to its schema, if it takes any.
	 */
	private void checkInput(HandoffCall call) {
		JsonObject schema = call.handoff().inputJsonSchema();
		JsonObject properties = schema.objectOrNull("properties");
		if (properties == null || properties.isEmpty()) {
			return;
		}
		String name = String.valueOf(schema.get("title"));
		String arguments = call.rawItem().string("arguments");
		try {
			SchemaValidator.validateJson(name, schema, arguments, !this.shape.convertsOutput());
		}
		catch (ValidationException ex) {
			throw explained(this.shape.invalidOutput(arguments, new OutputType<>(name, Object.class, schema, true), ex),
					call.scripted(), ex);
		}
	}

	private RuntimeException explained(RuntimeException failure, @Nullable ScriptedItem scripted, Exception cause) {
		if (scripted != null) {
			failure.addSuppressed(scripted.notFitting(this.agent, (cause instanceof ValidationException invalid)
					? invalid.reason() : String.valueOf(cause.getMessage())));
		}
		return failure;
	}

	private void add(RunItem item, RunItemEventName name) {
		this.items.add(new NewItem(item, item.rawItem()));
		this.events.add(new RunItemStreamEvent(name, item));
	}

	/**
	 * Return the final output that a tool has given.
	 */
	private @Nullable FinalOutput outputOf(List<CallResult> results) {
		ToolUseBehavior behavior = this.agent.toolUseBehavior();
		if (results.isEmpty() || behavior instanceof ToolUseBehavior.RunLlmAgain) {
			return null;
		}
		if (behavior instanceof ToolUseBehavior.Custom custom) {
			ToolsToFinalOutput decision = custom.function()
				.apply(this.context,
						results.stream()
							.map((result) -> new FunctionToolResult(result.toolName(), result.result().value()))
							.toList());
			return decision.isFinalOutput() ? outputOf(decision.finalOutput(), PythonText.str(decision.finalOutput()))
					: null;
		}
		for (CallResult result : results) {
			if (!(behavior instanceof ToolUseBehavior.StopAtTools stopAt)
					|| stopAt.toolNames().contains(result.toolName())) {
				return outputOf(result.result().value(), result.result().text());
			}
		}
		return null;
	}

	private FinalOutput outputOf(@Nullable Object value, String text) {
		return finalOutput((this.agent.outputType() == null) ? text : value);
	}

	/**
	 * Return the final output that the last message is, if it is one.
	 */
	private NextStep outputOf(ProcessedAnswer answer, ModelResponse response) {
		MessageOutputItem message = answer.lastMessage();
		List<JsonObject> content = (message != null && message.rawItem().get("content") != null)
				? message.rawItem().objects("content") : List.of();
		if (message != null && message.rawItem().get("content") == null) {
			this.shape.checkContentOfNone();
		}
		if (this.shape.outputWaitsForCalls() && (answer.hasCalls() || (message == null && answer.hasToolActivity()))) {
			return new RunAgain();
		}
		String refusal = this.shape.refusal(content);
		if (refusal != null) {
			return handled(this.errors.handlers().modelRefusal(), new ModelRefusalException(refusal), answer, response);
		}
		String text = this.shape.outputText(content);
		OutputType<?> outputType = this.agent.outputType();
		if (outputType != null) {
			return (text != null && !text.isEmpty()) ? outputOf(outputType, text, message, answer, response)
					: new RunAgain();
		}
		return answer.hasCalls() ? new RunAgain() : finalOutput((text != null) ? text : "");
	}

	private FinalOutput outputOf(OutputType<?> outputType, String text, @Nullable MessageOutputItem message,
			ProcessedAnswer answer, ModelResponse response) {
		Object output;
		try {
			output = read(outputType, text, message);
		}
		catch (ModelBehaviorException ex) {
			return handled(this.errors.handlers().invalidFinalOutput(), ex, answer, response);
		}
		return finalOutput(output);
	}

	/**
	 * Return the final output that a handler has for a failure.
	 */
	private FinalOutput handled(RunErrorHandlers.@Nullable Handler handler, AgentsException error,
			ProcessedAnswer answer, ModelResponse response) {
		List<NewItem> added = new ArrayList<>(answer.items());
		added.addAll(this.items);
		RunErrors.Handled handled = this.errors.handle(handler, error, this.agent, added, List.of(response));
		if (handled.message() != null) {
			this.items.add(handled.message());
			this.events.add(Objects.requireNonNull(handled.event()));
		}
		return finalOutput(handled.output());
	}

	private FinalOutput finalOutput(@Nullable Object output) {
		this.hooks.onAgentEnd(this.context, this.agent, output);
		this.agent.hooks().onAgentEnd(this.context, this.agent, output);
		return new FinalOutput(output);
	}

	private @Nullable Object read(OutputType<?> outputType, String text, @Nullable MessageOutputItem message) {
		try {
			return FinalOutputs.read(outputType, text, outputType.strictJsonSchema() && !this.shape.convertsOutput());
		}
		catch (ValidationException | JacksonException ex) {
			throw explained(this.shape.invalidOutput(text, outputType, ex),
					(message != null) ? this.model.scripted(message.rawItem().string("id")) : null, ex);
		}
	}

	/**
	 * The result of a call.
	 *
	 * @param rejected whether it did not run, as it was not approved
	 */
	private record CallResult(String toolName, ToolResult result, boolean rejected) {
	}

}
