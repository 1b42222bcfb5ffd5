package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * The result of a tool call, with the text that the model is sent. A {@link ToolFunction}
 * may return one to choose that text; otherwise it is the text that Python's
 * {@code str()} produces for the value.
 *
 * @param value what the tool returned
 * @param text its text
 */
public record ToolResult(@Nullable Object value, String text) {

}
