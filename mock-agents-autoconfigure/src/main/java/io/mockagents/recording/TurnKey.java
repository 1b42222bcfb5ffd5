package io.mockagents.recording;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The input of the model for a turn, as far as it distinguishes turns: the same key asks
 * for the same answer, whatever the order of the calls.
 *
 * @param agent the name of the agent whose turn it is
 * @param userMessage the text of the user's last message, or {@code null} if the source
 * does not contain it
 * @param toolOutputs the texts of the tool outputs since that message, in order
 */
public record TurnKey(String agent, @Nullable String userMessage, List<String> toolOutputs) {

	public TurnKey {
		toolOutputs = List.copyOf(toolOutputs);
	}

	/**
	 * Return the key of a turn.
	 * @param agent the name of the agent whose turn it is
	 * @param input the conversation that the model is sent, oldest first
	 * @return the key
	 */
	public static TurnKey of(String agent, List<JsonObject> input) {
		Exchange exchange = Exchange.of(input);
		return new TurnKey(agent, exchange.userMessage(), exchange.toolOutputs());
	}

}
