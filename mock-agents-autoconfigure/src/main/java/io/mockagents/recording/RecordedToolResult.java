package io.mockagents.recording;

import org.jspecify.annotations.Nullable;

/**
 * What a tool call gave.
 *
 * @param callId the id of the call
 * @param value what the tool returned, as JSON has it
 * @param text the text of it that the model was sent
 */
public record RecordedToolResult(String callId, @Nullable Object value, String text) {

}
