package io.mockagents.agent;

/**
 * A check made after the tool was called ended the run.
 */
public class ToolOutputGuardrailTripwireTriggeredException extends AgentsException {

	private static final long serialVersionUID = 1L;

	private final transient ToolOutputGuardrail.Result guardrailResult;

	/**
	 * Create an exception.
	 * @param guardrailResult what the guardrail found
	 */
	public ToolOutputGuardrailTripwireTriggeredException(ToolOutputGuardrail.Result guardrailResult) {
		super("Tool output guardrail ToolOutputGuardrail triggered tripwire", null);
		this.guardrailResult = guardrailResult;
	}

	/**
	 * Return what the guardrail found.
	 * @return the result
	 */
	public ToolOutputGuardrail.Result guardrailResult() {
		return this.guardrailResult;
	}

	@Override
	public String sdkName() {
		return "ToolOutputGuardrailTripwireTriggered";
	}

}
