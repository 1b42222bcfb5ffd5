package io.mockagents.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.mockagents.agent.Agent;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunContext;
import io.mockagents.agent.RunErrorDetails;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.Usage;
import io.mockagents.model.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * What a run has given so far. Written by the thread that runs the loop, read by any.
 */
final class RunState implements RunResult {

	private final RunRequest request;

	private final RunInfo info;

	private final RunContext context = new Context();

	volatile RunInput input;

	volatile List<NewItem> items = List.of();

	volatile List<ModelResponse> rawResponses = List.of();

	volatile @Nullable Object finalOutput;

	volatile List<InputGuardrail.Result> inputGuardrailResults = List.of();

	volatile List<OutputGuardrail.Result> outputGuardrailResults = List.of();

	volatile Usage usage;

	volatile Agent currentAgent;

	volatile int currentTurn;

	volatile boolean complete;

	RunState(RunRequest request, RunInfo info, Usage usage) {
		this.request = request;
		this.info = info;
		this.input = request.input();
		this.currentAgent = request.startingAgent();
		this.usage = usage;
	}

	RunErrorDetails errorDetails() {
		return new RunErrorDetails(this.input, newItems(), this.rawResponses, this.currentAgent, this.usage,
				this.inputGuardrailResults, this.outputGuardrailResults);
	}

	List<JsonObject> itemsAsInput() {
		List<JsonObject> inputItems = new ArrayList<>(this.items.size());
		this.items.forEach((item) -> inputItems.add(item.inputItem()));
		return inputItems;
	}

	@Override
	public RunInput input() {
		return this.input;
	}

	@Override
	public List<RunItem> newItems() {
		return this.items.stream().map(NewItem::item).toList();
	}

	@Override
	public List<ModelResponse> rawResponses() {
		return this.rawResponses;
	}

	@Override
	public @Nullable Object finalOutput() {
		return this.finalOutput;
	}

	@Override
	public List<InputGuardrail.Result> inputGuardrailResults() {
		return this.inputGuardrailResults;
	}

	@Override
	public List<OutputGuardrail.Result> outputGuardrailResults() {
		return this.outputGuardrailResults;
	}

	@Override
	public RunContext contextWrapper() {
		return this.context;
	}

	@Override
	public Agent lastAgent() {
		return this.currentAgent;
	}

	@Override
	public @Nullable String lastResponseId() {
		List<ModelResponse> responses = this.rawResponses;
		return responses.isEmpty() ? null : responses.get(responses.size() - 1).responseId();
	}

	@Override
	public List<JsonObject> toInputList() {
		List<JsonObject> all = new ArrayList<>(this.input.toItems());
		all.addAll(itemsAsInput());
		return List.copyOf(all);
	}

	@Override
	public String toString() {
		return "RunResult:\n- Last agent: " + this.currentAgent + describe("RunResult");
	}

	/**
	 * Describe the result as the SDK prints it.
	 * @param type the type of the result
	 */
	String describe(String type) {
		return "\n- Final output (" + finalOutputType() + "):\n" + finalOutputText().indent(4).stripTrailing() + "\n- "
				+ this.items.size() + " new item(s)\n- " + this.rawResponses.size() + " raw response(s)\n- "
				+ this.inputGuardrailResults.size() + " input guardrail result(s)\n- "
				+ this.outputGuardrailResults.size() + " output guardrail result(s)\n(See `" + type
				+ "` for more details)";
	}

	private String finalOutputType() {
		Object output = this.finalOutput;
		if (output == null) {
			return "NoneType";
		}
		if (output instanceof String) {
			return "str";
		}
		OutputType<?> outputType = this.currentAgent.outputType();
		return (outputType != null) ? outputType.name() : output.getClass().getSimpleName();
	}

	private String finalOutputText() {
		Object output = this.finalOutput;
		return (output == null || output instanceof String) ? PythonText.str(output) : JavaValues.writeIndented(output);
	}

	/**
	 * An item the run has added.
	 *
	 * @param item the item
	 * @param inputItem the form in which it is sent back to the model and kept in the
	 * session
	 */
	record NewItem(RunItem item, JsonObject inputItem) {

		NewItem {
			Objects.requireNonNull(inputItem, "inputItem");
		}

	}

	private final class Context implements RunContext {

		@Override
		public @Nullable Object context() {
			return RunState.this.request.context();
		}

		@Override
		public Usage usage() {
			return RunState.this.usage;
		}

		@Override
		public String runId() {
			return RunState.this.info.runId();
		}

		@Override
		public String sessionId() {
			return RunState.this.info.sessionId();
		}

	}

}
