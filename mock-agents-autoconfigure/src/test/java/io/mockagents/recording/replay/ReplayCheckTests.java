package io.mockagents.recording.replay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import io.mockagents.agent.EventStream;
import io.mockagents.agent.JsonObject;
import io.mockagents.goldens.GoldenSession;
import io.mockagents.json.JsonCodec;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedEvent;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedRunBuilder;
import io.mockagents.recording.RecordedTurn;
import io.mockagents.recording.FileRecordingReader;
import io.mockagents.recording.RecordingMismatchException;
import io.mockagents.recording.RecordingReader;
import io.mockagents.recording.RecordingWriter;
import io.mockagents.recording.RunRedaction;
import io.mockagents.recording.log.LogRecordingReader;
import io.mockagents.recording.log.Logs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is played is compared with its source.
 */
class ReplayCheckTests {

	private static final RecordedRun RUN = Logs.read(Logs.text("production/vg_text")).runs().get(0);

	static List<GoldenSession> recordings() {
		return GoldenSession.all();
	}

	@Test
	void eventThatDiffersIsReportedBeforeItIsSeen() {
		List<RecordedEvent> events = new ArrayList<>(RUN.events());
		RecordedEvent right = events.get(7);
		events.set(7, new RecordedEvent(right.origin(), right.isRaw(), right.digest() + 1));
		List<Object> seen = new ArrayList<>();
		assertThatExceptionOfType(InvalidRecordingException.class).isThrownBy(() -> play(with(events), seen))
			.withMessageStartingWith(right.origin() + ": differs from the replay of run 1")
			.withMessageContaining("{\"data\":{");
		assertThat(seen).hasSize(7);
	}

	@Test
	void eventThatIsNotPlayedIsReported() {
		List<RecordedEvent> events = new ArrayList<>(RUN.events());
		events.add(new RecordedEvent("app.log:999", true, 1));
		assertThatExceptionOfType(InvalidRecordingException.class)
			.isThrownBy(() -> play(with(events), new ArrayList<>()))
			.withMessageStartingWith("app.log:999: is not in the replay of run 1");
	}

	@Test
	void eventThatWasNotRecordedIsReported() {
		List<RecordedEvent> events = RUN.events().subList(0, RUN.events().size() - 1);
		assertThatExceptionOfType(InvalidRecordingException.class)
			.isThrownBy(() -> play(with(events), new ArrayList<>()))
			.withMessageContaining("is the last event of run 1");
	}

	@Test
	void streamThatIsClosedEarlyMissesNothing() {
		try (EventStream events = new RecordingPlayer().play(RUN).streamEvents()) {
			assertThat(events.iterator().next()).isNotNull();
		}
	}

	@Test
	void freshIdsAreComparedToo() {
		List<Object> seen = new ArrayList<>();
		try (EventStream events = new RecordingPlayer().withFreshIds(new Random(1)).play(RUN).streamEvents()) {
			events.forEach(seen::add);
		}
		assertThat(seen).hasSameSizeAs(RUN.events());
		List<RecordedEvent> changed = new ArrayList<>(RUN.events());
		changed.set(9, new RecordedEvent("app.log:9", changed.get(9).isRaw(), 1));
		assertThatExceptionOfType(InvalidRecordingException.class).isThrownBy(() -> {
			try (EventStream events = new RecordingPlayer().withFreshIds(new Random(1))
				.play(with(changed))
				.streamEvents()) {
				events.forEach(seen::add);
			}
		}).withMessageStartingWith("app.log:9: ");
	}

	@Test
	void changedFrameOfAFileIsReportedByItsLine(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("a.recording.jsonl");
		write(RUN, file, new RunRedaction(List.of()));
		List<String> lines = new ArrayList<>(Files.readAllLines(file));
		play(read(lines), new ArrayList<>());
		int delta = 0;
		while (!lines.get(delta).contains("output_text.delta")) {
			delta++;
		}
		lines.set(delta, lines.get(delta).replaceFirst("\"delta\":\"", "$0Ha"));
		RecordedRun changed = read(lines);
		assertThatExceptionOfType(InvalidRecordingException.class).isThrownBy(() -> play(changed, new ArrayList<>()))
			.withMessageStartingWith("a.recording.jsonl:" + (delta + 1) + ": differs from the replay of run 1");
	}

	@Test
	void eventThatAFilePlaysOtherwiseIsReported(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("a.recording.jsonl");
		RecordedRun withTool = Logs.read(Logs.text("production/vg_approved")).runs().get(0);
		write(withTool, file, new RunRedaction(List.of()));
		List<String> lines = new ArrayList<>(Files.readAllLines(file));
		lines.replaceAll((line) -> line.contains("\"type\":\"tool_result\"")
				? line.replaceFirst("\"text\":\"", "$0Not ") : line);
		int digests = 0;
		while (!lines.get(digests).contains("\"type\":\"events\"")) {
			digests++;
		}
		RecordedRun changed = read(lines);
		assertThatExceptionOfType(InvalidRecordingException.class).isThrownBy(() -> play(changed, new ArrayList<>()))
			.withMessageMatching("(?s)a.recording.jsonl:" + (digests + 1)
					+ ", event \\d+: differs from the replay of run 1 .*tool_output.*");
	}

	@Test
	void runWithSomethingTakenOutIsNotCompared(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("a.recording.jsonl");
		RecordedRun withTool = Logs.read(Logs.text("production/vg_approved")).runs().get(0);
		write(withTool, file, new RunRedaction(List.of("patch")));
		RecordedRun redacted = read(Files.readAllLines(file));
		assertThat(redacted.events()).isEmpty();
		play(redacted, new ArrayList<>());
	}

	private static void write(RecordedRun run, Path file, RunRedaction redaction) throws IOException {
		try (RecordingWriter writer = RecordingWriter.create(file, redaction, Instant.EPOCH)) {
			writer.write(run);
		}
	}

	private static RecordedRun read(List<String> lines) {
		byte[] content = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
		try (RecordingReader reader = new FileRecordingReader("a.recording.jsonl", new ByteArrayInputStream(content))) {
			return Objects.requireNonNull(reader.next());
		}
	}

	/**
	 * A log of any recording of the SDK is played as it was, or it is said why not.
	 */
	@ParameterizedTest(name = "{0}")
	@MethodSource("recordings")
	void logIsPlayedAsItWasOrReported(GoldenSession recording, @TempDir Path folder) throws IOException {
		List<List<String>> recorded = recording.eventsOfRuns();
		Path log = Files.writeString(folder.resolve("app.log"), log(recorded, recording));
		List<List<String>> played = new ArrayList<>();
		int reported = 0;
		try (LogRecordingReader reader = LogRecordingReader.of(List.of(log), true)) {
			RecordedRun run = null;
			do {
				List<String> events = new ArrayList<>();
				try {
					run = reader.next();
					if (run != null) {
						play(run, events);
					}
				}
				catch (InvalidRecordingException | RecordingMismatchException ex) {
					reported++;
					continue;
				}
				catch (RuntimeException ex) {
					if (run == null || run.failure() == null) {
						throw ex;
					}
					reported += hasDifference(ex) ? 1 : 0;
					if (hasDifference(ex)) {
						continue;
					}
				}
				if (run != null) {
					played.add(events.stream().map(ReplayCheckTests::text).toList());
				}
			}
			while (run != null || reported + played.size() < recorded.size());
		}
		List<List<String>> texts = recorded.stream()
			.map((run) -> run.stream().map(ReplayCheckTests::text).toList())
			.toList();
		if (!played.isEmpty()) {
			assertThat(texts).containsSubsequence(played);
		}
		assertThat(reported + played.size()).isGreaterThanOrEqualTo(recorded.size());
	}

	private static boolean hasDifference(RuntimeException failure) {
		return List.of(failure.getSuppressed())
			.stream()
			.anyMatch((suppressed) -> suppressed instanceof InvalidRecordingException);
	}

	private static String text(String json) {
		return JsonCodec.write(JsonCodec.parseObject(json));
	}

	private static String log(List<List<String>> runs, GoldenSession recording) {
		StringBuilder log = new StringBuilder();
		int number = 0;
		for (List<String> events : runs) {
			line(log, "=== OPENAI API CALL START (Iteration 1) ===");
			line(log, "Prompt: " + recording.input(number));
			for (String event : events) {
				JsonObject json = JsonCodec.parseObject(event);
				line(log, "Stream Event: " + json.string("type"));
				line(log, "Event Data: " + JsonCodec.write(json));
			}
			if (!recording.isRaised(number)) {
				line(log, "=== OPENAI API CALL END (Iteration 1) ===");
			}
			number++;
		}
		return log.toString();
	}

	private static void line(StringBuilder log, String text) {
		log.append("2026-11-22 06:59:48,328 - ").append(text).append('\n');
	}

	private static RecordedRun with(List<RecordedEvent> events) {
		return RecordedRunBuilder.run(RUN.startingAgent())
			.recording(RUN.recording())
			.number(RUN.number())
			.session(RUN.sessionId(), RUN.iteration())
			.input(Objects.requireNonNull(RUN.input()))
			.turns(RUN.turns().toArray(RecordedTurn[]::new))
			.failure(RUN.failure())
			.events(events)
			.build();
	}

	private static void play(RecordedRun run, List<? super String> seen) {
		try (EventStream events = new RecordingPlayer().play(run).streamEvents()) {
			events.forEach((event) -> seen.add(JsonCodec.write(GoldenSession.json(event))));
		}
	}

}
