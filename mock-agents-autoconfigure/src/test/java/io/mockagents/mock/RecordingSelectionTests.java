package io.mockagents.mock;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.Agent;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;
import io.mockagents.recording.RecordedAgent;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedRunBuilder;
import io.mockagents.recording.RecordedToolResult;
import io.mockagents.recording.RecordedTurn;
import io.mockagents.recording.RecordingLibrary;
import io.mockagents.recording.RecordingSelector;
import io.mockagents.recording.RecordingMismatchException;
import io.mockagents.scenario.NoScenarioMatchedException;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScenarioSelector;
import io.mockagents.scenario.SelectionSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * How a run comes to be played from a recording.
 */
class RecordingSelectionTests {

	static final ScenarioLibrary SCENARIOS = new ScenarioLoader(new PathMatchingResourcePatternResolver())
		.load(List.of());

	private static final RecordedAgent RECORDED_AGENT = new RecordedAgent("Vibecoder", "gpt-5-mini", null, List.of(),
			List.of());

	private final List<RunEvent> events = new ArrayList<>();

	private final List<Duration> pauses = new ArrayList<>();

	private @TempDir Path folder;

	private MockAgents mockAgents;

	private @Nullable RunPlanner planner;

	@AfterEach
	void close() {
		if (this.planner != null) {
			this.planner.close();
		}
	}

	@Test
	void recordedRunWhoseMessageIsEqualGoesBeforeTheRules() {
		mock(run("a", "Explain this", "Recorded answer"));
		assertThat(play("Explain this")).isEqualTo("Recorded answer");
		assertThat(play("Explain that")).startsWith("This code defines");
		assertThat(this.events.get(0).run().source()).isEqualTo("a");
	}

	@Test
	void messageMatchesWithoutItsCode() {
		mock(run("a", "Current code:\n```python\nprint(1)\n```\nUser request: greet", "Recorded answer"));
		assertThat(play("Current code:\n```python\nprint(2)\nprint(3)\n```\nUser request: greet"))
			.isEqualTo("Recorded answer");
	}

	@Test
	void messageOfARowMatchesWhereItIsContained() {
		mock(run("short", "greet", "Short"), run("long", "greet them", "Long"));
		assertThat(play("Current code: x\nUser request: greet them")).isEqualTo("Long");
		assertThat(play("User request: greet me")).isEqualTo("Short");
	}

	@Test
	void otherAgentOrIterationDoesNotMatch() {
		mock(run("a", "Explain this", "Recorded answer"));
		assertThat(output(RunRequest.builder(Agent.builder("Evaluator").build(), "Explain this").build()))
			.isNotEqualTo("Recorded answer");
		assertThat(output(RunRequest.builder(agent(), "Explain this").iteration(1).build()))
			.isNotEqualTo("Recorded answer");
	}

	@Test
	void equalRunsArePlayedInOrderAndThenTheLast() {
		mock(run("a", "Explain this", "First"), run("a", "Explain this", "Second"));
		assertThat(List.of(play("Explain this"), play("Explain this"), play("Explain this"))).containsExactly("First",
				"Second", "Second");
	}

	@Test
	void recordingsCanBeSwitchedOffAndOn() {
		mock(run("a", "Explain this", "Recorded answer"));
		this.mockAgents.useRecordings(false);
		assertThat(play("Explain this")).startsWith("This code defines");
		this.mockAgents.useRecordings(true);
		assertThat(play("Explain this")).isEqualTo("Recorded answer");
	}

	@Test
	void forcedScenarioGoesBeforeRecordings() {
		mock(run("a", "Explain this", "Recorded answer"), run("b", "Explain this", "Other answer"));
		this.mockAgents.play("text_response_mode").once();
		assertThat(play("Explain this")).startsWith("This code defines");
		this.mockAgents.useRecordings(false).playRecording("b").once();
		assertThat(play("Explain this")).isEqualTo("Other answer");
		assertThatIllegalArgumentException().isThrownBy(() -> this.mockAgents.playRecording("c"))
			.withMessageContaining("[a, b]");
	}

	@Test
	void forcedRecordingThatDoesNotMatchSaysWhy() {
		mock(run("a", "Explain this", "Recorded answer"));
		this.mockAgents.playRecording("a").always();
		assertThatExceptionOfType(RecordingMismatchException.class).isThrownBy(() -> play("Do something"))
			.withMessageContaining("Recording 'a' has no run that matches agent 'Vibecoder'")
			.withMessageContaining("'Do something'")
			.withMessageContaining("the user's message was 'Explain this'");
	}

	@Test
	void strictModeNamesTheRecordings() {
		mock(run("a", "Explain this", "Recorded answer"));
		this.mockAgents
			.settings((settings) -> settings.withSelection(SelectionSettings.of(null, Map.of(), true, null)));
		assertThatExceptionOfType(NoScenarioMatchedException.class).isThrownBy(() -> play("Hm"))
			.withMessageContaining("run 1 of recording 'a' (a:1): the user's message was 'Explain this'");
	}

	@Test
	void recordedToolResultIsReturnedAndAMissingOneIsLeftToTheApplication() {
		mock(runWithTool("a", new RecordedToolResult("call_1", "stored", "stored")));
		List<String> calls = new ArrayList<>();
		assertThat(toolOutput(calls)).isEqualTo("stored");
		assertThat(calls).isEmpty();
		close();
		mock(runWithTool("a", null));
		assertThat(toolOutput(calls)).isEqualTo("stored");
		assertThat(calls).containsExactly("submit_patch");
	}

	@Test
	void turnThatWasNotRecordedSaysWhatDiffers() {
		mock(runWithTool("a", null));
		FunctionTool tool = FunctionTool.builder("submit_patch").function((context, arguments) -> "other").build();
		Agent agent = Agent.builder("Vibecoder").tools(tool).build();
		assertThatExceptionOfType(RecordingMismatchException.class)
			.isThrownBy(() -> output(RunRequest.of(agent, "Explain this")))
			.withMessageContaining("Turn 2 of agent 'Vibecoder' is not in run 1 of recording 'a' (a:1)")
			.withMessageContaining("the tool outputs \"other\"")
			.withMessageContaining("the tool outputs \"stored\": tool output 1 differs");
	}

	@Test
	void pausesAreThoseOfTheSettingsUnlessRecordedOnesAreAskedFor() {
		mock(run("a", "Explain this", "Recorded answer"));
		this.mockAgents.delays(Duration.ofMillis(7), Duration.ZERO);
		play("Explain this");
		assertThat(this.pauses).isNotEmpty().allMatch(Duration.ofMillis(7)::equals);
		this.pauses.clear();
		this.mockAgents.replay((replay) -> replay.withTiming(ReplaySettings.Timing.RECORDED, 2));
		play("Explain this");
		assertThat(this.pauses).containsExactly(Duration.ofMillis(50), Duration.ofMillis(10));
		this.pauses.clear();
		this.mockAgents.replay((replay) -> replay.withTiming(ReplaySettings.Timing.NONE, 1));
		play("Explain this");
		assertThat(this.pauses).isEmpty();
		this.mockAgents.replay((replay) -> replay.withTiming(ReplaySettings.Timing.RECORDED, 2)).withoutDelays();
		play("Explain this");
		assertThat(this.pauses).isEmpty();
	}

	@Test
	void toolThatReallyRunsTakesItsOwnTimeAndNotTheRecordedOne() {
		List<Duration> recorded = List.of(Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(40));
		for (RecordedToolResult result : new RecordedToolResult[] {
				new RecordedToolResult("call_1", "stored", "stored"), null }) {
			RecordedRun run = runWithTool("a", result);
			RecordedTurn call = run.turns().get(0);
			mock(run("a", "Explain this",
					RecordedRunBuilder.turn(call.agent())
						.saw("Explain this")
						.frames(call.frames())
						.results(call.toolResults())
						.pauses(recorded.toArray(Duration[]::new))
						.build(),
					run.turns().get(1)));
			this.mockAgents.delays(Duration.ZERO, Duration.ZERO);
			this.mockAgents.replay((replay) -> replay.withTiming(ReplaySettings.Timing.RECORDED, 1));
			assertThat(toolOutput(new ArrayList<>())).isEqualTo("stored");
			assertThat(this.pauses).isEqualTo((result != null) ? recorded : recorded.subList(0, 2));
			this.pauses.clear();
			close();
		}
	}

	@Test
	void idsAreThoseThatWereRecordedUnlessFreshOnesAreAskedFor() {
		mock(run("a", "Explain this", "Recorded answer"));
		assertThat(result("Explain this").lastResponseId()).isEqualTo("resp_1");
		this.mockAgents.replay((replay) -> replay.withIds(ReplaySettings.Ids.FRESH));
		assertThat(result("Explain this").lastResponseId()).matches("resp_[0-9a-f]{48}");
	}

	@Test
	void eventLogNamesTheRecording() {
		mock(run("my recording", "Explain this", "Recorded answer"));
		this.mockAgents.logging(true);
		play("Explain this");
		Path log = this.folder.resolve("events.log");
		await().untilAsserted(() -> assertThat(log).exists().content().contains("\"source\":\"my recording\""));
	}

	private void mock(RecordedRun... runs) {
		RecordingLibrary library = new RecordingLibrary(List.of(runs));
		this.mockAgents = new MockAgents(MockSettings.DEFAULT.withoutDelays().withLogEvents(false), SCENARIOS, library);
		SkippedPauses recording = new SkippedPauses();
		RunListener listener = this.events::add;
		this.planner = new RunPlanner(this.mockAgents, new ScenarioSelector(SCENARIOS),
				new RecordingSelector(library, (session) -> null), (run) -> RunJournal.NONE,
				() -> List.of(listener, (event) -> {
					if (!event.pause().isZero()) {
						this.pauses.add(event.pause());
					}
				}), EventLogSettings.of(this.folder.resolve("events.log")), recording, null);
	}

	private static Agent agent() {
		return Agent.builder("Vibecoder").build();
	}

	private String play(String message) {
		return output(RunRequest.of(agent(), message));
	}

	private String output(RunRequest request) {
		return String.valueOf(runner().run(request).finalOutput());
	}

	private RunResult result(String message) {
		return runner().run(RunRequest.of(agent(), message));
	}

	private MockAgentRunner runner() {
		return new MockAgentRunner("runner", "", this.planner);
	}

	private Object toolOutput(List<String> calls) {
		FunctionTool tool = FunctionTool.builder("submit_patch").function((context, arguments) -> {
			calls.add(context.toolName());
			return "stored";
		}).build();
		RunResultStreaming result = runner()
			.runStreamed(RunRequest.of(Agent.builder("Vibecoder").tools(tool).build(), "Explain this"));
		Object output = null;
		try (EventStream stream = result.streamEvents()) {
			for (StreamEvent event : stream) {
				if (event instanceof RunItemStreamEvent item && item.item() instanceof ToolCallOutputItem toolOutput) {
					output = toolOutput.output();
				}
			}
		}
		return output;
	}

	private static RecordedRun run(String recording, String input, String answer) {
		return run(recording, input,
				RecordedRunBuilder.turn(RECORDED_AGENT)
					.saw(input)
					.frames(frames("resp_1", message(answer)))
					.pauses(Duration.ofMillis(100), Duration.ofMillis(20))
					.build());
	}

	private static RecordedRun runWithTool(String recording, @Nullable RecordedToolResult result) {
		JsonObject call = JsonObject.of("id", "fc_1", "type", "function_call", "status", "completed", "arguments", "{}",
				"call_id", "call_1", "name", "submit_patch");
		return run(recording, "Explain this",
				RecordedRunBuilder.turn(RECORDED_AGENT)
					.saw("Explain this")
					.frames(frames("resp_1", call))
					.results((result != null) ? List.of(result) : List.of())
					.build(),
				RecordedRunBuilder.turn(RECORDED_AGENT)
					.saw("Explain this", "stored")
					.frames(frames("resp_2", message("Done")))
					.build());
	}

	private static RecordedRun run(String recording, String input, RecordedTurn... turns) {
		return RecordedRunBuilder.run(RECORDED_AGENT).recording(recording).input(input).turns(turns).build();
	}

	private static JsonObject message(String text) {
		return JsonObject.of(
				"id", "msg_1", "type", "message", "status", "completed", "content", List.of(JsonObject.of("type",
						"output_text", "annotations", List.of(), "logprobs", List.of(), "text", text)),
				"role", "assistant");
	}

	private static List<JsonObject> frames(String responseId, JsonObject item) {
		return List.of(JsonObject.of("type", "response.completed", "sequence_number", 0, "response", JsonObject.of("id",
				responseId, "object", "response", "created_at", 1, "status", "completed", "output", List.of(item))));
	}

}
