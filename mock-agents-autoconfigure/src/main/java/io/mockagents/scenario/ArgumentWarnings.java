package io.mockagents.scenario;

import java.util.HashSet;
import java.util.Set;

/**
 * Decides whether to warn of scripted arguments that do not fit: once for each scenario
 * and tool, at most 1,000 times. Safe for several threads.
 */
public final class ArgumentWarnings {

	private static final int MAX = 1_000;

	private final Set<Called> reported = new HashSet<>();

	/**
	 * Return whether a warning is the first of its kind.
	 */
	synchronized boolean isFirst(Scenario scenario, Step step) {
		return this.reported.size() < MAX && this.reported.add(new Called(scenario.name(), name(step)));
	}

	private static String name(Step step) {
		return (step instanceof Step.ToolCall call) ? "tool " + call.name()
				: (step instanceof Step.Handoff handoff) ? "agent " + handoff.agent() : "";
	}

	/**
	 * A tool or an agent that a scenario calls.
	 */
	private record Called(String scenario, String name) {
	}

}
