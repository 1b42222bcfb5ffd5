package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * A check of a run's final output.
 *
 * @param name the guardrail's name
 * @param check the check
 */
public record OutputGuardrail(String name, Check check) {

	/**
	 * Checks the final output of a run.
	 */
	@FunctionalInterface
	public interface Check {

		/**
		 * Check the final output.
		 * @param context the run
		 * @param agent the agent that gave the output
		 * @param agentOutput the final output
		 * @return what was found; a triggered tripwire ends the run with an
		 * {@link OutputGuardrailTripwireTriggeredException}
		 */
		GuardrailFunctionOutput check(RunContext context, Agent agent, @Nullable Object agentOutput);

	}

	/**
	 * The finding of an output guardrail.
	 *
	 * @param guardrailName the guardrail
	 * @param agent the agent that gave the output
	 * @param agentOutput the final output
	 * @param output what the guardrail found
	 */
	public record Result(String guardrailName, Agent agent, @Nullable Object agentOutput,
			GuardrailFunctionOutput output) {
	}

}
