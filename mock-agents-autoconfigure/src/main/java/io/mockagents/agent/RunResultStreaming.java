package io.mockagents.agent;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A run whose events are streamed. The events are made as they are asked for, on the
 * thread that asks; nothing runs ahead of its consumer. The values of
 * {@link RunResultBase} grow with each completed turn.
 */
public interface RunResultStreaming extends RunResultBase {

	/**
	 * Return the run's events. They can be consumed once.
	 * @return the events; close it to end the run early, which cancels it
	 * @throws IllegalStateException if the events were asked for before, in either form
	 */
	EventStream streamEvents();

	/**
	 * Hand the run's events to a consumer, one after the other, without holding a thread
	 * between them: where a pause precedes an event, the next step is scheduled.
	 * @param consumer receives the events, in order, never two at once; if it throws, the
	 * run is cancelled and the returned stage fails with that exception
	 * @param executor runs the steps of the run
	 * @return completed with this run at its end, or exceptionally with its failure
	 * @throws IllegalStateException if the events were asked for before, in either form
	 */
	CompletionStage<RunResultStreaming> streamEvents(Consumer<? super StreamEvent> consumer, Executor executor);

	/**
	 * Return the agent whose turn it is.
	 * @return the agent
	 */
	Agent currentAgent();

	/**
	 * Return the turn.
	 * @return the number of the turn, from 1; 0 before the first
	 */
	int currentTurn();

	/**
	 * Return the number of turns the run may take.
	 * @return the limit
	 */
	int maxTurns();

	/**
	 * Return whether the run has ended: with a final output, a failure, or by
	 * cancellation.
	 * @return whether it has ended
	 */
	boolean isComplete();

	/**
	 * End the run at once: its stream ends quietly, and what was not yet consumed is
	 * dropped. May be called from any thread, several times.
	 */
	default void cancel() {
		cancel(CancelMode.IMMEDIATE);
	}

	/**
	 * End the run. May be called from any thread, several times.
	 * @param mode when
	 */
	void cancel(CancelMode mode);

}
