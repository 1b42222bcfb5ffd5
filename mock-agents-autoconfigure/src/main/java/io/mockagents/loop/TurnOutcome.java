package io.mockagents.loop;

import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.loop.RunState.NewItem;
import org.jspecify.annotations.Nullable;

/**
 * How a turn ended once its tools had run.
 *
 * @param items what was added beyond the items of the answer, in order
 * @param events their events, in the same order
 * @param nextStep what follows
 */
record TurnOutcome(List<NewItem> items, List<RunItemStreamEvent> events, NextStep nextStep) {

	/**
	 * What follows a turn.
	 */
	sealed interface NextStep {

	}

	/**
	 * The model is asked again.
	 */
	record RunAgain() implements NextStep {
	}

	/**
	 * Another agent takes over.
	 */
	record HandOff(Agent agent) implements NextStep {
	}

	/**
	 * The run ends.
	 */
	record FinalOutput(@Nullable Object output) implements NextStep {
	}

}
