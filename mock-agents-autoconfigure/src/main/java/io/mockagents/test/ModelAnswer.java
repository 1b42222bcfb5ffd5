package io.mockagents.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.python.JavaValues;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.Step;
import io.mockagents.scenario.Template;
import io.mockagents.scenario.Turn;
import io.mockagents.wire.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the model, or a part of one. Texts and JSON may contain the placeholders
 * of scenarios, such as <code>${outputs.lookup_order}</code>. Immutable.
 */
public final class ModelAnswer {

	private final List<Step> steps;

	private final @Nullable TokenUsage usage;

	private ModelAnswer(List<Step> steps, @Nullable TokenUsage usage) {
		this.steps = List.copyOf(steps);
		this.usage = usage;
	}

	private static ModelAnswer of(Step step) {
		return new ModelAnswer(List.of(step), null);
	}

	/**
	 * Return an answer of steps of the scenario language.
	 * @param steps the steps, in order
	 * @return the answer
	 */
	public static ModelAnswer steps(Step... steps) {
		return new ModelAnswer(List.of(steps), null);
	}

	/**
	 * Return a message of the model.
	 * @param value a text, or a record or map, which becomes JSON: components of records
	 * are written in snake case, as output types are
	 * @return the answer
	 */
	public static ModelAnswer answer(Object value) {
		return of(ScriptSteps
			.message((value instanceof CharSequence text) ? Template.text(text.toString()) : template(value)));
	}

	/**
	 * Return a call of a function tool, whose handler runs.
	 * @param tool the name of the tool
	 * @param arguments the arguments: a record or map
	 * @return the answer
	 */
	public static ModelAnswer toolCall(String tool, Object arguments) {
		return of(ScriptSteps.toolCall(tool, template(arguments), null));
	}

	/**
	 * Return a call of a function tool, whose handler does not run.
	 * @param tool the name of the tool
	 * @param arguments the arguments: a record or map
	 * @param output what the call returns: a text, record or map
	 * @return the answer
	 */
	public static ModelAnswer toolCall(String tool, Object arguments, Object output) {
		Template value = (output instanceof CharSequence text) ? Template.text(text.toString()) : template(output);
		return of(ScriptSteps.toolCall(tool, template(arguments), new Step.ToolOutput(value, null, null)));
	}

	/**
	 * Return a handoff to another agent.
	 * @param agent the name of the agent
	 * @return the answer
	 */
	public static ModelAnswer handoff(String agent) {
		return of(ScriptSteps.handoff(agent, template(Map.of())));
	}

	/**
	 * Return a handoff to another agent with arguments.
	 * @param agent the name of the agent
	 * @param arguments the arguments: a record or map
	 * @return the answer
	 */
	public static ModelAnswer handoff(String agent, Object arguments) {
		return of(ScriptSteps.handoff(agent, template(arguments)));
	}

	/**
	 * Return a refusal.
	 * @param text the words of the model
	 * @return the answer
	 */
	public static ModelAnswer refusal(String text) {
		return of(ScriptSteps.refusal(Template.text(text)));
	}

	/**
	 * Return a piece of reasoning.
	 * @param summary the texts that summarize it; without any, the model shows none
	 * @return the answer, to be continued with {@link #and(ModelAnswer)}
	 */
	public static ModelAnswer reasoning(String... summary) {
		return of(ScriptSteps.reasoning(Arrays.stream(summary).map(Template::text).toList()));
	}

	/**
	 * Return a search with the web search tool that the API hosts.
	 * @param query the query
	 * @return the answer, to be continued with {@link #and(ModelAnswer)}
	 */
	public static ModelAnswer webSearch(String query) {
		return of(ScriptSteps.webSearch(Template.text(query)));
	}

	/**
	 * Return a call of a tool of a hosted MCP server.
	 * @param server the label of the server
	 * @param tool the name of the tool
	 * @param arguments the arguments: a record or map
	 * @param output what the call returns
	 * @return the answer, to be continued with {@link #and(ModelAnswer)}
	 */
	public static ModelAnswer mcpCall(String server, String tool, Object arguments, String output) {
		return of(ScriptSteps.mcpCall(server, tool, template(arguments), Template.text(output)));
	}

	/**
	 * Return the request of a hosted MCP server to approve a call.
	 * @param server the label of the server
	 * @param tool the name of the tool
	 * @param arguments the arguments: a record or map
	 * @return the answer
	 */
	public static ModelAnswer mcpApproval(String server, String tool, Object arguments) {
		return of(ScriptSteps.mcpApproval(server, tool, template(arguments)));
	}

	/**
	 * Return a failure.
	 * @param kind the kind of failure
	 * @return the answer
	 */
	public static ModelAnswer failure(FailureKind kind) {
		return of(kind.step(null));
	}

	/**
	 * Return a failure in the middle of the stream.
	 * @param kind a kind that ends the stream, such as
	 * {@link FailureKind#CONNECTION_DROPPED}
	 * @param afterEvents the number of events of the answer that still arrive
	 * @return the answer, to follow what is cut
	 */
	public static ModelAnswer failure(FailureKind kind, int afterEvents) {
		return of(kind.step(afterEvents));
	}

	static ModelAnswer failure(FailureKind kind, Attempts attempts) {
		return of(ScriptSteps.failure(kind, attempts.count()));
	}

	/**
	 * Return this with another part of the same answer.
	 * @param other what follows
	 * @return the answer of both parts
	 */
	public ModelAnswer and(ModelAnswer other) {
		List<Step> steps = new ArrayList<>(this.steps);
		steps.addAll(other.steps);
		return new ModelAnswer(steps, (other.usage != null) ? other.usage : this.usage);
	}

	/**
	 * Return this after a pause. Kit tests make no pauses unless
	 * {@link MockAgentsTest#delays()} is set; the journal contains them either way.
	 * @param pause how long the model takes before this part
	 * @return the answer with the pause
	 */
	public ModelAnswer after(Duration pause) {
		return of(new Step.Delay(pause)).and(this);
	}

	/**
	 * Return this with the tokens it uses. Others are estimated.
	 * @param inputTokens the tokens of the request
	 * @param outputTokens the tokens of the answer
	 * @return the answer with its usage
	 */
	public ModelAnswer usage(int inputTokens, int outputTokens) {
		return new ModelAnswer(this.steps, new TokenUsage(inputTokens, outputTokens));
	}

	List<Step> steps() {
		return this.steps;
	}

	@Nullable TokenUsage tokens() {
		return this.usage;
	}

	Turn turn() {
		return new Turn(this.steps, this.usage);
	}

	private static Template template(Object value) {
		return Template.json((value instanceof JsonObject) ? value : JavaValues.toJson(value));
	}

	@Override
	public String toString() {
		return this.steps.toString();
	}

}
