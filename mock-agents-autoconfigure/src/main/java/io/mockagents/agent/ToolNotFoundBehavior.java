package io.mockagents.agent;

/**
 * The treatment of a call of a function that the agent does not have:
 * {@code tool_not_found_behavior} of the SDK.
 */
public enum ToolNotFoundBehavior {

	/**
	 * The run fails with a {@link ModelBehaviorException}.
	 */
	RAISE_ERROR,

	/**
	 * The model is sent a text that says so, and is asked again.
	 */
	RETURN_ERROR_TO_MODEL

}
