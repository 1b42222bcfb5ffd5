package io.mockagents.agent;

import java.util.List;

/**
 * A check of a run's input, made while the model takes its first turn or before it.
 *
 * @param name the guardrail's name
 * @param check the check
 * @param runInParallel whether the check is made while the model takes its first turn;
 * otherwise the model is not asked until it has passed, from profile 0.22 on
 */
public record InputGuardrail(String name, Check check, boolean runInParallel) {

	/**
	 * Create a check that is made while the model takes its first turn.
	 * @param name the guardrail's name
	 * @param check the check
	 */
	public InputGuardrail(String name, Check check) {
		this(name, check, true);
	}

	/**
	 * Checks the input of a run.
	 */
	@FunctionalInterface
	public interface Check {

		/**
		 * Check the input.
		 * @param context the run
		 * @param agent the starting agent
		 * @param input the input items, oldest first
		 * @return what was found; a triggered tripwire ends the run with an
		 * {@link InputGuardrailTripwireTriggeredException}
		 */
		GuardrailFunctionOutput check(RunContext context, Agent agent, List<JsonObject> input);

	}

	/**
	 * The finding of an input guardrail.
	 *
	 * @param guardrailName the guardrail
	 * @param output what it found
	 */
	public record Result(String guardrailName, GuardrailFunctionOutput output) {
	}

}
