package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * A check made after the tool was called: {@code ToolOutputGuardrail} of the SDK, which
 * has it from profile 0.22 on. Here it is made in all profiles. Those of one tool are
 * asked in order, until one does not let pass.
 *
 * @param name the guardrail's name
 * @param check the check
 */
public record ToolOutputGuardrail(String name, Check check) {

	/**
	 * Checks a call.
	 */
	@FunctionalInterface
	public interface Check {

		/**
		 * Check a call.
		 * @param context the call, with its arguments
		 * @param agent the agent that calls
		 * @param output what the tool returned
		 * @return what was found and is to be done; {@code RAISE_EXCEPTION} ends the run
		 * with a {@link ToolOutputGuardrailTripwireTriggeredException}
		 */
		ToolGuardrailFunctionOutput check(ToolContext context, Agent agent, @Nullable Object output);

	}

	/**
	 * The finding of a guardrail.
	 *
	 * @param guardrailName the guardrail
	 * @param output what it found
	 */
	public record Result(String guardrailName, ToolGuardrailFunctionOutput output) {
	}

}
