package io.mockagents.mock;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.GuardrailFunctionOutput;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.InputGuardrailTripwireTriggeredException;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.OutputGuardrailTripwireTriggeredException;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScriptedModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link FailureInjector}.
 */
class FailureInjectorTests {

	private static final ScenarioLibrary LIBRARY = new ScenarioLoader(new PathMatchingResourcePatternResolver())
		.load(List.of());

	private static final Scenario APPROVED = LIBRARY.get("comment_addition_approved");

	private static final Scenario TEXT = LIBRARY.get("text_response_mode");

	private static final FunctionTool TOOL = FunctionTool.builder("submit_patch")
		.function((context, arguments) -> Map.of())
		.build();

	private static final Agent AGENT = Agent.builder("Vibecoder").model("gpt-5-mini").tools(TOOL).build();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					bad_request          | BadRequestError                   | Error code: 400 - {'error': {
					authentication       | AuthenticationError               | Error code: 401 - {'error': {
					permission_denied    | PermissionDeniedError             | Error code: 403 - {'error': {
					not_found            | NotFoundError                     | Error code: 404 - {'error': {
					conflict             | ConflictError                     | Error code: 409 - {'error': {
					unprocessable_entity | UnprocessableEntityError          | Error code: 422 - {'error': {
					rate_limit           | RateLimitError                    | Error code: 429 - {'error': {
					insufficient_quota   | RateLimitError                    | Error code: 429 - {'error': {
					server_error         | InternalServerError               | Error code: 500 - {'error': {
					bad_gateway          | InternalServerError               | Error code: 502 - {'error': {
					gateway_timeout      | InternalServerError               | Error code: 504 - {'error': {
					service_unavailable  | InternalServerError               | Error code: 503 - {'error': {
					connection_error     | APIConnectionError                | Connection error.
					connection_timeout   | APITimeoutError                   | Request timed out.
					stream_error         | APIError                          | Your input exceeds the context window
					flat_stream_error    | ModelBehaviorError                | Model did not produce a final response!
					failed               | ModelBehaviorError                | Model did not produce a final response!
					incomplete           | ModelBehaviorError                | Model did not produce a final response!
					connection_dropped   | RemoteProtocolError               | peer closed connection
					refusal              | none                              |
					max_turns            | MaxTurnsExceeded                  | Max turns (3) exceeded
					unknown_tool         | ModelBehaviorError                | Tool unknown_tool not found in agent Vibecoder
					input_guardrail      | InputGuardrailTripwireTriggered   | Guardrail InputGuardrail triggered tripwire
					output_guardrail     | OutputGuardrailTripwireTriggered  | Guardrail OutputGuardrail triggered tripwire
					tool_error           | none                              |
					fatal_tool_error     | UserError                         | Error running tool submit_patch: The tool failed
					tool_timeout         | none                              |
					fatal_tool_timeout   | UserError                         | Error running tool submit_patch: Tool 'submit_patch' timed out""")
	void namedKindIsWhatTheRunFailsWith(String name, String exception, @Nullable String message) {
		FailureKind kind = FailureKind.find(name);
		for (long seed = 0; seed < 10; seed++) {
			Outcome outcome = run(APPROVED, AGENT, SdkProfile.V0_2, seed, kind);
			assertThat(outcome.exception()).isEqualTo(exception);
			if (message != null) {
				assertThat(outcome.raised()).hasMessageStartingWith(message);
				assertThat(outcome.result.isComplete()).isTrue();
			}
		}
	}

	@ParameterizedTest
	@EnumSource(FailureKind.class)
	void profileOfTodayRaisesWhatThatOfProductionDoesAndMore(FailureKind kind) {
		String before = run(APPROVED, AGENT, SdkProfile.V0_2, 1, kind).exception();
		String expected = switch (kind) {
			case REFUSAL -> "ModelRefusalError";
			case FATAL_TOOL_TIMEOUT -> "ToolTimeoutError";
			default -> before;
		};
		assertThat(run(APPROVED, AGENT, SdkProfile.V0_22, 1, kind).exception()).isEqualTo(expected);
	}

	@Test
	void everyKindHasItsRowAbove() {
		assertThat(FailureKind.values()).hasSize(29);
	}

	@Test
	void toolThatFailsReportsToTheModelByDefault() {
		assertThat(toolOutput(run(APPROVED, AGENT, SdkProfile.V0_22, 1, FailureKind.TOOL_ERROR)))
			.isEqualTo("An error occurred while running the tool. Please try again. Error: The tool failed");
		assertThat(toolOutput(run(APPROVED, AGENT, SdkProfile.V0_22, 1, FailureKind.TOOL_TIMEOUT)))
			.isEqualTo("Tool 'submit_patch' timed out after 30 seconds.");
		Agent strict = Agent.builder("Vibecoder")
			.tools(FunctionTool.builder("submit_patch")
				.function((context, arguments) -> Map.of())
				.failureErrorFunction(null)
				.timeout(Duration.ofMillis(1500), FunctionTool.TimeoutBehavior.RAISE_EXCEPTION)
				.build())
			.build();
		assertThat(run(APPROVED, strict, SdkProfile.V0_22, 1, FailureKind.TOOL_ERROR).raised())
			.hasMessage("Error running tool submit_patch: The tool failed");
		assertThat(run(APPROVED, strict, SdkProfile.V0_22, 1, FailureKind.TOOL_TIMEOUT).raised())
			.hasMessage("Tool 'submit_patch' timed out after 1.5 seconds.");
	}

	@ParameterizedTest
	@EnumSource
	void toolThatFailsNeedNotBeTheAgents(SdkProfile profile) {
		Agent toolless = Agent.builder("Toolless").build();
		assertThat(toolOutput(run(APPROVED, toolless, profile, 1, FailureKind.TOOL_ERROR)))
			.isEqualTo("An error occurred while running the tool. Please try again."
					+ ((profile == SdkProfile.V0_24) ? "" : " Error: The tool failed"));
		assertThat(run(APPROVED, toolless, profile, 1, FailureKind.FATAL_TOOL_ERROR).raised())
			.hasMessage("Error running tool submit_patch: The tool failed");
	}

	@Test
	void failureOfAnAskedAgentIsThatOfTheTool() {
		Agent asking = Agent.builder("Asking").tools(AGENT.asTool("ask", "Ask")).build();
		Scenario scenario = new ScenarioLoader(new PathMatchingResourcePatternResolver()).read(new ByteArrayResource("""
				{"name": "x", "turns": [
				  {"steps": [{"tool_call": {"name": "ask", "arguments": {"input": "Go"}}}]},
				  {"steps": [{"failure": {"kind": "connection_error"}}]},
				  {"steps": [{"message": "Never mind"}]}]}""".getBytes(StandardCharsets.UTF_8))).get(0);
		assertThat(toolOutput(run(scenario, asking, SdkProfile.V0_22, 1)))
			.isEqualTo("An error occurred while running the tool. Please try again. Error: Connection error.");
	}

	@Test
	void guardrailThatTripsHasTheNameOfTheApplications() {
		Agent guarded = Agent.builder("Guarded")
			.inputGuardrails(
					new InputGuardrail("no_math", (context, agent, input) -> new GuardrailFunctionOutput(null, false)))
			.outputGuardrails(new OutputGuardrail("no_secrets",
					(context, agent, output) -> new GuardrailFunctionOutput(null, false)))
			.build();
		assertThat(run(TEXT, guarded, SdkProfile.V0_2, 1, FailureKind.INPUT_GUARDRAIL).raised()).isInstanceOfSatisfying(
				InputGuardrailTripwireTriggeredException.class,
				(raised) -> assertThat(raised.guardrailResult().guardrailName()).isEqualTo("no_math"));
		assertThat(run(TEXT, guarded, SdkProfile.V0_2, 1, FailureKind.OUTPUT_GUARDRAIL).raised())
			.isInstanceOfSatisfying(OutputGuardrailTripwireTriggeredException.class,
					(raised) -> assertThat(raised.guardrailResult().guardrailName()).isEqualTo("no_secrets"));
	}

	@ParameterizedTest
	@EnumSource
	void withoutKindsEveryFailureEndsTheRunAndIsOneTheAgentCanRunInto(SdkProfile profile) {
		Set<String> seen = new HashSet<>();
		for (long seed = 0; seed < 400; seed++) {
			seen.add(run(APPROVED, AGENT, profile, seed).exception());
		}
		Set<String> expected = new HashSet<>(Set.of("BadRequestError", "AuthenticationError", "PermissionDeniedError",
				"NotFoundError", "ConflictError", "UnprocessableEntityError", "RateLimitError", "InternalServerError",
				"APIConnectionError", "APITimeoutError", "APIError", "ModelBehaviorError", "MaxTurnsExceeded",
				"UserError"));
		if (profile != SdkProfile.V0_2) {
			expected.addAll(Set.of("ModelRefusalError", "ToolTimeoutError"));
		}
		if (profile != SdkProfile.V0_24) {
			expected.add("RemoteProtocolError");
		}
		assertThat(seen).isEqualTo(expected);
	}

	@Test
	void kindThatTheScenarioLeavesNoRoomForLetsTheRunPass() {
		assertThat(run(TEXT, AGENT, SdkProfile.V0_2, 1, FailureKind.TOOL_ERROR, FailureKind.MAX_TURNS).exception())
			.isEqualTo("none");
		assertThat(run(TEXT, AGENT, SdkProfile.V0_2, 1, FailureKind.TOOL_ERROR, FailureKind.NOT_FOUND).exception())
			.isEqualTo("NotFoundError");
	}

	@Test
	void rateIsTheShareOfRunsThatFail() {
		FailureInjector injector = new FailureInjector(0.25, List.of(FailureKind.SERVER_ERROR));
		SplittableRandom random = new SplittableRandom(1);
		int failed = 0;
		for (int i = 0; i < 2000; i++) {
			if (injector.inject(TEXT, RunRequest.of(AGENT, "Go"), SdkProfile.V0_2, random) != TEXT) {
				failed++;
			}
		}
		assertThat(failed).isBetween(420, 580);
		assertThatIllegalArgumentException().isThrownBy(() -> MockSettings.Failures.of(1.5));
	}

	@Test
	void clientGivesUpAfterItsRetriesAndTheirPauses() {
		Outcome limited = run(TEXT, AGENT, SdkProfile.V0_2, 1, FailureKind.RATE_LIMIT);
		assertThat(limited.pauses).as("twice what retry-after-ms says").isEqualTo(Duration.ofMillis(2 * 644));
		Outcome failed = run(TEXT, AGENT, SdkProfile.V0_2, 1, FailureKind.SERVER_ERROR);
		assertThat(failed.pauses).as("0.5 s and 1 s, each less up to a quarter")
			.isBetween(Duration.ofMillis(1125), Duration.ofMillis(1500));
		assertThat(run(TEXT, AGENT, SdkProfile.V0_2, 1, FailureKind.NOT_FOUND).pauses).isZero();
		assertThat(limited.events).hasSize(1);
		assertThat(((OpenAiStatusException) limited.raised()).headers()).containsEntry("retry-after-ms", "644");
	}

	@Test
	void kindsOfSettingsAreNamedAsInScenarios() {
		for (FailureKind kind : EnumSet.allOf(FailureKind.class)) {
			assertThat(FailureKind.find(kind.kind())).isEqualTo(kind);
		}
		assertThat(FailureKind.find("teapot")).isNull();
	}

	private static Object toolOutput(Outcome outcome) {
		return outcome.result.newItems()
			.stream()
			.filter(ToolCallOutputItem.class::isInstance)
			.map((item) -> ((ToolCallOutputItem) item).rawItem().get("output"))
			.findFirst()
			.orElseThrow();
	}

	private static Outcome run(Scenario scenario, Agent agent, SdkProfile profile, long seed, FailureKind... kinds) {
		SkippedPauses pauses = new SkippedPauses();
		LoopAgentRunner runner = new LoopAgentRunner((request) -> {
			SplittableRandom random = new SplittableRandom(seed);
			Scenario played = new FailureInjector(1, List.of(kinds)).inject(scenario, request, profile, random);
			return new RunPlan.Ready(RunInfo.of("run", request, scenario.name()),
					new ScriptedModel(played, request, profile, random, Clock.systemUTC(), ClientRetries.DEFAULT),
					profile, Pacing.SCRIPTED, pauses, RunJournal.NONE, List.of(), Runnable::run, Clock.systemUTC());
		});
		RunResultStreaming result = runner.runStreamed(RunRequest.builder(agent, "Add a comment").maxTurns(3).build());
		List<StreamEvent> events = new ArrayList<>();
		RuntimeException raised = null;
		try (EventStream stream = result.streamEvents()) {
			stream.forEach(events::add);
		}
		catch (AgentsException | OpenAiException ex) {
			raised = ex;
		}
		return new Outcome(result, events, raised, pauses.total());
	}

	private record Outcome(RunResultStreaming result, List<StreamEvent> events, @Nullable RuntimeException raised,
			Duration pauses) {

		String exception() {
			if (this.raised instanceof AgentsException exception) {
				return exception.sdkName();
			}
			return (this.raised instanceof OpenAiException exception) ? exception.sdkName() : "none";
		}

	}

}
