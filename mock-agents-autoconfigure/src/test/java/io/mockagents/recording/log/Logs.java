package io.mockagents.recording.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.mockagents.agent.EventStream;
import io.mockagents.json.JsonCodec;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.replay.RecordingPlayer;
import tools.jackson.databind.json.JsonMapper;

/**
 * The logs of the test resources, and what a reader makes of a log.
 *
 * @param runs the runs it gives
 * @param problems what it reports
 */
public record Logs(List<RecordedRun> runs, List<InvalidRecordingException> problems) {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final Path FOLDER = Path.of("src/test/resources/logs");

	public static Path file(String name) {
		return FOLDER.resolve(name + ".log");
	}

	public static List<Path> all() {
		try (Stream<Path> files = Files.walk(FOLDER)) {
			return files.filter((file) -> file.toString().endsWith(".log")).sorted().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static String text(String name) {
		return text(file(name));
	}

	public static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static Logs read(String log) {
		return read(log.getBytes(StandardCharsets.UTF_8));
	}

	public static Logs read(byte[] log) {
		return read(reader(log));
	}

	public static LogRecordingReader reader(byte[] log) {
		return new LogRecordingReader("app.log", new ByteArrayInputStream(log));
	}

	public static Logs read(LogRecordingReader reader) {
		Logs logs = new Logs(new ArrayList<>(), new ArrayList<>());
		try (reader) {
			boolean more = true;
			while (more) {
				try {
					RecordedRun run = reader.next();
					more = run != null;
					if (run != null) {
						logs.runs.add(run);
					}
				}
				catch (InvalidRecordingException ex) {
					logs.problems.add(ex);
				}
			}
		}
		return logs;
	}

	/**
	 * What the runs hold, apart from where it stood.
	 */
	List<Object> contents() {
		return this.runs.stream().map(Logs::content).toList();
	}

	public static Object content(RecordedRun run) {
		return List.of(run.profile(), String.valueOf(run.sessionId()), run.iteration(), run.startingAgent(),
				String.valueOf(run.input()), run.turns());
	}

	/**
	 * Return the events of a run that is played, each as one line of JSON as Python
	 * writes it.
	 */
	static List<String> play(RecordedRun run) {
		List<String> lines = new ArrayList<>();
		try (EventStream events = new RecordingPlayer().play(run).streamEvents()) {
			events.forEach((event) -> lines
				.add(JsonCodec.writePython(JsonCodec.parse(MAPPER.writeValueAsString(event)), false)));
		}
		return lines;
	}

	List<String> messages() {
		return this.problems.stream().map(Throwable::getMessage).toList();
	}

}
