package io.mockagents.model;

import java.util.List;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.ToolResult;
import org.jspecify.annotations.Nullable;

/**
 * What answers the turns of a run: a scenario, a recording, or the API. One object
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
	 * Return what a tool call of this model's gives, where the model itself knows it: a
	 * scenario or a recording may hold the tool's output. The application's own function
	 * is then not run, and need not exist.
	 * @param callId the id of a call this model made
	 * @return the output, or {@code null} if the application's function has to be run
	 */
	default @Nullable ToolResult toolResult(String callId) {
		return null;
	}

	/**
	 * Return what is run for a tool call of this model's, unless its result is
	 * {@linkplain #toolResult(String) known}: the agent's tool, or one in its place where
	 * the model itself knows how the call goes; a scenario may hold that it fails.
	 * @param callId the id of a call this model made
	 * @param name the name of the tool that it calls
	 * @param tool the agent's tool of that name, or {@code null} if it has none
	 * @return the tool to run, or {@code null} if there is none
	 */
	default @Nullable FunctionTool toolFor(String callId, String name, @Nullable FunctionTool tool) {
		return tool;
	}

	/**
	 * Return the fields that follow the type in the item of a tool call, where the model
	 * itself knows them: a recording may hold what became of a tool that the agent does
	 * not have.
	 * @param callId the id of a call this model made, or of the item of a hosted tool's
	 * @return the fields, or {@code null} if they are those of the agent's tool
	 */
	default @Nullable JsonObject toolCallDetails(String callId) {
		return null;
	}

	/**
	 * Return the fields that follow the type in the item of a tool's output, where the
	 * model itself knows them.
	 * @param callId the id of a call this model made
	 * @return the fields, or {@code null} if they are those of the agent's tool
	 */
	default @Nullable JsonObject toolOutputDetails(String callId) {
		return null;
	}

	/**
	 * Return the item of an answer of this model, where somebody has written it and it
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
	 * may hold what a check finds. Asked for before the first turn.
	 * @return the checks
	 */
	default List<InputGuardrail> inputGuardrails() {
		return List.of();
	}

	/**
	 * Return checks of the final output besides those of the agent and the run: a
	 * scenario may hold what a check finds. Asked for once there is an output.
	 * @return the checks
	 */
	default List<OutputGuardrail> outputGuardrails() {
		return List.of();
	}

	/**
	 * Break off the answers that are open, because the run was cancelled at once. A
	 * thread that waits in {@link #stream} or in {@link ModelStream#next} then gets a
	 * {@link java.util.concurrent.CancellationException} without delay. Unlike all else
	 * here this is called by any thread, at any time. A model that makes nobody wait has
	 * nothing to do.
	 */
	default void cancel() {
	}

	/**
	 * Return the model that goes on with an interrupted run.
	 * @param interrupted the model that the interrupted run had
	 * @return that model, unless this one is made to go on
	 */
	default Model resuming(Model interrupted) {
		return interrupted;
	}

}
