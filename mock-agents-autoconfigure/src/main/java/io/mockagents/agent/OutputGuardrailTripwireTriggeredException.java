package io.mockagents.agent;

/**
 * A check of the final output ended the run.
 */
public class OutputGuardrailTripwireTriggeredException extends AgentsException {

	private static final long serialVersionUID = 1L;

	private final transient OutputGuardrail.Result guardrailResult;

	/**
	 * Create an exception.
	 * @param guardrailResult what the guardrail found
	 */
	public OutputGuardrailTripwireTriggeredException(OutputGuardrail.Result guardrailResult) {
		super("Guardrail OutputGuardrail triggered tripwire", null);
		this.guardrailResult = guardrailResult;
	}

	/**
	 * Return what the guardrail found.
	 * @return the result
	 */
	public OutputGuardrail.Result guardrailResult() {
		return this.guardrailResult;
	}

	@Override
	public String sdkName() {
		return "OutputGuardrailTripwireTriggered";
	}

}
