package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * What a tool call gave, with the text that the model is sent. A {@link ToolFunction} may
 * return one to choose that text; otherwise it is what Python's {@code str()} gives for
 * the value.
 *
 * @param value what the tool returned
 * @param text its text
 */
public record ToolResult(@Nullable Object value, String text) {

}
