package io.mockagents.goldens;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.mockagents.agent.EventStream;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.Pauses;
import io.mockagents.model.Model;
import io.mockagents.openai.OpenAiApi;
import io.mockagents.openai.OpenAiSettings;
import io.mockagents.recording.FileRecordingReader;
import io.mockagents.recording.RecordingReader;
import io.mockagents.recording.RunRedaction;
import io.mockagents.recording.live.RunRecorder;
import io.mockagents.recording.replay.RecordingPlayer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recordings of the real SDK, played by the live model over the loopback address,
 * recorded while they happen, and played again from what was recorded: three equal
 * streams.
 */
class LiveRunsReplayTests {

	@TempDir
	private Path directory;

	static List<GoldenRecording> recordings() {
		return LiveRecordingsTests.recordings();
	}

	static List<GoldenRecording> streamed() {
		return recordings().stream().filter(GoldenRecording::isStreamed).toList();
	}

	static List<GoldenRecording> blocking() {
		return recordings().stream()
			.filter((recording) -> !recording.isStreamed()
					&& !recording.runs().stream().anyMatch((run) -> failsWithoutData(recording, run.string("label"))))
			.toList();
	}

	/**
	 * Whether the exception of a run does not hold what the run had done, as those of the
	 * API: where it is not streamed, the turns before are lost.
	 */
	private static boolean failsWithoutData(GoldenRecording recording, String run) {
		return recording.results(run)
			.stream()
			.anyMatch((line) -> "raised".equals(line.get("line")) && !line.object("exception").containsKey("run_data"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("streamed")
	void liveAndReplayedEventsAreThoseOfTheSdk(GoldenRecording recording) throws IOException {
		List<io.mockagents.recording.RecordedRun> recorded = read(record(recording));
		assertThat(recorded).hasSize(recording.runs().size());
		Deque<io.mockagents.recording.RecordedRun> next = new ArrayDeque<>(recorded);
		GoldenRun again = new GoldenRun(recording,
				(plan) -> plan.withModel(new io.mockagents.recording.replay.ReplayModel(take(next))));
		for (int i = 0; i < recorded.size(); i++) {
			assertEqual(again.play(i).events(), recording.events(i));
		}
	}

	/**
	 * Return the next run, with the runs that go on with it where its calls waited for
	 * approval: one model plays them all.
	 */
	private static io.mockagents.recording.RecordedRun take(Deque<io.mockagents.recording.RecordedRun> runs) {
		io.mockagents.recording.RecordedRun run = runs.remove();
		io.mockagents.recording.RecordedRun last = run;
		for (io.mockagents.recording.RecordedRun following : runs) {
			if (following.interrupted() == null) {
				break;
			}
			last = following;
		}
		return (run.interrupted() == null) ? last : run;
	}

	private static void assertEqual(List<String> events, List<String> expected) {
		assertThat(events).hasSameSizeAs(expected);
		for (int n = 0; n < expected.size(); n++) {
			assertThat(events.get(n)).as("event %d", n + 1).isEqualTo(expected.get(n));
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("streamed")
	void recordingsPlayWithoutTheApplication(GoldenRecording recording) throws IOException {
		Path file = record(recording);
		if (!Files.readString(file).contains("***")) {
			assertThat(read(file)).extracting((run) -> run.events().size())
				.as("events that a replay is compared with")
				.isEqualTo(recording.runs().stream().map((run) -> run.get("events")).toList());
		}
		List<List<String>> played = play(file);
		for (int i = 0; i < played.size(); i++) {
			assertEqual(played.get(i), recording.events(i));
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("blocking")
	void runsThatAreNotStreamedAreRecordedToo(GoldenRecording recording) throws IOException {
		Path file = record(recording);
		assertThat(play(file)).hasSize(recording.runs().size()).allSatisfy((events) -> assertThat(events).isNotEmpty());
	}

	private Path record(GoldenRecording recording) {
		int retries = (recording.scenario().object("run").get("retries") instanceof Integer max) ? max
				: OpenAiSettings.DEFAULT_MAX_RETRIES;
		RunRecorder recorder = new RunRecorder(this.directory, new RunRedaction(List.of()), recording.profile(),
				Clock.systemUTC(), System::nanoTime);
		io.mockagents.recording.live.Recording made = recorder.start("live");
		try (GoldenEndpoint endpoint = new GoldenEndpoint(recording);
				OpenAiApi api = OpenAiApi.connect(new OpenAiSettings("sk-recorded", endpoint.baseUrl(), null, null,
						OpenAiSettings.DEFAULT_CONNECT_TIMEOUT, OpenAiSettings.DEFAULT_TIMEOUT, retries))) {
			Model model = endpoint.withArrivals(api.model(recording.profile(), Pauses.REAL));
			GoldenRun run = new GoldenRun(recording, (plan) -> plan.withModel(model), recorder::record);
			new GoldenComparison(recording, run, endpoint::requests).check();
		}
		made.stop();
		assertThat(made.failure()).isNull();
		Path file = made.file();
		assertThat(file).isNotNull();
		return file;
	}

	private static List<List<String>> play(Path file) throws IOException {
		List<List<String>> runs = new ArrayList<>();
		for (io.mockagents.recording.RecordedRun run : read(file)) {
			List<String> lines = new ArrayList<>();
			try (EventStream events = new RecordingPlayer().play(run).streamEvents()) {
				for (StreamEvent event : events) {
					lines.add(GoldenRun.line(event));
				}
			}
			catch (RuntimeException ex) {
				assertThat(run.failure()).as("what ended the run: %s", ex).isNotNull();
			}
			runs.add(lines);
		}
		return runs;
	}

	private static List<io.mockagents.recording.RecordedRun> read(Path file) throws IOException {
		List<io.mockagents.recording.RecordedRun> runs = new ArrayList<>();
		try (RecordingReader reader = new FileRecordingReader("live", Files.newInputStream(file))) {
			for (io.mockagents.recording.RecordedRun run = reader.next(); run != null; run = reader.next()) {
				runs.add(run);
			}
		}
		return runs;
	}

}
