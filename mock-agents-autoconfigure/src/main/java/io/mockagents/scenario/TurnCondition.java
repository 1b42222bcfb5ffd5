package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.model.Exchange;
import io.mockagents.model.ModelRequest;
import io.mockagents.scenario.match.MatchSubject;
import org.jspecify.annotations.Nullable;

/**
 * The conditions on the model's input for a turn; what is {@code null} is not looked at.
 *
 * @param agent the name of the agent whose turn it is
 * @param userMessage the user's last message; case, and fenced code blocks where there is
 * other text, do not matter
 * @param toolOutputs the texts of all tool outputs since that message, in order
 */
public record TurnCondition(@Nullable String agent, @Nullable String userMessage, @Nullable List<String> toolOutputs) {

	public TurnCondition {
		toolOutputs = (toolOutputs != null) ? List.copyOf(toolOutputs) : null;
	}

	/**
	 * Return whether this condition is met.
	 */
	boolean matches(ModelRequest request, Exchange exchange) {
		return (this.agent == null || this.agent.equalsIgnoreCase(request.agent().name())) && (this.userMessage == null
				|| (exchange.userMessage() != null && MatchSubject.isSame(this.userMessage, exchange.userMessage())))
				&& (this.toolOutputs == null || this.toolOutputs.equals(exchange.toolOutputs()));
	}

	/**
	 * Return whether this condition holds but for tool outputs that the application
	 * leaves out of what it sends, as with a filter or where the API keeps the
	 * conversation.
	 */
	boolean matchesEnd(ModelRequest request, Exchange exchange) {
		List<String> seen = exchange.toolOutputs();
		return this.toolOutputs != null && seen.size() < this.toolOutputs.size()
				&& seen.equals(this.toolOutputs.subList(this.toolOutputs.size() - seen.size(), this.toolOutputs.size()))
				&& new TurnCondition(this.agent, this.userMessage, null).matches(request, exchange);
	}

	@Override
	public String toString() {
		List<String> parts = new ArrayList<>();
		if (this.agent != null) {
			parts.add("agent '" + this.agent + "'");
		}
		if (this.userMessage != null) {
			parts.add("user message '" + this.userMessage + "'");
		}
		if (this.toolOutputs != null) {
			parts.add("tool outputs " + this.toolOutputs);
		}
		return String.join(" and ", parts);
	}

}
