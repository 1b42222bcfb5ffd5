package io.mockagents.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

import io.mockagents.agent.RunRequest;
import io.mockagents.mock.RunOwner.OwnedPlay;
import io.mockagents.model.ModelRequest;
import io.mockagents.scenario.Failure;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioWriter;
import io.mockagents.scenario.Step;
import io.mockagents.scenario.Turn;
import io.mockagents.scenario.TurnCondition;
import io.mockagents.scenario.match.MatchRule;
import io.mockagents.scenario.match.MatchSubject;
import io.mockagents.wire.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * The model's answers in one run, written in order: each call of a method is one answer,
 * unless it says otherwise. It is played once, unless it is {@linkplain #repeated(int)
 * repeated}.
 *
 * <pre>{@code
 * script.onMessage(containing("parcel"))
 *     .callsTool("lookup_order", Map.of("order_id", "7"))
 *     .answers(new Answer("It is on its way", "order", 9));
 * }</pre>
 */
public final class ScriptedRun {

	/**
	 * Any number of times.
	 */
	private static final int ANY = -1;

	private final String location;

	private final List<Answer> answers = new ArrayList<>();

	private @Nullable MessageMatcher message;

	private @Nullable String sessionId;

	private @Nullable String startingAgent;

	private @Nullable Predicate<RunRequest> condition;

	private @Nullable Function<ModelRequest, Turn> function;

	private @Nullable Scenario given;

	private @Nullable String answeringAgent;

	private boolean sameAnswer;

	private int times = 1;

	private int played;

	private int unfinished;

	private boolean rearmed;

	private @Nullable Scenario scenario;

	ScriptedRun(String location) {
		this.location = location;
	}

	/**
	 * Restrict this to runs of a session.
	 * @param sessionId the id of the session
	 * @return this script
	 */
	public synchronized ScriptedRun inSession(String sessionId) {
		this.sessionId = Objects.requireNonNull(sessionId, "sessionId");
		return this;
	}

	/**
	 * Restrict this to runs that start with an agent.
	 * @param agent the name of the agent
	 * @return this script
	 */
	public synchronized ScriptedRun startingWith(String agent) {
		this.startingAgent = Objects.requireNonNull(agent, "agent");
		return this;
	}

	/**
	 * Restrict this to runs that meet a condition.
	 * @param condition the condition, which must not throw
	 * @return this script
	 */
	public synchronized ScriptedRun when(Predicate<RunRequest> condition) {
		this.condition = (this.condition != null) ? this.condition.and(condition) : condition;
		return this;
	}

	synchronized ScriptedRun message(MessageMatcher message) {
		this.message = message;
		return this;
	}

	synchronized ScriptedRun function(Function<ModelRequest, Turn> function) {
		this.function = function;
		this.times = ANY;
		return this;
	}

	synchronized ScriptedRun given(Scenario scenario) {
		this.given = scenario;
		return this;
	}

	/**
	 * Let the model answer, and if it calls nothing, end the run.
	 * @param value a text, or a record or map, which becomes JSON; it is checked against
	 * the output type of the agent
	 * @return this script
	 */
	public ScriptedRun answers(Object value) {
		return then(ModelAnswer.answer(value));
	}

	/**
	 * Let the model call a function tool, whose handler runs.
	 * @param tool the name of the tool
	 * @param arguments the arguments: a record or map; they are checked against the
	 * schema of the tool
	 * @return this script
	 */
	public ScriptedRun callsTool(String tool, Object arguments) {
		return then(ModelAnswer.toolCall(tool, arguments));
	}

	/**
	 * Let the model call a function tool, whose handler does not run.
	 * @param tool the name of the tool
	 * @param arguments the arguments: a record or map
	 * @param output what the call returns: a text, record or map
	 * @return this script
	 */
	public ScriptedRun callsTool(String tool, Object arguments, Object output) {
		return then(ModelAnswer.toolCall(tool, arguments, output));
	}

	/**
	 * Let the model hand off to another agent.
	 * @param agent the name of the agent
	 * @return this script
	 */
	public ScriptedRun handsOffTo(String agent) {
		return then(ModelAnswer.handoff(agent));
	}

	/**
	 * Let the model refuse to answer.
	 * @param text the words of the model
	 * @return this script
	 */
	public ScriptedRun refuses(String text) {
		return then(ModelAnswer.refusal(text));
	}

	/**
	 * Let the model reason before the answer that follows.
	 * @param summary the texts that summarize its thoughts
	 * @return this script
	 */
	public ScriptedRun reasons(String... summary) {
		return then(ModelAnswer.reasoning(summary)).together();
	}

	/**
	 * Let the model pause before the answer that follows.
	 * @param pause how long
	 * @return this script
	 */
	public ScriptedRun pauses(Duration pause) {
		return then(ModelAnswer.steps(new Step.Delay(pause))).together();
	}

	/**
	 * Let the model search the web before the answer that follows.
	 * @param query the query
	 * @return this script
	 */
	public ScriptedRun searchesTheWeb(String query) {
		return then(ModelAnswer.webSearch(query)).together();
	}

	/**
	 * Let a hosted MCP server ask for the approval of a call.
	 * @param server the label of the server
	 * @param tool the name of the tool
	 * @param arguments the arguments: a record or map
	 * @return this script
	 */
	public ScriptedRun asksForApproval(String server, String tool, Object arguments) {
		return then(ModelAnswer.mcpApproval(server, tool, arguments));
	}

	/**
	 * Let the model make one answer of several parts, such as several calls at once.
	 * @param answer the first part
	 * @param more the other parts
	 * @return this script
	 */
	public synchronized ScriptedRun then(ModelAnswer answer, ModelAnswer... more) {
		ModelAnswer all = answer;
		for (ModelAnswer part : more) {
			all = all.and(part);
		}
		if (this.sameAnswer) {
			Answer last = last();
			this.answers.set(this.answers.size() - 1, new Answer(last.answer().and(all), last.agent()));
		}
		else {
			this.answers.add(new Answer(all, this.answeringAgent));
		}
		this.sameAnswer = false;
		this.scenario = null;
		return this;
	}

	/**
	 * Let what follows be part of the last answer, as in
	 * {@code callsTool("a", ...).together().callsTool("b", ...)}.
	 * @return this script
	 */
	public synchronized ScriptedRun together() {
		last();
		this.sameAnswer = true;
		return this;
	}

	/**
	 * Let the run fail. A failure of a tool, a check of the output, and a run that takes
	 * too many turns belong to the last answer; all others come in place of the next.
	 * @param kind the kind of failure
	 * @return this script
	 */
	public ScriptedRun failsWith(FailureKind kind) {
		switch (kind) {
			case TOOL_ERROR, FATAL_TOOL_ERROR, TOOL_TIMEOUT, FATAL_TOOL_TIMEOUT, OUTPUT_GUARDRAIL, MAX_TURNS ->
				together();
			default -> {
			}
		}
		return then(ModelAnswer.failure(kind));
	}

	/**
	 * Let a number of requests fail, the client's retries included. The answer that
	 * follows is that to the next request; without one, all requests fail.
	 * @param kind a kind of failure before the stream, such as
	 * {@link FailureKind#RATE_LIMIT}
	 * @param attempts the number of requests, as in {@code times(3)}
	 * @return this script
	 */
	public ScriptedRun failsWith(FailureKind kind, Attempts attempts) {
		return then(ModelAnswer.failure(kind, attempts)).together();
	}

	/**
	 * Let the stream of the last answer break.
	 * @param kind a kind that ends the stream, such as
	 * {@link FailureKind#CONNECTION_DROPPED}
	 * @param afterEvents the number of its events that still arrive
	 * @return this script
	 */
	public ScriptedRun breaksWith(FailureKind kind, int afterEvents) {
		return together().then(ModelAnswer.failure(kind, afterEvents));
	}

	/**
	 * Set the tokens that the last answer uses. Others are estimated.
	 * @param inputTokens the tokens of the request
	 * @param outputTokens the tokens of the answer
	 * @return this script
	 */
	public synchronized ScriptedRun usage(int inputTokens, int outputTokens) {
		Answer last = last();
		this.answers.set(this.answers.size() - 1,
				new Answer(last.answer().usage(inputTokens, outputTokens), last.agent()));
		this.scenario = null;
		return this;
	}

	/**
	 * Require that an agent asks for the answers that follow.
	 * @param agent the name of the agent
	 * @return this script
	 */
	public synchronized ScriptedRun as(String agent) {
		this.answeringAgent = Objects.requireNonNull(agent, "agent");
		return this;
	}

	/**
	 * Play this a number of times, and require that many.
	 * @param times the number of runs, at least 1
	 * @return this script
	 */
	public synchronized ScriptedRun repeated(int times) {
		if (times < 1) {
			throw new IllegalArgumentException("A script is played at least once, not " + times + " times");
		}
		this.times = times;
		return this;
	}

	/**
	 * Play this any number of times, none included.
	 * @return this script
	 */
	public synchronized ScriptedRun anyNumberOfTimes() {
		this.times = ANY;
		return this;
	}

	private Answer last() {
		if (this.answers.isEmpty()) {
			throw new IllegalStateException("The script at " + this.location
					+ " has no answer yet. Begin with callsTool, answers, handsOffTo or failsWith");
		}
		return this.answers.get(this.answers.size() - 1);
	}

	/**
	 * Return this as a scenario of the scenario language. Conditions on sessions and
	 * predicates are not part of it.
	 * @return the scenario
	 */
	public synchronized Scenario toScenario() {
		Scenario scenario = (this.given != null) ? this.given : this.scenario;
		if (scenario == null) {
			if (this.answers.isEmpty()) {
				throw new IllegalStateException("The script at " + this.location
						+ " has no answers. Add callsTool, answers, handsOffTo or failsWith");
			}
			scenario = new Scenario("script-" + this.location.replaceAll("\\.\\w+:", "-").replaceAll("[^\\w.-]", "_"),
					List.of(), null, 1, 0, rules(), this.answers.stream().map(Answer::turn).toList(),
					Scenario.Origin.CODE);
			this.scenario = scenario;
		}
		return scenario;
	}

	/**
	 * Return this as the text of a scenario file.
	 * @return the YAML; {@link AgentScript#fromYaml(String)} reads it
	 * @see #toScenario()
	 */
	public String toYaml() {
		return ScenarioWriter.yaml(toScenario());
	}

	private List<MatchRule> rules() {
		MatchRule rule = (this.message != null) ? this.message.rule()
				: new MatchRule(List.of(), List.of(), List.of(), null, null, null, List.of());
		List<String> agents = (this.startingAgent != null) ? List.of(this.startingAgent) : List.of();
		return (this.message == null && agents.isEmpty()) ? List.of() : List.of(new MatchRule(agents,
				rule.inputEquals(), rule.inputContains(), rule.inputMatches(), null, null, List.of()));
	}

	/**
	 * Return why this cannot be what a run plays.
	 * @return the reason, or {@code null} if it can
	 */
	synchronized @Nullable String mismatch(RunRequest request) {
		if (this.sessionId != null && !this.sessionId.equals(request.sessionId())) {
			return "the session is " + ((request.sessionId() != null) ? "'" + request.sessionId() + "'" : "not set")
					+ ", not '" + this.sessionId + "'";
		}
		String agent = request.startingAgent().name();
		if (this.startingAgent != null && !this.startingAgent.equalsIgnoreCase(agent)) {
			return "the agent is '" + agent + "', not '" + this.startingAgent + "'";
		}
		if (this.message != null && !this.message.rule().matches(new MatchSubject(request))) {
			String nearest = this.message.nearest(request.input().lastUserMessage());
			return "the message does not match" + ((nearest != null) ? ", the nearest word is '" + nearest + "'" : "");
		}
		if (this.given != null && !this.given.match().isEmpty()) {
			MatchSubject subject = new MatchSubject(request);
			if (this.given.match().stream().noneMatch((rule) -> rule.matches(subject))) {
				return "no rule of the scenario matches";
			}
		}
		if (this.condition != null && !this.condition.test(request)) {
			return "its condition is not met";
		}
		if (this.times != ANY && this.played >= this.times) {
			return "it was played already" + ((this.times > 1) ? " " + this.times + " times" : "")
					+ ". For more runs, add repeated(n) or anyNumberOfTimes()";
		}
		return null;
	}

	/**
	 * Whether this looks at more than whether there is a run.
	 */
	synchronized boolean isSpecific() {
		return this.message != null || this.sessionId != null || this.condition != null || this.startingAgent != null
				|| (this.given != null && !this.given.match().isEmpty());
	}

	/**
	 * Return the place of this among the scripts of a test: by session, by what else it
	 * looks at, for any run.
	 */
	synchronized int rank() {
		if (this.sessionId != null) {
			return 0;
		}
		return (this.message != null) ? 1 : isSpecific() ? 2 : 3;
	}

	/**
	 * Return what a run plays that this is for.
	 */
	synchronized OwnedPlay play() {
		this.played++;
		Function<ModelRequest, Turn> function = this.function;
		return (function != null) ? new OwnedPlay.OfAnswers("function at " + this.location, function, toString())
				: new OwnedPlay.OfScenario(toScenario(), toString());
	}

	/**
	 * Return what a run plays that continues one that was interrupted.
	 */
	synchronized OwnedPlay resume() {
		OwnedPlay play = play();
		this.played--;
		return play;
	}

	/**
	 * A run that played this has ended.
	 * @param asked the number of answers it has asked for
	 */
	synchronized void ended(int asked) {
		if (this.function == null) {
			this.unfinished = (asked < toScenario().turns().size()) ? asked + 1 : 0;
		}
	}

	/**
	 * Return what of this was not used.
	 * @return the text, or {@code null} if all was
	 */
	synchronized @Nullable String unused() {
		if (this.rearmed) {
			return null;
		}
		if (this.times != ANY && this.played < this.times) {
			return this + " was played "
					+ ((this.played == 0) ? "in no run" : "in " + this.played + " of " + this.times + " runs");
		}
		if (this.unfinished > 0) {
			return this + " has " + toScenario().turns().size() + " answers, but the run asked only for "
					+ (this.unfinished - 1);
		}
		return null;
	}

	/**
	 * Arm this again as if nothing had been played.
	 */
	synchronized void rearm() {
		this.rearmed |= this.played > 0;
		this.played = 0;
		this.unfinished = 0;
	}

	String location() {
		return this.location;
	}

	@Override
	public synchronized String toString() {
		List<String> parts = new ArrayList<>();
		if (this.function != null) {
			parts.add("answering(...)");
		}
		if (this.given != null) {
			parts.add("play(\"" + this.given.name() + "\")");
		}
		parts.add((this.message != null) ? "onMessage(" + this.message + ")" : parts.isEmpty() ? "onAnyMessage()" : "");
		parts.add((this.sessionId != null) ? "inSession(\"" + this.sessionId + "\")" : "");
		parts.add((this.startingAgent != null) ? "startingWith(\"" + this.startingAgent + "\")" : "");
		parts.add((this.condition != null) ? "when(...)" : "");
		return String.join(".", parts.stream().filter((part) -> !part.isEmpty()).toList()) + " at " + this.location;
	}

	/**
	 * An answer, and the agent that has to ask for it.
	 */
	private record Answer(ModelAnswer answer, @Nullable String agent) {

		Turn turn() {
			List<Step> steps = new ArrayList<>(this.answer.steps());
			if (!steps.isEmpty() && steps.get(steps.size() - 1) instanceof Failure.BeforeStream last
					&& last.times() != null) {
				steps.set(steps.size() - 1, ScriptSteps.lasting(last));
			}
			TokenUsage tokens = this.answer.tokens();
			Turn turn = new Turn(steps, tokens);
			return (this.agent != null) ? ScriptSteps.when(turn, new TurnCondition(this.agent, null, null)) : turn;
		}

	}

}
