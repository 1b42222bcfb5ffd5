package io.mockagents.goldens;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.Model;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScriptedModel;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The runs of a recording with its agents and tools, but with a scenario in place of the
 * model: the one with the recording's name for the first run, and for others the one with
 * the name of the run after it, as {@code m_session_run2}. A run that is resumed
 * continues its own.
 */
final class GoldenScenarioRun {

	static final ScenarioLibrary SCENARIOS = new ScenarioLoader(new PathMatchingResourcePatternResolver())
		.load(List.of("classpath:scenarios/golden/", "classpath:scenarios/unrecorded.yaml"));

	private final List<Scenario> scenarios;

	private final GoldenRun runs;

	private int played;

	private int planned;

	GoldenScenarioRun(GoldenRecording recording) {
		this(recording, scenarios(recording), (model) -> model);
	}

	GoldenScenarioRun(GoldenRecording recording, List<Scenario> scenarios, UnaryOperator<Model> models) {
		this.scenarios = scenarios;
		this.runs = new GoldenRun(recording, (plan) -> scripted(plan, models));
	}

	/**
	 * The recordings that have a wire, of both SDKs: all of the first collection, and
	 * those of the other for which there is a scenario.
	 */
	static Stream<GoldenRecording> recordings() {
		return Stream
			.concat(GoldenRecording.given().stream(),
					GoldenRecording.below(Path.of("src/test/resources/goldens-more"))
						.filter((recording) -> SCENARIOS.find(recording.name()).isPresent()))
			.filter((recording) -> !recording.scenario().objects("wire").isEmpty());
	}

	static List<Scenario> scenarios(GoldenRecording recording) {
		List<Scenario> scenarios = new ArrayList<>();
		for (JsonObject run : recording.runs()) {
			if (run.containsKey("resume")) {
				continue;
			}
			scenarios.add(SCENARIOS
				.get(scenarios.isEmpty() ? recording.name() : recording.name() + "_" + run.string("label")));
		}
		return scenarios;
	}

	private RunPlan.Ready scripted(RunPlan.Ready plan, UnaryOperator<Model> models) {
		Scenario scenario = this.scenarios.get(Math.min(this.planned++, this.scenarios.size() - 1));
		Model model = new ScriptedModel(scenario, RunRequest.of(Agent.builder("any").build(), "any"), plan.profile(),
				new SplittableRandom(scenario.name().hashCode()), plan.clock());
		return new RunPlan.Ready(plan.info(), models.apply(model), plan.profile(), plan.pacing(), plan.pauses(),
				plan.journal(), plan.listeners(), plan.toolExecutor(), plan.clock());
	}

	/**
	 * Play the next run as it was recorded.
	 */
	GoldenRun.Outcome play() {
		return this.runs.play(this.played++);
	}

}
