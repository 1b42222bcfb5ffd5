package io.mockagents.model;

import io.mockagents.agent.ToolResult;
import org.jspecify.annotations.Nullable;

/**
 * What answers the turns of a run: a scenario, a recording, or the API. One object
 * answers all turns of one run, one after the other; it need not be safe for several
 * threads.
 */
public interface Model {

	/**
	 * Answer a turn.
	 * @param request what the model is sent
	 * @return the answer as it comes over the wire; the caller closes it
	 * @throws io.mockagents.agent.OpenAiException if the answer is an error before its
	 * first frame
	 */
	ModelStream stream(ModelRequest request);

	/**
	 * Return what a tool call of this model's gives, where the model itself knows it: a
	 * scenario or a recording may hold the tool's output. The application's own function
	 * is then not run, and need not exist.
	 * @param callId the id of a call this model made
	 * @return the output, or {@code null} if the application's function has to be run
	 */
	default @Nullable ToolResult toolResult(String callId) {
		return null;
	}

}
