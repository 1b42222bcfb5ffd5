package io.mockagents.agent;

/**
 * A check made before the tool is called: {@code ToolInputGuardrail} of the SDK, which
 * has it from profile 0.22 on. Here it is made in all profiles. Those of one tool are
 * asked in order, until one does not let pass.
 *
 * @param name the guardrail's name
 * @param check the check
 */
public record ToolInputGuardrail(String name, Check check) {

	/**
	 * Checks a call.
	 */
	@FunctionalInterface
	public interface Check {

		/**
		 * Check a call.
		 * @param context the call, with its arguments
		 * @param agent the agent that calls
		 * @return what was found and is to be done; {@code RAISE_EXCEPTION} ends the run
		 * with a {@link ToolInputGuardrailTripwireTriggeredException}
		 */
		ToolGuardrailFunctionOutput check(ToolContext context, Agent agent);

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
