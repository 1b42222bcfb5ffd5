package io.mockagents.test;

import java.util.List;

import io.mockagents.scenario.Failure;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.Step;
import io.mockagents.scenario.Template;
import io.mockagents.scenario.Turn;
import io.mockagents.scenario.TurnCondition;
import org.jspecify.annotations.Nullable;

/**
 * Makes the steps of the scenario language, with all that a test does not say as usual.
 */
final class ScriptSteps {

	private ScriptSteps() {
	}

	static Step message(Template text) {
		return new Step.Message(text);
	}

	static Step toolCall(String tool, Template arguments, Step.@Nullable ToolOutput output) {
		return new Step.ToolCall(tool, arguments, output);
	}

	static Step handoff(String agent, Template arguments) {
		return new Step.Handoff(agent, arguments, null, null);
	}

	static Step refusal(Template text) {
		return new Step.Refusal(text, null);
	}

	static Step reasoning(List<Template> summary) {
		return new Step.Reasoning(summary);
	}

	static Step webSearch(Template query) {
		return new Step.WebSearch(query, null);
	}

	static Step mcpCall(String server, String tool, Template arguments, Template output) {
		return new Step.McpCall(server, tool, arguments, output, null, null);
	}

	static Step mcpApproval(String server, String tool, Template arguments) {
		return new Step.McpApprovalRequest(server, tool, arguments, null);
	}

	/**
	 * Return a failure of a number of requests.
	 * @throws IllegalArgumentException if the kind is not one that the client repeats a
	 * request for
	 */
	static Step failure(FailureKind kind, int requests) {
		Step step = kind.step(null);
		if (step instanceof Failure.BeforeStream failure) {
			return failure.withTimes(requests);
		}
		throw new IllegalArgumentException("times(" + requests + ") is for failures before the stream, such as "
				+ "RATE_LIMIT: the client repeats no request that fails with " + kind);
	}

	/**
	 * Return a failure of all requests.
	 */
	static Step lasting(Failure.BeforeStream failure) {
		return (failure instanceof Failure.Http http)
				? new Failure.Http(http.kind(), http.status(), http.error(), http.body(), http.headers(), null)
				: new Failure.Unreachable(((Failure.Unreachable) failure).timeout(), null);
	}

	static Turn when(Turn turn, TurnCondition condition) {
		return turn.withCondition(condition);
	}

}
