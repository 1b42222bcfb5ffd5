package io.mockagents.agent;

/**
 * A check of the input ended the run.
 */
public class InputGuardrailTripwireTriggeredException extends AgentsException {

	private static final long serialVersionUID = 1L;

	private final transient InputGuardrail.Result guardrailResult;

	/**
	 * Create an exception.
	 * @param guardrailResult what the guardrail found
	 */
	public InputGuardrailTripwireTriggeredException(InputGuardrail.Result guardrailResult) {
		super("Guardrail InputGuardrail triggered tripwire", null);
		this.guardrailResult = guardrailResult;
	}

	/**
	 * Return what the guardrail found.
	 * @return the result
	 */
	public InputGuardrail.Result guardrailResult() {
		return this.guardrailResult;
	}

	@Override
	public String sdkName() {
		return "InputGuardrailTripwireTriggered";
	}

}
