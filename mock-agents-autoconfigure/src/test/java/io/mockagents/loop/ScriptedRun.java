package io.mockagents.loop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultBase;
import io.mockagents.agent.Session;
import io.mockagents.model.Model;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScriptedModel;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The runs of a recording with its agents and tools, but with a scenario in place of the
 * model: the one with the recording's name for the first run, and for others the one with
 * the name of the run after it, as {@code m_session_run2}.
 */
final class ScriptedRun {

	static final ScenarioLibrary SCENARIOS = new ScenarioLoader(new PathMatchingResourcePatternResolver())
		.load(List.of("classpath:scenarios/golden/", "classpath:scenarios/unrecorded.yaml"));

	private final Recording recording;

	private final List<Scenario> scenarios;

	private final RecordedRun runs;

	private int started;

	ScriptedRun(Recording recording) {
		this(recording, scenarios(recording), (model) -> model);
	}

	ScriptedRun(Recording recording, List<Scenario> scenarios, UnaryOperator<Model> models) {
		this.recording = recording;
		this.scenarios = scenarios;
		this.runs = new RecordedRun(recording, (plan) -> scripted(plan, models));
	}

	/**
	 * The recordings that have a wire, of both SDKs.
	 */
	static Stream<Recording> recordings() {
		return Recording.given().stream().filter((recording) -> !recording.scenario().objects("wire").isEmpty());
	}

	static List<Scenario> scenarios(Recording recording) {
		List<Scenario> scenarios = new ArrayList<>();
		for (JsonObject run : recording.scenario().objects("runs")) {
			scenarios.add(SCENARIOS
				.get(scenarios.isEmpty() ? recording.name() : recording.name() + "_" + run.string("label")));
		}
		return scenarios;
	}

	private RunPlan scripted(RunPlan plan, UnaryOperator<Model> models) {
		Scenario scenario = this.scenarios.get(this.started++);
		Model model = new ScriptedModel(scenario, RunRequest.of(Agent.builder("any").build(), "any"), plan.profile(),
				new SplittableRandom(scenario.name().hashCode()), plan.clock());
		return new RunPlan(plan.info(), models.apply(model), plan.profile(), plan.pacing(), plan.pauses(),
				plan.journal(), plan.listeners(), plan.toolExecutor(), plan.clock());
	}

	/**
	 * Start the next run and consume it as the recording did.
	 */
	Outcome play() {
		RecordedRun.Outcome outcome = this.runs.play(this.started);
		return new Outcome(outcome.events(), Objects.requireNonNull(outcome.result().result()), outcome.raised(),
				outcome.result().session());
	}

	/**
	 * What a run gave.
	 *
	 * @param events its events, as {@code events.jsonl} writes them
	 * @param result its result
	 * @param raised what it threw, or {@code null}
	 * @param session its session, or {@code null}
	 */
	record Outcome(List<String> events, RunResultBase result, @Nullable RuntimeException raised,
			@Nullable Session session) {
	}

}
