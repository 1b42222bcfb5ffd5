package io.mockagents.recording;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the model saw when it was asked for a turn, as far as it tells turns apart: the
 * same key asks for the same answer, whatever the order of the calls.
 *
 * @param agent the name of the agent whose turn it is
 * @param userMessage the text of the user's last message, or {@code null} if the source
 * does not tell
 * @param toolOutputs the texts of the tool outputs since that message, in order
 */
public record TurnKey(String agent, @Nullable String userMessage, List<String> toolOutputs) {

	public TurnKey {
		toolOutputs = List.copyOf(toolOutputs);
	}

}
