package io.mockagents.mock;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

import io.mockagents.agent.Agent;
import io.mockagents.agent.RunRequest;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.Failure;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.Step;
import io.mockagents.scenario.Turn;
import org.jspecify.annotations.Nullable;

/**
 * Decides which runs fail, and how: it puts a failure into the scenario that is played,
 * so that an injected failure is what a scripted one is.
 *
 * @param rate the share of runs that fail, from 0 to 1
 * @param kinds what they fail with, each as likely as the others, of those that the
 * scenario leaves room for; if empty, all that end the run with an exception and that the
 * agent can run into
 */
record FailureInjector(double rate, List<FailureKind> kinds) {

	/**
	 * An injector that lets every run pass.
	 */
	static final FailureInjector NONE = new FailureInjector(0, List.of());

	private static final int FIRST_CUT = 2;

	private static final int LAST_CUT = 12;

	private static final Set<FailureKind> TOLD_TO_THE_MODEL = EnumSet.of(FailureKind.TOOL_ERROR,
			FailureKind.TOOL_TIMEOUT);

	FailureInjector {
		kinds = List.copyOf(kinds);
	}

	static FailureInjector of(MockSettings.Failures settings) {
		return settings.enabled() ? new FailureInjector(settings.rate(), settings.kinds()) : NONE;
	}

	/**
	 * Let a run fail, or not.
	 * @param scenario what it plays
	 * @param request what is run
	 * @param profile the shape of its data
	 * @param random what decides
	 * @return the scenario with a failure in it, or the scenario itself if the run shall
	 * pass, fails by itself, or leaves no room for any of the kinds
	 */
	Scenario inject(Scenario scenario, RunRequest request, SdkProfile profile, RandomGenerator random) {
		if (random.nextDouble() >= this.rate || fails(scenario)) {
			return scenario;
		}
		List<FailureKind> possible = (this.kinds.isEmpty() ? List.of(FailureKind.values()) : this.kinds).stream()
			.filter((kind) -> this.kinds.isEmpty() ? isToBeExpected(kind, scenario, request, profile)
					: isPossible(kind, scenario))
			.toList();
		return possible.isEmpty() ? scenario : inject(possible.get(random.nextInt(possible.size())), scenario, random);
	}

	private static boolean fails(Scenario scenario) {
		return scenario.turns()
			.stream()
			.flatMap((turn) -> turn.steps().stream())
			.anyMatch((step) -> step instanceof Failure || step instanceof Step.Refusal);
	}

	private static boolean isPossible(FailureKind kind, Scenario scenario) {
		return switch (kind) {
			case MAX_TURNS -> turnWithCall(scenario, false) >= 0;
			case TOOL_ERROR, FATAL_TOOL_ERROR, TOOL_TIMEOUT, FATAL_TOOL_TIMEOUT -> turnWithCall(scenario, true) >= 0;
			case OUTPUT_GUARDRAIL -> !items(scenario.turns().get(scenario.turns().size() - 1)).isEmpty();
			default -> true;
		};
	}

	private static boolean isToBeExpected(FailureKind kind, Scenario scenario, RunRequest request, SdkProfile profile) {
		Agent agent = request.startingAgent();
		return isPossible(kind, scenario) && switch (kind) {
			case INPUT_GUARDRAIL ->
				!agent.inputGuardrails().isEmpty() || !request.runConfig().inputGuardrails().isEmpty();
			case OUTPUT_GUARDRAIL ->
				!agent.outputGuardrails().isEmpty() || !request.runConfig().outputGuardrails().isEmpty();
			case UNKNOWN_TOOL -> !agent.tools().isEmpty() || turnWithCall(scenario, false) >= 0;
			case REFUSAL, FATAL_TOOL_TIMEOUT -> profile != SdkProfile.V0_2;
			default -> !TOLD_TO_THE_MODEL.contains(kind);
		};
	}

	/**
	 * Return the first turn with a tool call.
	 * @param last whether nothing but a pause may follow the call
	 * @return the index, or -1 if there is none
	 */
	private static int turnWithCall(Scenario scenario, boolean last) {
		for (int i = 0; i < scenario.turns().size(); i++) {
			List<Step> steps = items(scenario.turns().get(i));
			if (!steps.isEmpty() && (last ? steps.get(steps.size() - 1) instanceof Step.ToolCall
					: steps.stream().anyMatch((step) -> step instanceof Step.ToolCall))) {
				return i;
			}
		}
		return -1;
	}

	private static List<Step> items(Turn turn) {
		return turn.steps().stream().filter((step) -> !(step instanceof Step.Delay)).toList();
	}

	private static Scenario inject(FailureKind kind, Scenario scenario, RandomGenerator random) {
		int turns = scenario.turns().size();
		return switch (kind) {
			case STREAM_ERROR, FLAT_STREAM_ERROR, FAILED, CONNECTION_DROPPED ->
				with(scenario, random.nextInt(turns), kind, random.nextInt(FIRST_CUT, LAST_CUT + 1));
			case INCOMPLETE -> with(scenario, random.nextInt(turns), kind, null);
			case MAX_TURNS -> with(scenario, turnWithCall(scenario, false), kind, null);
			case TOOL_ERROR, FATAL_TOOL_ERROR, TOOL_TIMEOUT, FATAL_TOOL_TIMEOUT ->
				with(scenario, turnWithCall(scenario, true), kind, null);
			case INPUT_GUARDRAIL -> with(scenario, 0, kind, null);
			case OUTPUT_GUARDRAIL -> with(scenario, turns - 1, kind, null);
			case REFUSAL, UNKNOWN_TOOL -> inPlaceOf(scenario, random.nextInt(turns), kind);
			default -> inPlaceOf(scenario, 0, kind);
		};
	}

	private static Scenario with(Scenario scenario, int index, FailureKind kind, @Nullable Integer afterEvents) {
		List<Step> steps = new ArrayList<>(scenario.turns().get(index).steps());
		steps.add(kind.step(afterEvents));
		return replaced(scenario, index, steps);
	}

	private static Scenario inPlaceOf(Scenario scenario, int index, FailureKind kind) {
		return replaced(scenario, index, List.of(kind.step(null)));
	}

	private static Scenario replaced(Scenario scenario, int index, List<Step> steps) {
		List<Turn> turns = new ArrayList<>(scenario.turns());
		turns.set(index, turns.get(index).withSteps(steps));
		return new Scenario(scenario.name(), scenario.aliases(), scenario.description(), scenario.weight(),
				scenario.priority(), scenario.match(), turns, scenario.origin());
	}

}
