package io.mockagents.agent;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The finding of a guardrail of a tool, and the consequence.
 *
 * @param outputInfo what it found, or {@code null}
 * @param behavior what is to be done
 * @param message the text that the model is sent in place of the output; {@code null}
 * unless the content is rejected
 */
public record ToolGuardrailFunctionOutput(@Nullable Object outputInfo, Behavior behavior, @Nullable String message) {

	public ToolGuardrailFunctionOutput {
		Objects.requireNonNull(behavior, "behavior");
		if ((behavior == Behavior.REJECT_CONTENT) != (message != null)) {
			throw new IllegalArgumentException("A message belongs to REJECT_CONTENT and to nothing else, but "
					+ behavior + " has " + ((message != null) ? "'" + message + "'" : "none"));
		}
	}

	/**
	 * Let the call or its output pass.
	 * @return the output, without information
	 */
	public static ToolGuardrailFunctionOutput allow() {
		return allow(null);
	}

	/**
	 * Let the call or its output pass.
	 * @param outputInfo what was found, or {@code null}
	 * @return the output
	 */
	public static ToolGuardrailFunctionOutput allow(@Nullable Object outputInfo) {
		return new ToolGuardrailFunctionOutput(outputInfo, Behavior.ALLOW, null);
	}

	/**
	 * Send the model a text in place of the output. A call that is rejected is not made.
	 * @param message the text
	 * @param outputInfo what was found, or {@code null}
	 * @return the output
	 */
	public static ToolGuardrailFunctionOutput rejectContent(String message, @Nullable Object outputInfo) {
		return new ToolGuardrailFunctionOutput(outputInfo, Behavior.REJECT_CONTENT, message);
	}

	/**
	 * End the run with an exception.
	 * @param outputInfo what was found, or {@code null}
	 * @return the output
	 */
	public static ToolGuardrailFunctionOutput raiseException(@Nullable Object outputInfo) {
		return new ToolGuardrailFunctionOutput(outputInfo, Behavior.RAISE_EXCEPTION, null);
	}

	/**
	 * The consequence of a finding.
	 */
	public enum Behavior {

		/**
		 * The call is made, its output is sent.
		 */
		ALLOW,

		/**
		 * The model is sent a text in place of the output.
		 */
		REJECT_CONTENT,

		/**
		 * The run fails.
		 */
		RAISE_EXCEPTION

	}

}
