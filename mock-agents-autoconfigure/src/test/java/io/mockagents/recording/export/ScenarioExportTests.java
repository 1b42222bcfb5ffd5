package io.mockagents.recording.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.ConversationDatabase;
import io.mockagents.goldens.GoldenSession;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.KnownCall;
import io.mockagents.model.Model;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingReader;
import io.mockagents.recording.compare.EventComparator;
import io.mockagents.recording.log.LogRecordingReader;
import io.mockagents.recording.log.Logs;
import io.mockagents.recording.replay.ReplayModel;
import io.mockagents.recording.replay.ReplayedAgents;
import io.mockagents.recording.session.SessionRecordingReader;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScenarioPlaybackException;
import io.mockagents.scenario.ScenarioSelector;
import io.mockagents.scenario.ScriptedModel;
import io.mockagents.scenario.SelectionSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Recordings of the real SDK as scenarios.
 */
class ScenarioExportTests {

	@RegisterExtension
	private static final ConversationDatabase database = new ConversationDatabase();

	static List<GoldenSession> recordings() {
		return GoldenSession.all();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("recordings")
	void scenariosWithIdsAreStoredAsTheSameRowsUnlessANoteSaysOtherwise(GoldenSession recording) {
		String session = recording.store(database);
		List<RecordedRun> runs = runs(session);
		if (runs.stream().allMatch((run) -> run.turns().isEmpty() && isCutOff(run))) {
			assertThatExceptionOfType(InvalidRecordingException.class)
				.isThrownBy(() -> new ScenarioExport().export(runs, "empty"))
				.withMessageContaining("no answer of a model");
			return;
		}
		ExportedScenarios exported = new ScenarioExport().withIds().export(runs, recording.toString());
		List<Scenario> scenarios = read(exported);
		assertThat(scenarios).extracting(Scenario::name).isEqualTo(exported.names());
		if (exported.notes().isEmpty()) {
			String replayed = "scripted-" + UUID.randomUUID();
			for (int i = 0; i < runs.size(); i++) {
				play(runs.get(i), scenarios.get(i), replayed);
			}
			assertThat(GoldenSession.columns(database, replayed)).isEqualTo(GoldenSession.columns(database, session))
				.isNotEmpty();
		}
	}

	@Test
	void mostRecordingsNeedNoNote() {
		List<String> noted = new ArrayList<>();
		for (GoldenSession recording : recordings()) {
			List<RecordedRun> runs = runs(recording.store(database));
			boolean empty = runs.stream().allMatch((run) -> run.turns().isEmpty() && isCutOff(run));
			List<String> notes = empty ? List.of() : new ScenarioExport().withIds().export(runs, "x").notes();
			if (!notes.isEmpty()) {
				noted.add(recording + ": " + notes);
			}
		}
		assertThat(noted).hasSizeLessThan(recordings().size() * 3 / 5)
			.noneMatch((note) -> note.startsWith("sdk-0.2.9/b_tool_approved"))
			.noneMatch((note) -> note.startsWith("sdk-0.22/b_tool_approved"))
			.noneMatch((note) -> note.startsWith("sdk-0.2.9/c_rejected_then_approved"))
			.noneMatch((note) -> note.startsWith("sdk-0.22/j_parallel_tools"))
			.noneMatch((note) -> note.startsWith("sdk-0.22/q_hosted_tools"));
	}

	@Test
	void exportedScenariosAreChosenForTheRecordedInputInTheirIteration() {
		Logs log = Logs.read(LogRecordingReader.of(Logs.file("production/vg_rejected_new_iteration")));
		ExportedScenarios exported = new ScenarioExport().export(log.runs(), "Rejected, then approved!");
		assertThat(exported.notes()).isEmpty();
		assertThat(exported.fileName()).isEqualTo("rejected-then-approved.yaml");
		assertThat(exported.yaml())
			.isEqualTo(new ScenarioExport().export(log.runs(), "Rejected, then approved!").yaml());
		ScenarioSelector selector = new ScenarioSelector(new ScenarioLibrary(read(exported)));
		for (RecordedRun run : log.runs()) {
			RunRequest request = RunRequest
				.builder(Agent.builder("Vibecoder").build(), RunInput.of(String.valueOf(run.input())))
				.iteration(run.iteration())
				.build();
			assertThat(selector.select(request, SelectionSettings.DEFAULT, new SplittableRandom(1)).scenario().name())
				.isEqualTo("rejected-then-approved-" + run.number());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "vg_text", "vg_approved", "vg_max_iterations", "vg_rejected_new_iteration" })
	void freshRunOfTheMockDoesNotDifferInStructureFromProduction(String name) {
		Logs log = Logs.read(LogRecordingReader.of(Logs.file("production/" + name)));
		List<Scenario> scenarios = read(new ScenarioExport().export(log.runs(), name));
		for (int i = 0; i < scenarios.size(); i++) {
			RecordedRun run = log.runs().get(i);
			Scenario scenario = scenarios.get(i);
			LoopAgentRunner runner = new LoopAgentRunner(
					(asked) -> new RunPlan.Ready(RunInfo.of("test", asked, null),
							new ScriptedModel(scenario, asked, run.profile(), new SplittableRandom(1),
									Clock.systemUTC()),
							run.profile(), Pacing.NONE, Pauses.REAL, RunJournal.NONE, List.of(), Runnable::run,
							Clock.systemUTC()));
			List<StreamEvent> events = new ArrayList<>();
			try (EventStream stream = runner
				.runStreamed(
						RunRequest.of(ReplayedAgents.startingAgentOf(run, () -> false), String.valueOf(run.input())))
				.streamEvents()) {
				stream.forEach(events::add);
			}
			assertThat(EventComparator.ofStructure().compare(run, events).differences()).isEmpty();
		}
	}

	@Test
	void existingFileIsOverwrittenOnlyOnRequest(@TempDir Path directory) throws IOException {
		ExportedScenarios exported = new ExportedScenarios("a.yaml", "name: a", List.of("a"), List.of());
		Path file = exported.write(directory, false);
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> exported.write(directory, false))
			.withMessageContaining("exists already");
		Files.writeString(file, "mine, and much longer");
		exported.write(directory, true);
		assertThat(file).hasContent("name: a");
	}

	private static boolean isCutOff(RecordedRun run) {
		return run.failure() == null || run.failure().isCutOff();
	}

	private static List<RecordedRun> runs(String session) {
		List<RecordedRun> runs = new ArrayList<>();
		try (RecordingReader reader = new SessionRecordingReader(database.messages, session, true)) {
			for (RecordedRun run = reader.next(); run != null; run = reader.next()) {
				runs.add(run);
			}
		}
		return runs;
	}

	private static List<Scenario> read(ExportedScenarios exported) {
		return new ScenarioLoader(new PathMatchingResourcePatternResolver())
			.read(new ByteArrayResource(exported.yaml().getBytes(StandardCharsets.UTF_8), exported.fileName()));
	}

	private static void play(RecordedRun run, Scenario scenario, String session) {
		ReplayModel recorded = new ReplayModel(run);
		String input = run.input();
		RunRequest request = RunRequest
			.builder(ReplayedAgents.startingAgentOf(run, recorded::hasEnded), RunInput.of((input != null) ? input : ""))
			.maxTurns(Math.max(1, run.turns().size()))
			.sessionId(session)
			.iteration(run.iteration())
			.build();
		LoopAgentRunner runner = new LoopAgentRunner((asked) -> {
			RunInfo info = RunInfo.of("test", asked, null);
			return new RunPlan.Ready(info,
					new WithTools(new ScriptedModel(scenario, asked, run.profile(), new SplittableRandom(1),
							Clock.systemUTC()), recorded),
					run.profile(), Pacing.NONE, Pauses.REAL, database.messages.journal().open(info), List.of(),
					Runnable::run, Clock.systemUTC());
		});
		try (EventStream events = runner.runStreamed(request).streamEvents()) {
			events.forEach((event) -> {
			});
		}
		catch (AgentsException | OpenAiException | PythonException | ScenarioPlaybackException ex) {
			// An error of Python itself comes after the last row, which does not show it
			assertThat(run.failure() != null || ex instanceof PythonException).as(ex.toString()).isTrue();
		}
	}

	/**
	 * A model with what the recording tells of the application's tools.
	 */
	private record WithTools(Model model, Model recorded) implements Model {

		@Override
		public ModelStream stream(ModelRequest request) {
			return this.model.stream(request);
		}

		@Override
		public KnownCall knownCall(JsonObject call, @Nullable FunctionTool tool) {
			KnownCall scripted = this.model.knownCall(call, tool);
			KnownCall known = this.recorded.knownCall(call, tool);
			return new KnownCall(scripted.result(), scripted.tool(), known.details(), known.outputDetails(),
					scripted.scripted());
		}

		@Override
		public List<InputGuardrail> inputGuardrails() {
			return this.model.inputGuardrails();
		}

		@Override
		public List<OutputGuardrail> outputGuardrails() {
			return this.model.outputGuardrails();
		}

	}

}
