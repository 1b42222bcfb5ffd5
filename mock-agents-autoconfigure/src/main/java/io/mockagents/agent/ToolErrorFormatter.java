package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * Words what a model is sent where a call was not made: {@code tool_error_formatter} of
 * the SDK.
 */
@FunctionalInterface
public interface ToolErrorFormatter {

	/**
	 * Word an error.
	 * @param error what happened
	 * @return the text, or {@code null} for the default
	 */
	@Nullable String format(ToolError error);

	/**
	 * A call that was not made.
	 *
	 * @param kind why
	 * @param toolName the name of the tool
	 * @param callId the id of the call
	 * @param defaultMessage what the model is sent unless the formatter says otherwise
	 * @param context the run
	 */
	record ToolError(Kind kind, String toolName, String callId, String defaultMessage, RunContext context) {
	}

	/**
	 * Why a call was not made.
	 */
	enum Kind {

		/**
		 * A person rejected it, without a message.
		 */
		APPROVAL_REJECTED,

		/**
		 * The agent has no such tool.
		 */
		TOOL_NOT_FOUND

	}

}
