package io.mockagents.recording;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.recording.RecordedAgent.RecordedOutputType;
import io.mockagents.recording.RecordedAgent.RecordedTool;
import org.jspecify.annotations.Nullable;

/**
 * Writes recording files: a line of JSON that says what the file is, and for each run the
 * lines from {@code run} to {@code run_end}. The runs of a file never mix. A run is
 * written at once, redacted; if that fails the file is cut back to the runs before, so
 * that it stays one that can be read.
 * <p>
 * Not safe for several threads.
 */
public final class RecordingWriter implements AutoCloseable {

	/**
	 * How the names of recording files end.
	 */
	public static final String SUFFIX = ".recording.jsonl";

	static final int VERSION = 2;

	/**
	 * The most lines that a run may have in a file.
	 */
	static final int MOST_LINES = 200_000;

	/**
	 * The most bytes that a run may have in a file.
	 */
	static final int MOST_BYTES = 64 << 20;

	private final RunRedaction redaction;

	private final FileOutputStream file;

	private long length;

	private int runs;

	private RecordingWriter(RunRedaction redaction, FileOutputStream file) {
		this.redaction = redaction;
		this.file = file;
	}

	/**
	 * Create a recording file.
	 * @param file the file, which must not exist; its folder is created. Its name should
	 * end with {@link #SUFFIX}
	 * @param redaction takes out what must not be written
	 * @param time when the recording begins
	 * @return a writer, to be closed
	 * @throws java.nio.file.FileAlreadyExistsException if the file exists
	 * @throws IOException if the file cannot be created
	 */
	public static RecordingWriter create(Path file, RunRedaction redaction, Instant time) throws IOException {
		Path folder = file.toAbsolutePath().getParent();
		if (folder != null) {
			Files.createDirectories(folder);
		}
		try (OutputStream created = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
			created.flush();
		}
		// Not a channel, which an interrupt of the writing thread would close
		RecordingWriter writer = new RecordingWriter(redaction, new FileOutputStream(file.toFile(), true));
		try {
			writer.append(line(JsonObject.of("type", "recording", "version", VERSION, "recorded_at", time.toString(),
					"redacted", redaction.fields())));
		}
		catch (IOException ex) {
			writer.close();
			Files.deleteIfExists(file);
			throw ex;
		}
		return writer;
	}

	/**
	 * Write a run, and the runs that it continues.
	 * @param run the run; its number is that of the runs written so far
	 * @return its number in the file, from 1
	 * @throws IOException if the file cannot be written; the run is not in it then
	 * @throws IllegalArgumentException if the run is too long to be read again; nothing
	 * of it is written
	 */
	public int write(RecordedRun run) throws IOException {
		int number = this.runs + 1;
		append(new Block(number).of(this.redaction.redact(run)));
		this.runs = number;
		return number;
	}

	private void append(byte[] lines) throws IOException {
		try {
			this.file.write(lines);
			this.length += lines.length;
		}
		catch (IOException ex) {
			try {
				this.file.getChannel().truncate(this.length);
			}
			catch (IOException notCut) {
				ex.addSuppressed(notCut);
			}
			throw ex;
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

	private static byte[] line(JsonObject line) {
		return (JsonCodec.write(line) + '\n').getBytes(StandardCharsets.UTF_8);
	}

	static BigDecimal milliseconds(Duration pause) {
		return BigDecimal.valueOf(pause.toNanos(), 6);
	}

	/**
	 * The lines of a run.
	 */
	private static final class Block {

		private final int number;

		private final List<byte[]> lines = new ArrayList<>();

		private final Map<String, RecordedAgent> agents = new HashMap<>();

		private int bytes;

		Block(int number) {
			this.number = number;
		}

		byte[] of(RecordedRun run) {
			String type = "run";
			for (RecordedRun part : run.parts()) {
				add(type,
						JsonObject.builder()
							.put("profile", part.profile().version())
							.put("session_id", part.sessionId())
							.put("iteration", part.iteration())
							.put("starting_agent", agent(part.startingAgent()))
							.put("input", part.input()));
				part.turns().forEach(this::add);
				if (!part.events().isEmpty()) {
					add("events", JsonObject.builder()
						.put("digests", part.events().stream().map(RecordedEvent::written).toList()));
				}
				type = "resumed";
			}
			JsonObject.Builder end = JsonObject.builder().put("lines", this.lines.size() + 1);
			add("run_end", putFailure(end, run.failure()));
			byte[] block = new byte[this.bytes];
			int position = 0;
			for (byte[] line : this.lines) {
				System.arraycopy(line, 0, block, position, line.length);
				position += line.length;
			}
			return block;
		}

		private void add(RecordedTurn turn) {
			add("turn",
					JsonObject.builder()
						.put("agent", agent(turn.agent()))
						.put("user_message", turn.key().userMessage())
						.put("tool_outputs", turn.key().toolOutputs())
						.put("request_id", turn.requestId()));
			List<Duration> pauses = turn.pauses();
			int frames = turn.frames().size();
			for (int i = 0; i < frames; i++) {
				JsonObject.Builder frame = JsonObject.builder();
				if (i < pauses.size()) {
					frame.put("pause_ms", milliseconds(pauses.get(i)));
				}
				add("frame", frame.put("data", turn.frames().get(i)));
			}
			turn.callDetails()
				.entrySet()
				.stream()
				.sorted(Map.Entry.comparingByKey())
				.forEach((call) -> add("tool_call",
						JsonObject.builder().put("call_id", call.getKey()).put("details", call.getValue())));
			for (RecordedToolResult result : turn.toolResults()) {
				JsonObject.Builder line = JsonObject.builder()
					.put("call_id", result.callId())
					.put("value", result.value())
					.put("text", result.text());
				add("tool_result", (result.details() != null) ? line.put("details", result.details()) : line);
			}
			JsonObject.Builder end = JsonObject.builder();
			if (pauses.size() > frames) {
				end.put("pauses_ms",
						pauses.subList(frames, pauses.size()).stream().map(RecordingWriter::milliseconds).toList());
			}
			add("turn_end", putFailure(end, turn.failure()));
		}

		/**
		 * Return an agent: whole at first, and then by its name.
		 */
		private Object agent(RecordedAgent agent) {
			if (agent.equals(this.agents.put(agent.name(), agent))) {
				return agent.name();
			}
			return JsonObject.of("name", agent.name(), "model", agent.model(), "instructions", agent.instructions(),
					"tools", agent.tools().stream().map(Block::tool).toList(), "handoffs", agent.handoffs(),
					"output_type", outputType(agent.outputType()));
		}

		private static @Nullable JsonObject outputType(@Nullable RecordedOutputType type) {
			return (type != null)
					? JsonObject.of("name", type.name(), "json_schema", type.jsonSchema(), "strict", type.strict())
					: null;
		}

		private static JsonObject tool(RecordedTool tool) {
			return JsonObject.of("name", tool.name(), "description", tool.description(), "parameters",
					tool.parameters());
		}

		private static JsonObject.Builder putFailure(JsonObject.Builder line, @Nullable RecordedFailure failure) {
			return (failure == null) ? line
					: line.put("failure", JsonObject.of("type", failure.type(), "message", failure.message(), "status",
							failure.statusCode(), "headers", failure.headers(), "body", failure.body()));
		}

		private void add(String type, JsonObject.Builder fields) {
			byte[] line = line(
					JsonObject.builder().put("type", type).put("run", this.number).putAll(fields.build()).build());
			this.lines.add(line);
			this.bytes += line.length;
			if (line.length > SourceLines.MOST_BYTES || this.bytes > MOST_BYTES || this.lines.size() > MOST_LINES) {
				throw new IllegalArgumentException(
						"The run is too long to be recorded: a line may have " + SourceLines.MOST_BYTES
								+ " bytes, a run " + MOST_BYTES + " bytes and " + MOST_LINES + " lines");
			}
		}

	}

}
