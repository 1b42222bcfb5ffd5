package io.mockagents.recording;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.recording.RecordedAgent.RecordedTool;
import io.mockagents.recording.log.Logs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Writes recording files and reads them, whole and damaged.
 */
class RecordingFileTests {

	@TempDir
	private Path directory;

	private Path file;

	@BeforeEach
	void nameFile() {
		this.file = this.directory.resolve("new/a.recording.jsonl");
	}

	@Test
	void readerReturnsWhatWasWritten() throws IOException {
		RecordedRun first = run("one", null);
		RecordedRun second = run("two", first);
		write(first, second);
		Result result = read(Files.readString(this.file));
		assertThat(result.problems).isEmpty();
		assertThat(result.runs).extracting(RecordedRun::number).containsExactly(1, 2);
		assertThat(result.runs).extracting(Logs::content).containsExactly(Logs.content(first), Logs.content(second));
		assertThat(result.runs).extracting(RecordedRun::failure).containsExactly(first.failure(), second.failure());
		RecordedRun interrupted = result.runs.get(1).interrupted();
		assertThat(interrupted).isNotNull();
		assertThat(Logs.content(interrupted)).isEqualTo(Logs.content(first));
		assertThat(result.runs.get(0).origin()).isEqualTo("a.recording.jsonl:2");
	}

	@Test
	void personCanReadALine() throws IOException {
		write(run("one", null));
		assertThat(Files.readAllLines(this.file)).contains(
				"{\"type\":\"recording\",\"version\":2,\"recorded_at\":\"1970-01-01T00:00:00Z\",\"redacted\":[]}",
				"{\"type\":\"frame\",\"run\":1,\"pause_ms\":12.5,\"data\":{\"type\":\"a\"}}",
				"{\"type\":\"tool_result\",\"run\":1,\"call_id\":\"call_1\",\"value\":7,\"text\":\"7\"}");
	}

	/**
	 * Whatever part of a file is there, all runs that are complete in it are read, and
	 * the one that is not is reported by its line.
	 */
	@Test
	void fileThatIsCutOffAnywhereHasAllCompleteRuns() throws IOException {
		write(run("one", null), run("two", null));
		String text = Files.readString(this.file);
		int second = text.indexOf("{\"type\":\"run\",\"run\":2");
		int header = text.indexOf('\n');
		for (int length = header + 1; length < text.length() - 1; length += 7) {
			Result result = read(text.substring(0, length));
			assertThat(result.runs).hasSize((length < second - 1) ? 0 : 1);
			boolean between = length == header + 1 || length == second || length == second - 1;
			assertThat(result.problems).hasSize(between ? 0 : 1)
				.allSatisfy((problem) -> assertThat(problem).startsWith("a.recording.jsonl:"));
		}
		assertThat(read(text).runs).hasSize(2);
	}

	@Test
	void runThatWasCutOffIsReportedByItsFirstLine() throws IOException {
		write(run("one", null));
		String text = Files.readString(this.file);
		assertThat(read(text.substring(0, text.lastIndexOf("{\"type\":\"run_end\""))).problems).containsExactly(
				"a.recording.jsonl:2: The line starts a run without an end: the file ends at line 6 without its line "
						+ "'run_end'. It was cut off, or is still being written; the run is skipped");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', value = {
			"\"version\":2                | \"version\":3              | a.recording.jsonl:1: The line has version 3",
			"\"type\":\"turn\"            | \"type\":\"tern\"          | a.recording.jsonl:3: The line is a line 'tern'",
			"\"pause_ms\":12.5       | \"pause_ms\":-1            | a.recording.jsonl:4: The field 'pause_ms' must be",
			"\"pause_ms\":12.5       | \"pause_ms\":1e99          | a.recording.jsonl:4: The field 'pause_ms' must be",
			"\"pause_ms\":12.5       | \"pause\":12               | a.recording.jsonl:4: The line has the unknown field 'pause'",
			"\"data\":{\"type\":\"a\"}    | \"data\":{}                | a.recording.jsonl:4: The field 'data.type' must be a text, but is missing",
			"\"data\":{\"type\":\"a\"}    | \"data\":{\"type\":        | a.recording.jsonl:4:",
			"\"text\":\"7\"               | \"text\":7                 | a.recording.jsonl:5: The field 'text' must be a text, but is 7",
			"\"lines\":6                  | \"lines\":5                | a.recording.jsonl:7: The line ends a run of 5 lines, but there are 6",
			"\"type\":\"turn_end\",\"run\":1 | \"type\":\"turn_end\",\"run\":9 | a.recording.jsonl:6: The line belongs to run 9",
			"\"agent\":\"A\"              | \"agent\":\"B\"            | a.recording.jsonl:3: The line names the agent 'B'",
			"\"profile\":\"0.2\"          | \"profile\":\"9\"          | a.recording.jsonl:2: The line has the profile '9'" })
	void mistakeIsReportedWithItsPlace(String text, String mistake, String problem) throws IOException {
		write(run("one", null));
		String written = Files.readString(this.file);
		assertThat(written).contains(text);
		Result result = read(written.replace(text, mistake));
		assertThat(result.runs).isEmpty();
		assertThat(result.problems).hasSize(1);
		assertThat(result.problems.get(0)).startsWith(problem);
	}

	@Test
	void digestsOfEventsStandWhereTheirFramesDo() throws IOException {
		RecordedRun run = run("one", null, List.of(new RecordedEvent("", false, 1), new RecordedEvent("", true, -2),
				new RecordedEvent("", true, 3)));
		write(run);
		String text = Files.readString(this.file);
		assertThat(text).contains("{\"type\":\"events\",\"run\":1,\"digests\":[\"item 0000000000000001\","
				+ "\"raw fffffffffffffffe\",\"raw 0000000000000003\"]}");
		assertThat(read(text).runs.get(0).events()).containsExactly(
				new RecordedEvent("a.recording.jsonl:7, event 1", false, 1),
				new RecordedEvent("a.recording.jsonl:4", true, -2),
				new RecordedEvent("a.recording.jsonl:7, event 3", true, 3));
		assertThat(read(text.replace("raw fff", "raw FFF")).problems).singleElement()
			.asString()
			.startsWith("a.recording.jsonl:7: The line has the invalid digest 'raw FFF");
	}

	@Test
	void filesOfTheFirstVersionAreRead() throws IOException {
		write(run("one", null));
		Result result = read(Files.readString(this.file).replace("\"version\":2", "\"version\":1"));
		assertThat(result.problems).isEmpty();
		assertThat(result.runs).singleElement().extracting(RecordedRun::events).isEqualTo(List.of());
	}

	@Test
	void readingContinuesAfterADamagedRun() throws IOException {
		write(run("one", null), run("two", null), run("three", null));
		Result result = read(Files.readString(this.file).replaceFirst("\"type\":\"frame\",\"run\":2", "\"nonsense"));
		assertThat(result.runs).extracting(RecordedRun::input).containsExactly("one", "three");
		assertThat(result.problems).hasSize(1);
	}

	@Test
	void lineThatIsNestedTooDeeplyIsReported() throws IOException {
		write(run("one", null));
		String deep = "{\"a\":".repeat(2000) + "1" + "}".repeat(2000);
		Result result = read(Files.readString(this.file).replace("{\"type\":\"a\"}", deep));
		assertThat(result.problems).singleElement().asString().startsWith("a.recording.jsonl:4:").contains("depth");
	}

	@Test
	void lineThatIsTooLongIsReported() throws IOException {
		write(run("one", null));
		Result result = read(
				Files.readString(this.file).replace("\"text\":\"7\"", "\"text\":\"" + "7".repeat(9 << 20) + "\""));
		assertThat(result.problems).singleElement().asString().startsWith("a.recording.jsonl:5:").contains("longer");
	}

	@Test
	void runThatIsTooLongIsNotWritten() throws IOException {
		RecordedRun longRun = run("7".repeat(9 << 20), null);
		try (RecordingWriter writer = RecordingWriter.create(this.file, new RunRedaction(List.of()), Instant.EPOCH)) {
			assertThatIllegalArgumentException().isThrownBy(() -> writer.write(longRun));
			assertThat(writer.write(run("one", null))).isEqualTo(1);
		}
		assertThat(read(Files.readString(this.file)).runs).hasSize(1);
	}

	@Test
	void fileThatExistsIsNotOverwritten() throws IOException {
		write(run("one", null));
		assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> write(run("two", null)));
		assertThat(read(Files.readString(this.file)).runs).hasSize(1);
	}

	@Test
	void otherFilesAreNotRecordings() {
		assertThat(read("").problems).singleElement().asString().contains("The file is empty");
		assertThat(read("{\"type\":\"x\"}\n").problems).singleElement()
			.asString()
			.startsWith("a.recording.jsonl:1: The line is not the start of a recording file");
		assertThat(read("hello\n").problems).singleElement().asString().startsWith("a.recording.jsonl:1:");
	}

	private void write(RecordedRun... runs) throws IOException {
		try (RecordingWriter writer = RecordingWriter.create(this.file, new RunRedaction(List.of()), Instant.EPOCH)) {
			for (RecordedRun run : runs) {
				writer.write(run);
			}
		}
	}

	private static RecordedRun run(String input, @Nullable RecordedRun interrupted) {
		return run(input, interrupted, List.of());
	}

	private static RecordedRun run(String input, @Nullable RecordedRun interrupted, List<RecordedEvent> events) {
		RecordedAgent agent = new RecordedAgent("A", "gpt-5", "Do ü", List
			.of(new RecordedTool("get", "Gets", JsonObject.of("type", "object")), new RecordedTool("x", null, null)),
				List.of("B"));
		RecordedFailure failure = new RecordedFailure("RateLimitError", "slow", 429, Map.of("x-request-id", "r"),
				JsonObject.of("code", null));
		RecordedTurn turn = RecordedRunBuilder.turn(agent)
			.saw(input, "o")
			.requestId("req_1")
			.frames(List.of(JsonObject.of("type", "a")))
			.results(List.of(new RecordedToolResult("call_1", 7, "7")))
			.pauses(Duration.ofNanos(12_500_000), Duration.ofNanos(1))
			.build();
		return RecordedRunBuilder.run(agent)
			.recording("a")
			.session("s", 3)
			.input(input)
			.turns(turn)
			.failure(failure)
			.interrupted(interrupted)
			.events(events)
			.build();
	}

	private static Result read(String text) {
		Result result = new Result(new ArrayList<>(), new ArrayList<>());
		try (RecordingReader reader = RecordingFormat.files()
			.open("a.recording.jsonl", new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))) {
			for (boolean more = true; more;) {
				try {
					RecordedRun run = reader.next();
					more = run != null;
					if (run != null) {
						result.runs.add(run);
					}
				}
				catch (InvalidRecordingException ex) {
					result.problems.add(String.valueOf(ex.getMessage()));
				}
			}
		}
		return result;
	}

	private record Result(List<RecordedRun> runs, List<String> problems) {
	}

}
