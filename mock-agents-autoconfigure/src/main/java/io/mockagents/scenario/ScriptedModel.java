package io.mockagents.scenario;

import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.GuardrailFunctionOutput;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.RunRequest;
import io.mockagents.model.ClientFailures;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.DelayedFailureException;
import io.mockagents.model.Exchange;
import io.mockagents.model.KnownCall;
import io.mockagents.model.Model;
import io.mockagents.model.ModelDefaults;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.ResponseIds;
import io.mockagents.model.ScriptedItem;
import io.mockagents.model.SdkProfile;
import io.mockagents.wire.RequestEcho;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario in one run. A turn with a {@linkplain TurnCondition condition} answers
 * whenever the model sees what the condition says: where several do, one after the other,
 * and the last again and again. The other turns follow each other, whichever agent asks.
 * An application that sends the model less than all tool outputs is given the next turn
 * if what it sends is the end of what the turn names. The frames are those of the API in
 * the wire form of the profile's time.
 * <p>
 * A run that asks for more turns than the scenario has fails with a
 * {@link ScenarioPlaybackException}. With the same random generator and clock, the same
 * calls produce the same frames.
 */
public final class ScriptedModel implements Model {

	private final Scenario scenario;

	private final RunRequest run;

	private final SdkProfile profile;

	private final RandomGenerator random;

	private final Clock clock;

	private final ClientRetries retries;

	private final PlayedItems items = new PlayedItems();

	private final boolean strict;

	private final ArgumentWarnings warnings;

	private final boolean[] played;

	private @Nullable Turn turn;

	private @Nullable RequestEcho echo;

	/**
	 * Create a model for one run, whose client does not repeat requests.
	 * @param scenario what to play
	 * @param run the run it plays in
	 * @param profile the shape of the data
	 * @param random where ids come from
	 * @param clock provides the times of responses
	 */
	public ScriptedModel(Scenario scenario, RunRequest run, SdkProfile profile, RandomGenerator random, Clock clock) {
		this(scenario, run, profile, random, clock, ClientRetries.NONE);
	}

	/**
	 * Create a model for one run that is not strict.
	 * @param scenario what to play
	 * @param run the run it plays in
	 * @param profile the shape of the data
	 * @param random where ids come from
	 * @param clock provides the times of responses
	 * @param retries how the client repeats requests that fail before their first frame
	 */
	public ScriptedModel(Scenario scenario, RunRequest run, SdkProfile profile, RandomGenerator random, Clock clock,
			ClientRetries retries) {
		this(scenario, run, profile, random, clock, retries, false, new ArgumentWarnings());
	}

	/**
	 * Create a model for one run.
	 * @param scenario what to play
	 * @param run the run it plays in
	 * @param profile the shape of the data
	 * @param random where ids come from
	 * @param clock provides the times of responses
	 * @param retries how the client repeats requests that fail before their first frame
	 * @param strict whether the run fails where the arguments of a call do not fit the
	 * schema of the tool; otherwise a warning is logged
	 * @param warnings decides whether it is logged
	 */
	public ScriptedModel(Scenario scenario, RunRequest run, SdkProfile profile, RandomGenerator random, Clock clock,
			ClientRetries retries, boolean strict, ArgumentWarnings warnings) {
		this.warnings = warnings;
		this.strict = strict;
		this.scenario = Objects.requireNonNull(scenario, "scenario");
		this.run = Objects.requireNonNull(run, "run");
		this.profile = Objects.requireNonNull(profile, "profile");
		this.random = Objects.requireNonNull(random, "random");
		this.clock = Objects.requireNonNull(clock, "clock");
		this.retries = Objects.requireNonNull(retries, "retries");
		this.played = new boolean[scenario.turns().size()];
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		int next = next(request);
		Turn turn = this.scenario.turns().get(next);
		this.turn = turn;
		if (!(turn.failure() instanceof Failure.MaxTurns)) {
			this.played[next] = true;
		}
		RequestEcho echo = echo(request);
		checkUnknown(turn, request);
		Duration pause = Duration.ZERO;
		String requestId = ResponseIds.requestId(this.random);
		Failure.BeforeStream outage = turn.failureBeforeStream(0);
		for (int retry = 0; outage != null; outage = turn.failureBeforeStream(++retry)) {
			OpenAiException failure = exception(outage, request, requestId);
			Duration wait = this.retries.pause(failure, retry, this.profile, this.random);
			if (wait == null) {
				throw DelayedFailureException.of(pause.plus(turn.leadingDelay()), failure);
			}
			pause = pause.plus(wait);
			requestId = ResponseIds.requestId(this.random);
		}
		PlaceholderScope scope = new PlaceholderScope(this.scenario, this.run, request, this.items);
		return new ScriptedStream(turn, request, echo, requestId, pause, scope, this.items, this.profile, this.random,
				this.clock);
	}

	private OpenAiException exception(Failure.BeforeStream outage, ModelRequest request, String requestId) {
		if (outage instanceof Failure.Http http) {
			String model = (request.model() != null) ? request.model() : ModelDefaults.model(this.profile);
			return http.exception(model, requestId, this.profile);
		}
		return ((Failure.Unreachable) outage).timeout() ? ClientFailures.timedOut(null)
				: ClientFailures.unreachable(null);
	}

	private void checkUnknown(Turn turn, ModelRequest request) {
		if (turn.failure() instanceof Failure.UnknownTool unknown
				&& request.tools().stream().anyMatch((tool) -> tool.name().equals(unknown.name()))) {
			throw new ScenarioPlaybackException(this.scenario + " lets the model call '" + unknown.name()
					+ "' as an unknown tool, but agent '" + request.agent().name() + "' has it. Choose another name");
		}
	}

	private int next(ModelRequest request) {
		List<Turn> turns = this.scenario.turns();
		Exchange exchange = null;
		int again = -1;
		int inOrder = -1;
		for (int i = 0; i < turns.size(); i++) {
			TurnCondition when = turns.get(i).when();
			if (when == null) {
				inOrder = (inOrder < 0 && !this.played[i]) ? i : inOrder;
				continue;
			}
			exchange = (exchange != null) ? exchange : Exchange.of(request.input());
			if (when.matches(request, exchange)) {
				if (!this.played[i]) {
					return i;
				}
				again = i;
			}
		}
		if (again >= 0) {
			return again;
		}
		int following = followsWithLess(request, exchange);
		if (following >= 0 && inOrder < 0) {
			return following;
		}
		if (inOrder < 0) {
			throw (exchange != null) ? unexpected(request, exchange) : exhausted(request);
		}
		return inOrder;
	}

	/**
	 * Return the first turn that was not played, if those before it were, and what the
	 * model sees is the end of what the turn names.
	 */
	private int followsWithLess(ModelRequest request, @Nullable Exchange exchange) {
		List<Turn> turns = this.scenario.turns();
		for (int i = 0; i < turns.size() && exchange != null; i++) {
			if (!this.played[i]) {
				TurnCondition when = turns.get(i).when();
				return (i > 0 && when != null && when.matchesEnd(request, exchange)) ? i : -1;
			}
		}
		return -1;
	}

	private ScenarioPlaybackException unexpected(ModelRequest request, Exchange exchange) {
		StringBuilder conditions = new StringBuilder();
		for (int i = 0; i < this.scenario.turns().size(); i++) {
			TurnCondition when = this.scenario.turns().get(i).when();
			conditions.append((when != null) ? "\n- turn " + (i + 1) + ": " + when : "");
		}
		return new ScenarioPlaybackException(this.scenario + " has no turn for what agent '" + request.agent().name()
				+ "' asks in turn " + request.turn() + ": "
				+ new TurnCondition(null, exchange.userMessage(), exchange.toolOutputs())
				+ ". Change the 'when' of a turn, or add a turn. Its turns are for" + conditions);
	}

	private ScenarioPlaybackException exhausted(ModelRequest request) {
		int turns = this.scenario.turns().size();
		return new ScenarioPlaybackException(this.scenario + " has " + turns + ((turns == 1) ? " turn" : " turns")
				+ ", but agent '" + request.agent().name() + "' calls the model for turn " + (turns + 1)
				+ ". A run continues after a turn with tool calls or a handoff: "
				+ "add a turn to the scenario, usually one with a message, which ends the run");
	}

	private RequestEcho echo(ModelRequest request) {
		RequestEcho echo = this.echo;
		if (echo == null || echo.agent() != request.agent() || !echo.settings().equals(request.modelSettings())) {
			echo = RequestEcho.of(request, this.profile);
			this.echo = echo;
		}
		return echo;
	}

	@Override
	public KnownCall knownCall(JsonObject call, @Nullable FunctionTool tool) {
		PlayedItems.Call played = this.items.take(String.valueOf(call.get("call_id")));
		if (played == null) {
			return KnownCall.of(tool);
		}
		return new KnownCall(played.scripted(),
				(played.failure() != null)
						? new FailingTool(call.string("name"), tool, this.profile).with(played.failure()) : tool,
				null, null, scripted(played.step()));
	}

	@Override
	public @Nullable ScriptedItem scripted(String itemId) {
		Step step = this.items.step(itemId);
		return (step != null) ? scripted(step) : null;
	}

	private @Nullable ScriptedItem scripted(Step step) {
		return (step instanceof Failure) ? null : new PlayedStep(this.scenario, step, this.strict, this.warnings);
	}

	@Override
	public List<InputGuardrail> inputGuardrails() {
		if (!(this.scenario.turns().get(0).failure() instanceof Failure.InputGuardrail failure)) {
			return List.of();
		}
		Stream<String> names = Stream
			.concat(this.run.startingAgent().inputGuardrails().stream(),
					this.run.runConfig().inputGuardrails().stream())
			.map(InputGuardrail::name);
		return List.of(new InputGuardrail(name(failure.name(), names, "input_guardrail"),
				(context, agent, input) -> new GuardrailFunctionOutput(failure.outputInfo(), true)));
	}

	@Override
	public List<OutputGuardrail> outputGuardrails() {
		if (this.turn == null || !(this.turn.failure() instanceof Failure.OutputGuardrail failure)) {
			return List.of();
		}
		return List.of(new OutputGuardrail(name(failure),
				(context, agent, output) -> new GuardrailFunctionOutput(failure.outputInfo(), true)));
	}

	private String name(Failure.OutputGuardrail failure) {
		Agent agent = (this.echo != null) ? this.echo.agent() : this.run.startingAgent();
		Stream<String> names = Stream
			.concat(agent.outputGuardrails().stream(), this.run.runConfig().outputGuardrails().stream())
			.map(OutputGuardrail::name);
		return name(failure.name(), names, "output_guardrail");
	}

	private static String name(@Nullable String scripted, Stream<String> names, String fallback) {
		return (scripted != null) ? scripted : names.findFirst().orElse(fallback);
	}

	/**
	 * Decides whether to warn of scripted arguments that do not fit: once for each
	 * scenario and tool, at most 1,000 times. Safe for several threads.
	 */
	public static final class ArgumentWarnings {

		private static final int MAX = 1_000;

		private final Set<Called> reported = new HashSet<>();

		/**
		 * Return whether a warning is the first of its kind.
		 */
		synchronized boolean isFirst(Scenario scenario, Step step) {
			return this.reported.size() < MAX && this.reported.add(new Called(scenario.name(), name(step)));
		}

		private static String name(Step step) {
			return (step instanceof Step.ToolCall call) ? "tool " + call.name()
					: (step instanceof Step.Handoff handoff) ? "agent " + handoff.agent() : "";
		}

		/**
		 * A tool or an agent that a scenario calls.
		 */
		private record Called(String scenario, String name) {
		}

	}

}
