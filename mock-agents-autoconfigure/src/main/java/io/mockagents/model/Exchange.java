package io.mockagents.model;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunInput;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * The end of a conversation that the model is sent: what the user said last, and what
 * tools gave since.
 *
 * @param userMessage the text of the user's last message, or {@code null} if there is
 * none
 * @param toolOutputs the texts of the tool outputs since that message, in order
 */
public record Exchange(@Nullable String userMessage, List<String> toolOutputs) {

	public Exchange {
		toolOutputs = List.copyOf(toolOutputs);
	}

	/**
	 * Return the end of a conversation.
	 * @param input the conversation, oldest item first
	 * @return its end
	 */
	public static Exchange of(List<JsonObject> input) {
		List<String> outputs = new ArrayList<>();
		for (int i = input.size() - 1; i >= 0; i--) {
			JsonObject item = input.get(i);
			if ("user".equals(item.get("role"))) {
				return new Exchange(RunInput.of(List.of(item)).lastUserMessage(), outputs);
			}
			if ("function_call_output".equals(item.get("type"))) {
				Object output = item.get("output");
				outputs.add(0, (output instanceof String text) ? text : JsonCodec.write(output));
			}
		}
		return new Exchange(null, outputs);
	}

}
