package io.mockagents.scenario;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

import io.mockagents.agent.RunRequest;
import io.mockagents.agent.ToolResult;
import io.mockagents.model.Model;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.RequestBody;
import io.mockagents.model.ResponseIds;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * Plays a scenario in one run: turn {@code n} of the scenario answers call {@code n} of
 * the model, whichever agent makes it. The frames are those of the API in the wire form
 * of the profile's time.
 * <p>
 * A run that asks for more turns than the scenario has fails with a
 * {@link ScenarioPlaybackException}. With the same random generator and clock, the same
 * calls give the same frames.
 */
public final class ScriptedModel implements Model {

	private final Scenario scenario;

	private final RunRequest run;

	private final SdkProfile profile;

	private final RandomGenerator random;

	private final Clock clock;

	private final ToolCallLog calls = new ToolCallLog();

	private int played;

	private @Nullable RequestEcho echo;

	/**
	 * Create a model for one run.
	 * @param scenario what to play
	 * @param run the run it plays in
	 * @param profile the shape of the data
	 * @param random where ids come from
	 * @param clock gives the times of responses
	 */
	public ScriptedModel(Scenario scenario, RunRequest run, SdkProfile profile, RandomGenerator random, Clock clock) {
		this.scenario = Objects.requireNonNull(scenario, "scenario");
		this.run = Objects.requireNonNull(run, "run");
		this.profile = Objects.requireNonNull(profile, "profile");
		this.random = Objects.requireNonNull(random, "random");
		this.clock = Objects.requireNonNull(clock, "clock");
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		List<Turn> turns = this.scenario.turns();
		if (this.played == turns.size()) {
			throw exhausted(request);
		}
		Turn turn = turns.get(this.played++);
		RequestEcho echo = echo(request);
		String requestId = ResponseIds.requestId(this.random);
		if (turn.failure() instanceof Failure.Http http) {
			throw http.error()
				.exception((request.model() != null) ? request.model() : RequestBody.defaultModel(this.profile),
						requestId, http.message());
		}
		PlaceholderScope scope = new PlaceholderScope(this.scenario, this.run, request, this.calls);
		return new ScriptedStream(turn, request, echo, requestId, scope, this.calls, this.profile, this.random,
				this.clock);
	}

	private ScenarioPlaybackException exhausted(ModelRequest request) {
		int turns = this.scenario.turns().size();
		return new ScenarioPlaybackException(this.scenario + " has " + turns + ((turns == 1) ? " turn" : " turns")
				+ ", but agent '" + request.agent().name() + "' asks the model for turn " + (this.played + 1)
				+ ". A run goes on after a turn with tool calls or a handoff: "
				+ "add a turn to the scenario, usually one with a message, which ends the run");
	}

	private RequestEcho echo(ModelRequest request) {
		RequestEcho echo = this.echo;
		if (echo == null || echo.agent() != request.agent()) {
			echo = RequestEcho.of(request, this.profile);
			this.echo = echo;
		}
		return echo;
	}

	@Override
	public @Nullable ToolResult toolResult(String callId) {
		return this.calls.scripted(callId);
	}

}
