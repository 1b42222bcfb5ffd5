package io.mockagents.agent;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Handlers that end a run in place of a failure: {@code error_handlers} of the SDK, which
 * has them from profile 0.22 on.
 *
 * @param maxTurns asked where the run takes too many turns, or {@code null}
 * @param modelRefusal asked where the model refuses, or {@code null}. In profile 0.2 a
 * refusal is not a failure
 * @param invalidFinalOutput asked where the final output does not fit its type, or
 * {@code null}
 */
public record RunErrorHandlers(@Nullable Handler maxTurns, @Nullable Handler modelRefusal,
		@Nullable Handler invalidFinalOutput) {

	/**
	 * No handlers: each failure ends the run.
	 */
	public static final RunErrorHandlers NONE = new RunErrorHandlers(null, null, null);

	/**
	 * Return handlers that end a run which takes too many turns.
	 * @param handler the handler
	 * @return the handlers
	 */
	public static RunErrorHandlers maxTurns(Handler handler) {
		return NONE.withMaxTurns(handler);
	}

	/**
	 * Return these handlers with another one for too many turns.
	 * @param handler the handler, or {@code null}
	 * @return the handlers
	 */
	public RunErrorHandlers withMaxTurns(@Nullable Handler handler) {
		return new RunErrorHandlers(handler, this.modelRefusal, this.invalidFinalOutput);
	}

	/**
	 * Return these handlers with another one for refusals.
	 * @param handler the handler, or {@code null}
	 * @return the handlers
	 */
	public RunErrorHandlers withModelRefusal(@Nullable Handler handler) {
		return new RunErrorHandlers(this.maxTurns, handler, this.invalidFinalOutput);
	}

	/**
	 * Return these handlers with another one for final outputs that do not fit.
	 * @param handler the handler, or {@code null}
	 * @return the handlers
	 */
	public RunErrorHandlers withInvalidFinalOutput(@Nullable Handler handler) {
		return new RunErrorHandlers(this.maxTurns, this.modelRefusal, handler);
	}

	/**
	 * Decides how a run ends.
	 */
	@FunctionalInterface
	public interface Handler {

		/**
		 * Decide how a run ends.
		 * @param failure what happened
		 * @return the end, or {@code null} to let the run fail
		 */
		@Nullable Result handle(Failure failure);

	}

	/**
	 * A failure, and what the run had done.
	 *
	 * @param error the exception that the run would end with
	 * @param context the run's context
	 * @param runData what the run had done
	 */
	public record Failure(AgentsException error, RunContext context, RunData runData) {
	}

	/**
	 * The state of a run: {@code RunErrorData} of the SDK.
	 *
	 * @param input its input
	 * @param newItems what it added, with the items of the failed turn
	 * @param history the input and the added items as a model is sent them
	 * @param output the added items as a model is sent them
	 * @param rawResponses the answers: of a failed turn only its own
	 * @param lastAgent the agent whose turn it was
	 */
	public record RunData(RunInput input, List<RunItem> newItems, List<JsonObject> history, List<JsonObject> output,
			List<ModelResponse> rawResponses, Agent lastAgent) {
	}

	/**
	 * The end of a run.
	 *
	 * @param finalOutput the final output, which has to fit the agent's output type
	 * @param includeInHistory whether the output is added to the run as a message
	 */
	public record Result(@Nullable Object finalOutput, boolean includeInHistory) {

		/**
		 * Return an end whose output is added to the run as a message.
		 * @param finalOutput the final output
		 * @return the end
		 */
		public static Result of(@Nullable Object finalOutput) {
			return new Result(finalOutput, true);
		}

	}

}
