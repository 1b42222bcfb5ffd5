package io.mockagents.loop;

import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.loop.RunProgress.NewItem;
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
	 * The step after a turn.
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
	 *
	 * @param agent the agent
	 * @param handoff how
	 */
	record HandOff(Agent agent, Handoff handoff) implements NextStep {
	}

	/**
	 * The run waits for approvals.
	 *
	 * @param approvals the calls that wait
	 * @param remaining what the turn has to do once they are decided on
	 */
	record Interruption(List<ToolApprovalItem> approvals, ProcessedAnswer remaining) implements NextStep {
	}

	/**
	 * The run ends.
	 */
	record FinalOutput(@Nullable Object output) implements NextStep {
	}

}
