package io.mockagents.agent;

/**
 * A check made before the tool is called ended the run.
 */
public class ToolInputGuardrailTripwireTriggeredException extends AgentsException {

	private static final long serialVersionUID = 1L;

	private final transient ToolInputGuardrail.Result guardrailResult;

	/**
	 * Create an exception.
	 * @param guardrailResult what the guardrail found
	 */
	public ToolInputGuardrailTripwireTriggeredException(ToolInputGuardrail.Result guardrailResult) {
		super("Tool input guardrail ToolInputGuardrail triggered tripwire", null);
		this.guardrailResult = guardrailResult;
	}

	/**
	 * Return what the guardrail found.
	 * @return the result
	 */
	public ToolInputGuardrail.Result guardrailResult() {
		return this.guardrailResult;
	}

	@Override
	public String sdkName() {
		return "ToolInputGuardrailTripwireTriggered";
	}

}
