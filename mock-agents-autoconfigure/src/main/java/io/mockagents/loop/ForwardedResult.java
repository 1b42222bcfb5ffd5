package io.mockagents.loop;

import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.RunContext;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunResultBase;
import io.mockagents.agent.RunState;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.agent.ToolInputGuardrail;
import io.mockagents.agent.ToolOutputGuardrail;
import org.jspecify.annotations.Nullable;

/**
 * A run whose result is another object's.
 */
public abstract class ForwardedResult implements RunResultBase {

	private final RunResultBase result;

	/**
	 * Create a run.
	 * @param result has its result
	 */
	protected ForwardedResult(RunResultBase result) {
		this.result = result;
	}

	@Override
	public RunInput input() {
		return this.result.input();
	}

	@Override
	public List<RunItem> newItems() {
		return this.result.newItems();
	}

	@Override
	public List<ModelResponse> rawResponses() {
		return this.result.rawResponses();
	}

	@Override
	public @Nullable Object finalOutput() {
		return this.result.finalOutput();
	}

	@Override
	public <T> @Nullable T finalOutputAs(Class<T> type) {
		return this.result.finalOutputAs(type);
	}

	@Override
	public List<InputGuardrail.Result> inputGuardrailResults() {
		return this.result.inputGuardrailResults();
	}

	@Override
	public List<OutputGuardrail.Result> outputGuardrailResults() {
		return this.result.outputGuardrailResults();
	}

	@Override
	public List<ToolInputGuardrail.Result> toolInputGuardrailResults() {
		return this.result.toolInputGuardrailResults();
	}

	@Override
	public List<ToolOutputGuardrail.Result> toolOutputGuardrailResults() {
		return this.result.toolOutputGuardrailResults();
	}

	@Override
	public RunContext contextWrapper() {
		return this.result.contextWrapper();
	}

	@Override
	public Agent lastAgent() {
		return this.result.lastAgent();
	}

	@Override
	public List<ToolApprovalItem> interruptions() {
		return this.result.interruptions();
	}

	@Override
	public RunState toState() {
		return this.result.toState();
	}

	@Override
	public @Nullable String lastResponseId() {
		return this.result.lastResponseId();
	}

	@Override
	public List<JsonObject> toInputList() {
		return this.result.toInputList();
	}

}
