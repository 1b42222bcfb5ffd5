package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * Returns the system prompt of an agent, computed for each run if it depends on the run.
 */
@FunctionalInterface
public interface Instructions {

	/**
	 * No instructions.
	 */
	Instructions NONE = (context, agent) -> null;

	/**
	 * Return instructions that are always the same text.
	 * @param text the text
	 * @return the instructions
	 */
	static Instructions of(String text) {
		return new Instructions() {

			@Override
			public String get(RunContext context, Agent agent) {
				return text;
			}

			@Override
			public String text() {
				return text;
			}

		};
	}

	/**
	 * Return the system prompt of a turn.
	 * @param context the run
	 * @param agent the agent whose turn it is
	 * @return the prompt, or {@code null} for none
	 */
	@Nullable String get(RunContext context, Agent agent);

	/**
	 * Return the text where it is always the same.
	 * @return the text, or {@code null} where it is computed for each run
	 */
	default @Nullable String text() {
		return null;
	}

}
