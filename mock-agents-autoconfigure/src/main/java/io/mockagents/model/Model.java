package io.mockagents.model;

import java.util.List;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputGuardrail;
import org.jspecify.annotations.Nullable;

/**
 * The source of the answers of a run: a scenario, a recording, or the API. One object
 * answers all turns of one run, one after the other; it need not be safe for several
 * threads.
 */
public interface Model {

	/**
	 * Answer a turn.
	 * @param request what the model is sent
	 * @return the answer as it comes over the wire; the caller closes it
	 * @throws io.mockagents.agent.OpenAiException if the answer is an error before its
	 * first frame
	 * @throws DelayedFailureException if it is one that comes after a pause
	 */
	ModelStream stream(ModelRequest request);

	/**
	 * Return what this model itself knows of a call it made. Asked once for each call of
	 * a tool or handoff, hosted ones included, in the order of the answers: calls that
	 * have the same id are distinguished by it.
	 * @param call the item of the call
	 * @param tool the agent's function of that name, or {@code null} if it has none
	 * @return what is known
	 */
	default KnownCall knownCall(JsonObject call, @Nullable FunctionTool tool) {
		return KnownCall.of(tool);
	}

	/**
	 * Return the item of an answer of this model, where it is written in a scenario and
	 * may not fit the agent.
	 * @param itemId the call id of a function call, the id of any other item
	 * @return the item, or {@code null} if it comes from a real model, or is meant to
	 * fail
	 */
	default @Nullable ScriptedItem scripted(String itemId) {
		return null;
	}

	/**
	 * Return checks of the run's input besides those of the agent and the run: a scenario
	 * may contain what a check finds. Asked for before the first turn.
	 * @return the checks
	 */
	default List<InputGuardrail> inputGuardrails() {
		return List.of();
	}

	/**
	 * Return checks of the final output besides those of the agent and the run: a
	 * scenario may contain what a check finds. Asked for once there is an output.
	 * @return the checks
	 */
	default List<OutputGuardrail> outputGuardrails() {
		return List.of();
	}

	/**
	 * Break off the answers that are open, because the run was cancelled at once. A
	 * thread that waits in {@link #stream} or in {@link ModelStream#next} then gets a
	 * {@link java.util.concurrent.CancellationException} without delay. Unlike everything
	 * else here this is called by any thread, at any time. A model that never waits has
	 * nothing to do.
	 */
	default void cancel() {
	}

	/**
	 * Return the model that continues an interrupted run.
	 * @param interrupted the model that the interrupted run had
	 * @return that model, unless this one continues
	 */
	default Model resuming(Model interrupted) {
		return interrupted;
	}

}
