package io.mockagents.loop;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.HandoffOutputItem;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.ModelRefusalException;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunContext;
import io.mockagents.agent.RunHooks;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.agent.ToolResult;
import io.mockagents.agent.ToolUseBehavior;
import io.mockagents.agent.ToolUseBehavior.FunctionToolResult;
import io.mockagents.agent.ToolUseBehavior.ToolsToFinalOutput;
import io.mockagents.loop.ProcessedAnswer.HandoffCall;
import io.mockagents.loop.RunState.NewItem;
import io.mockagents.loop.ToolCalls.ToolCall;
import io.mockagents.loop.TurnOutcome.FinalOutput;
import io.mockagents.loop.TurnOutcome.HandOff;
import io.mockagents.loop.TurnOutcome.NextStep;
import io.mockagents.loop.TurnOutcome.RunAgain;
import io.mockagents.model.JsonCodec;
import io.mockagents.model.PythonText;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Does what an answer asks for: runs its tools, hands off, or finds the final output. The
 * order is that of the SDK's {@code execute_tools_and_side_effects}.
 */
final class TurnResolution {

	private static final ToolsToFinalOutput RUN_AGAIN = new ToolsToFinalOutput(false, null);

	private final RunContext context;

	private final Agent agent;

	private final AgentSnapshot snapshot;

	private final RunHooks hooks;

	private final SdkShape shape;

	private final ToolCalls tools;

	private final List<NewItem> items = new ArrayList<>();

	private final List<RunItemStreamEvent> events = new ArrayList<>();

	TurnResolution(RunContext context, Agent agent, AgentSnapshot snapshot, RunHooks hooks, SdkShape shape,
			ToolCalls tools) {
		this.context = context;
		this.agent = agent;
		this.snapshot = snapshot;
		this.hooks = hooks;
		this.shape = shape;
		this.tools = tools;
	}

	TurnOutcome resolve(ProcessedAnswer answer) {
		List<FunctionToolResult> results = runTools(answer.toolCalls());
		NextStep nextStep = answer.handoffCalls().isEmpty() ? nextStep(answer, results)
				: handOff(answer.handoffCalls());
		return new TurnOutcome(this.items, this.events, nextStep);
	}

	private List<FunctionToolResult> runTools(List<ToolCall> calls) {
		if (calls.isEmpty()) {
			return List.of();
		}
		List<ToolResult> results = this.tools.run(calls);
		List<FunctionToolResult> functionResults = new ArrayList<>(calls.size());
		for (int i = 0; i < calls.size(); i++) {
			ToolCall call = calls.get(i);
			ToolResult result = results.get(i);
			addToolOutput(call.callId(), result);
			functionResults.add(new FunctionToolResult(call.name(), result.value()));
		}
		return functionResults;
	}

	private void addToolOutput(String callId, ToolResult result) {
		JsonObject rawItem = functionCallOutput(callId, result.text());
		add(new ToolCallOutputItem(this.snapshot, rawItem, JavaValues.toJson(result.value()),
				this.shape.toolOutputDetails()), RunItemEventName.TOOL_OUTPUT);
	}

	private static JsonObject functionCallOutput(String callId, String output) {
		return JsonObject.of("call_id", callId, "output", output, "type", "function_call_output");
	}

	private NextStep handOff(List<HandoffCall> calls) {
		for (HandoffCall ignored : calls.subList(1, calls.size())) {
			String text = "Multiple handoffs detected, ignoring this one.";
			addToolOutput(ignored.rawItem().string("call_id"), new ToolResult(text, text));
		}
		HandoffCall call = calls.get(0);
		if (call.handoff().onHandoff() != null) {
			call.handoff().onHandoff().accept(this.context, call.rawItem().string("arguments"));
		}
		Agent target = call.handoff().agent().get();
		String output = JsonCodec.writePython(JsonObject.of("assistant", target.name()));
		add(new HandoffOutputItem(this.snapshot, functionCallOutput(call.rawItem().string("call_id"), output),
				this.snapshot, target.snapshot()), RunItemEventName.HANDOFF_OCCURED);
		this.hooks.onHandoff(this.context, this.agent, target);
		this.agent.hooks().onHandoff(this.context, this.agent, target);
		return new HandOff(target);
	}

	private void add(RunItem item, RunItemEventName name) {
		this.items.add(new NewItem(item, item.rawItem()));
		this.events.add(new RunItemStreamEvent(name, item));
	}

	private NextStep nextStep(ProcessedAnswer answer, List<FunctionToolResult> results) {
		ToolsToFinalOutput decision = decide(results);
		if (decision.isFinalOutput()) {
			Object output = decision.finalOutput();
			return finalOutput((this.agent.outputType() == null) ? PythonText.str(output) : output);
		}
		MessageOutputItem message = answer.lastMessage();
		String text = (message != null) ? lastText(message) : null;
		OutputType<?> outputType = this.agent.outputType();
		if (outputType != null && text != null && !text.isEmpty()) {
			return finalOutput(read(outputType, text));
		}
		if (outputType == null && answer.toolCalls().isEmpty()) {
			return finalOutput((text != null) ? text : "");
		}
		return new RunAgain();
	}

	private ToolsToFinalOutput decide(List<FunctionToolResult> results) {
		if (results.isEmpty()) {
			return RUN_AGAIN;
		}
		ToolUseBehavior behavior = this.agent.toolUseBehavior();
		if (behavior instanceof ToolUseBehavior.StopOnFirstTool) {
			return new ToolsToFinalOutput(true, results.get(0).output());
		}
		if (behavior instanceof ToolUseBehavior.StopAtTools stopAt) {
			return results.stream()
				.filter((result) -> stopAt.toolNames().contains(result.toolName()))
				.findFirst()
				.map((result) -> new ToolsToFinalOutput(true, result.output()))
				.orElse(RUN_AGAIN);
		}
		if (behavior instanceof ToolUseBehavior.Custom custom) {
			return custom.function().apply(this.context, results);
		}
		return RUN_AGAIN;
	}

	private FinalOutput finalOutput(@Nullable Object output) {
		this.hooks.onAgentEnd(this.context, this.agent, output);
		this.agent.hooks().onAgentEnd(this.context, this.agent, output);
		return new FinalOutput(output);
	}

	private @Nullable String lastText(MessageOutputItem message) {
		List<JsonObject> content = message.rawItem().objects("content");
		if (content.isEmpty()) {
			return null;
		}
		JsonObject last = content.get(content.size() - 1);
		String refusal = last.stringOrNull("refusal");
		if (refusal != null && this.shape.raisesRefusal()) {
			throw new ModelRefusalException("Model refused to produce output: " + refusal);
		}
		return last.stringOrNull("text");
	}

	private Object read(OutputType<?> outputType, String text) {
		try {
			return JavaValues.read(text, outputType.type());
		}
		catch (JacksonException ex) {
			throw new ModelBehaviorException(
					this.shape.invalidOutput(text, outputType, String.valueOf(ex.getOriginalMessage())), ex);
		}
	}

}
