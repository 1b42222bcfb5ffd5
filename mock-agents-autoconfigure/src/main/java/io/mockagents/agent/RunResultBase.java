package io.mockagents.agent;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The result of a run, streamed or not.
 */
public interface RunResultBase {

	/**
	 * Return the input of the run, with the session's items before it.
	 * @return the input
	 */
	RunInput input();

	/**
	 * Return what the run added: messages, tool calls, their outputs, handoffs.
	 * @return the items of the turns completed so far, in order
	 */
	List<RunItem> newItems();

	/**
	 * Return the model's answers.
	 * @return the answers of the turns completed so far, in order
	 */
	List<ModelResponse> rawResponses();

	/**
	 * Return the output of the last agent: text, or an object of its output type.
	 * @return the output, or {@code null} before the end and after a failure
	 */
	@Nullable Object finalOutput();

	/**
	 * Return the output of the last agent as a type.
	 * @param type the type
	 * @param <T> the type
	 * @return the output, or {@code null} before the end and after a failure
	 * @throws ClassCastException if the output is of another type
	 */
	default <T> @Nullable T finalOutputAs(Class<T> type) {
		return type.cast(finalOutput());
	}

	/**
	 * Return what the input guardrails found.
	 * @return the results, in the order in which they came
	 */
	List<InputGuardrail.Result> inputGuardrailResults();

	/**
	 * Return what the output guardrails found.
	 * @return the results, in the order in which they came
	 */
	List<OutputGuardrail.Result> outputGuardrailResults();

	/**
	 * Return what the input guardrails of tools found.
	 * @return the results of the turns completed so far, in the order of the calls
	 */
	List<ToolInputGuardrail.Result> toolInputGuardrailResults();

	/**
	 * Return what the output guardrails of tools found.
	 * @return the results of the turns completed so far, in the order of the calls
	 */
	List<ToolOutputGuardrail.Result> toolOutputGuardrailResults();

	/**
	 * Return the run's context: the application's own object, and the usage.
	 * @return the context
	 */
	RunContext contextWrapper();

	/**
	 * Return the agent that took the last turn.
	 * @return the agent
	 */
	Agent lastAgent();

	/**
	 * Return the tool calls that wait for approval. If there are any, the run was
	 * interrupted: it has no final output, and {@link #toState()} continues it.
	 * @return the calls, in call order; empty unless the run was interrupted
	 */
	List<ToolApprovalItem> interruptions();

	/**
	 * Return what is needed to continue this run, once its interruptions are decided on.
	 * @return the state of the interrupted run
	 * @throws IllegalStateException if the run was not interrupted
	 */
	RunState toState();

	/**
	 * Return the id of the last answer.
	 * @return the id, or {@code null} if no turn was completed
	 */
	@Nullable String lastResponseId();

	/**
	 * Return the input of a run that continues this one: its input, and what it added.
	 * @return the items, oldest first
	 */
	List<JsonObject> toInputList();

}
