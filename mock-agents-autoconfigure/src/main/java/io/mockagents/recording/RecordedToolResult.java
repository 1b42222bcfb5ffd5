package io.mockagents.recording;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The result of a tool call, or the answer to a request of an MCP server for approval.
 *
 * @param callId the id of the call, or of the request for approval
 * @param value what the tool returned, as JSON has it; of a request the item that answers
 * it
 * @param text the text of it that the model was sent; of a request empty
 * @param details the fields that follow the type in the item of the output, or
 * {@code null} if the source does not contain it
 */
public record RecordedToolResult(String callId, @Nullable Object value, String text, @Nullable JsonObject details) {

	/**
	 * Create a result without further details of its item.
	 * @param callId the id of the call
	 * @param value what the tool returned, as JSON has it
	 * @param text the text of it that the model was sent
	 */
	public RecordedToolResult(String callId, @Nullable Object value, String text) {
		this(callId, value, text, null);
	}

}
