package io.mockagents.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.mockagents.agent.Agent;
import io.mockagents.agent.HandoffOutputItem;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.McpApprovalResponseItem;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunContext;
import io.mockagents.agent.RunErrorDetails;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunState;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.agent.ToolInputGuardrail;
import io.mockagents.agent.ToolOutputGuardrail;
import io.mockagents.agent.Usage;
import io.mockagents.model.ScriptedItem;
import io.mockagents.python.JavaValues;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * What a run has given so far. Written by the thread that runs the loop, read by any.
 */
final class RunProgress implements RunResult {

	private final RunRequest request;

	private volatile RunInfo info;

	private volatile SdkShape shape;

	private final RunContext context = new Context();

	volatile RunInput input;

	volatile List<NewItem> items = List.of();

	/** The items that the model sees after the input. */
	volatile List<NewItem> visible = List.of();

	/** The items that a nested history has in the input. */
	volatile List<RunItem> inInput = List.of();

	/** The items sent to a conversation that the API keeps. */
	final List<JsonObject> delivered = new ArrayList<>();

	volatile List<ModelResponse> rawResponses = List.of();

	volatile @Nullable Object finalOutput;

	/** The message that the final output was made of, if it was scripted. */
	volatile @Nullable ScriptedItem finalMessage;

	volatile List<InputGuardrail.Result> inputGuardrailResults = List.of();

	volatile List<OutputGuardrail.Result> outputGuardrailResults = List.of();

	volatile List<ToolInputGuardrail.Result> toolInputGuardrailResults = List.of();

	volatile List<ToolOutputGuardrail.Result> toolOutputGuardrailResults = List.of();

	volatile Usage usage;

	volatile Agent currentAgent;

	volatile int currentTurn;

	volatile boolean complete;

	volatile @Nullable InterruptedRun interrupted;

	final Approvals approvals;

	RunProgress(RunRequest request, RunInfo info, SdkShape shape) {
		this.request = request;
		this.info = info;
		this.input = request.input();
		this.currentAgent = request.startingAgent();
		this.shape = shape;
		this.usage = shape.noUsage();
		this.approvals = new Approvals();
	}

	/**
	 * Go on with what an interrupted run has given.
	 */
	RunProgress(RunRequest request, RunInfo info, RunProgress interrupted) {
		this.request = request;
		this.info = info;
		this.input = interrupted.input;
		this.items = interrupted.items;
		this.visible = interrupted.visible;
		this.inInput = interrupted.inInput;
		this.delivered.addAll(interrupted.delivered);
		this.toolInputGuardrailResults = interrupted.toolInputGuardrailResults;
		this.toolOutputGuardrailResults = interrupted.toolOutputGuardrailResults;
		this.rawResponses = interrupted.rawResponses;
		this.inputGuardrailResults = interrupted.inputGuardrailResults;
		this.outputGuardrailResults = interrupted.outputGuardrailResults;
		this.currentAgent = interrupted.currentAgent;
		this.currentTurn = interrupted.currentTurn;
		this.shape = interrupted.shape;
		this.usage = interrupted.usage;
		this.approvals = interrupted.approvals;
	}

	/**
	 * Take over what the plan says, once there is one.
	 */
	void planned(RunInfo info) {
		this.info = info;
	}

	/**
	 * Take over what the plan of a run says that continues no other.
	 */
	void planned(RunInfo info, SdkShape shape) {
		this.info = info;
		this.shape = shape;
		this.usage = shape.noUsage();
	}

	RunErrorDetails errorDetails() {
		return new RunErrorDetails(this.input, newItems(), this.rawResponses, this.currentAgent, this.usage,
				this.inputGuardrailResults, this.outputGuardrailResults);
	}

	List<JsonObject> itemsAsInput() {
		return itemsAsInput(0);
	}

	/**
	 * Return what is sent to the model of the items from a position on.
	 */
	List<JsonObject> itemsAsInput(int from) {
		List<NewItem> items = this.items;
		return asInput(items.subList(from, items.size()));
	}

	/**
	 * Return what is sent to the model of items.
	 */
	static List<JsonObject> asInput(List<NewItem> items) {
		List<JsonObject> inputItems = new ArrayList<>(items.size());
		for (NewItem item : items) {
			if (item.inputItem() != null) {
				inputItems.add(item.inputItem());
			}
		}
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
	public <T> @Nullable T finalOutputAs(Class<T> type) {
		try {
			return RunResult.super.finalOutputAs(type);
		}
		catch (ClassCastException ex) {
			ScriptedItem message = this.finalMessage;
			if (message != null) {
				ex.addSuppressed(message.notOfType(this.currentAgent, type));
			}
			throw ex;
		}
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
	public List<ToolInputGuardrail.Result> toolInputGuardrailResults() {
		return this.toolInputGuardrailResults;
	}

	@Override
	public List<ToolOutputGuardrail.Result> toolOutputGuardrailResults() {
		return this.toolOutputGuardrailResults;
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
	public List<ToolApprovalItem> interruptions() {
		InterruptedRun interrupted = this.interrupted;
		return (interrupted != null) ? interrupted.interruptions() : List.of();
	}

	@Override
	public RunState toState() {
		InterruptedRun interrupted = this.interrupted;
		if (interrupted == null) {
			throw new IllegalStateException("The run has no interruptions: only a run with pending approvals of "
					+ "tool calls can be continued. Start another run with toInputList().");
		}
		return interrupted;
	}

	@Override
	public @Nullable String lastResponseId() {
		List<ModelResponse> responses = this.rawResponses;
		return responses.isEmpty() ? null : responses.get(responses.size() - 1).responseId();
	}

	@Override
	public List<JsonObject> toInputList() {
		List<JsonObject> all = new ArrayList<>(this.input.toItems());
		List<RunItem> inInput = this.inInput;
		all.addAll(asInput(this.items.stream()
			.filter((item) -> inInput.stream().noneMatch((other) -> other == item.item()))
			.toList()));
		return List.copyOf(all);
	}

	@Override
	public String toString() {
		return describe("RunResult:\n- Last agent: " + this.currentAgent, "RunResult");
	}

	/**
	 * Describe the result as the SDK prints it.
	 * @param start the lines before the final output
	 * @param type the type of the result
	 */
	String describe(String start, String type) {
		String output = indented(this.shape.printed(finalOutputText()));
		return this.shape.printed(start + "\n- Final output (" + finalOutputType() + "):\n" + output + "\n- "
				+ this.items.size() + " new item(s)\n- " + this.rawResponses.size() + " raw response(s)\n- "
				+ this.inputGuardrailResults.size() + " input guardrail result(s)\n- "
				+ this.outputGuardrailResults.size() + " output guardrail result(s)\n(See `" + type
				+ "` for more details)");
	}

	/**
	 * Indent each of the lines of {@code str.splitlines()} of Python.
	 */
	private static String indented(String text) {
		return PythonText.splitLines(text).stream().map((line) -> "    " + line).collect(Collectors.joining("\n"));
	}

	private String finalOutputType() {
		Object output = this.finalOutput;
		OutputType<?> outputType = this.currentAgent.outputType();
		return (outputType != null && output != null) ? PythonText.typeName(outputType, output)
				: PythonText.typeName(output);
	}

	private String finalOutputText() {
		Object output = this.finalOutput;
		OutputType<?> outputType = this.currentAgent.outputType();
		boolean isModel = output instanceof Record || (outputType != null && !outputType.isWrapped());
		return (output == null || output instanceof String || !isModel) ? PythonText.str(output)
				: JavaValues.writeIndented(output);
	}

	/**
	 * An item the run has added.
	 *
	 * @param item the item
	 * @param inputItem the form in which it is sent back to the model and kept in the
	 * session; {@code null} if it is not
	 */
	record NewItem(RunItem item, @Nullable JsonObject inputItem) {

		/**
		 * Whether the item was not in the answer of the model but answers it.
		 */
		boolean isOutput() {
			return this.item instanceof ToolCallOutputItem || this.item instanceof HandoffOutputItem
					|| this.item instanceof McpApprovalResponseItem;
		}

	}

	private final class Context implements RunContext {

		@Override
		public @Nullable Object context() {
			return RunProgress.this.request.context();
		}

		@Override
		public Usage usage() {
			return RunProgress.this.usage;
		}

		@Override
		public String runId() {
			return RunProgress.this.info.runId();
		}

		@Override
		public String sessionId() {
			return RunProgress.this.info.sessionId();
		}

	}

}
