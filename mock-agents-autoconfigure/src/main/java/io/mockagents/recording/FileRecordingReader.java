package io.mockagents.recording;

import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedAgent.RecordedOutputType;
import io.mockagents.recording.RecordedAgent.RecordedTool;
import org.jspecify.annotations.Nullable;

/**
 * Reads the runs of a recording file, as {@link RecordingWriter} writes them.
 * <p>
 * Files are not trusted: what is missing, unknown, out of place or too long is reported
 * with the file, the line, and the column where there is one, and the run that it belongs
 * to is left out. A run that was cut off, as where the process that wrote it was killed,
 * is reported so too; all that are complete are read. Holds one run at a time.
 */
public final class FileRecordingReader implements RecordingReader {

	private final SourceLines lines;

	private boolean begun;

	private boolean ended;

	private boolean skipping;

	private int number;

	/**
	 * Create a reader of a recording file.
	 * @param name the name of the file, for messages and as that of the recording
	 * @param content what the file contains, in UTF-8; closed with the reader
	 */
	public FileRecordingReader(String name, InputStream content) {
		this.lines = SourceLines.of(name, content);
	}

	@Override
	public @Nullable RecordedRun next() {
		if (!this.begun) {
			this.begun = true;
			this.ended = true;
			readHeader();
			this.ended = false;
		}
		for (RecordingLine line = nextLine(); line != null; line = nextLine()) {
			if (line.is("run")) {
				this.skipping = false;
				return readRun(line);
			}
			if (!this.skipping) {
				this.skipping = true;
				throw line.invalid("is a line '" + line.type() + "' outside of a run. Lines from here to the next "
						+ "line 'run' are skipped");
			}
		}
		return null;
	}

	private void readHeader() {
		SourceLine first = this.lines.next();
		if (first == null) {
			throw new InvalidRecordingException(this.lines.name(), "The file is empty. A recording file begins with a "
					+ "line {\"type\":\"recording\",\"version\":" + RecordingWriter.VERSION + "}");
		}
		RecordingLine header = RecordingLine.parse(first);
		if (!header.is("recording")) {
			throw header.invalid("is not the start of a recording file: expected a line 'recording', but found a line '"
					+ header.type() + "'");
		}
		header.allow("version", "recorded_at", "redacted");
		int version = header.integer("version");
		if (version < 1 || version > RecordingWriter.VERSION) {
			throw header.invalid("has version " + version + " of the format, but only versions up to "
					+ RecordingWriter.VERSION + " can be read. Read it with the release that wrote it, or a newer one");
		}
	}

	/**
	 * Return the next line that is not blank, or {@code null} at the end.
	 */
	private @Nullable RecordingLine nextLine() {
		while (!this.ended) {
			SourceLine line = this.lines.next();
			if (line == null) {
				this.ended = true;
			}
			else if (!line.raw().isBlank()) {
				try {
					return RecordingLine.parse(line);
				}
				catch (InvalidRecordingException ex) {
					if (!this.skipping) {
						this.skipping = true;
						throw ex;
					}
				}
			}
		}
		return null;
	}

	private RecordedRun readRun(RecordingLine start) {
		this.number++;
		try {
			Block block = new Block(this.lines.name(), this.number, start);
			while (true) {
				RecordingLine line = nextLine();
				if (line == null) {
					throw start.invalid("starts a run without an end: the file ends at line " + this.lines.line()
							+ " without its line 'run_end'. It was cut off, or is still being written; the run is "
							+ "skipped");
				}
				if (line.is("run")) {
					this.lines.pushBack(line.line());
					throw start.invalid("starts a run without an end: the next starts at " + line.line().position()
							+ " without a line 'run_end' before it. The run is skipped");
				}
				RecordedRun run = block.take(line);
				if (run != null) {
					return run;
				}
			}
		}
		catch (InvalidRecordingException ex) {
			this.skipping = true;
			throw ex;
		}
	}

	@Override
	public void close() {
		this.ended = true;
		this.begun = true;
		this.lines.close();
	}

	/**
	 * The lines of a run, as far as they were read.
	 */
	private static final class Block {

		private final String recording;

		private final int number;

		private final String origin;

		private final int named;

		private final Map<String, RecordedAgent> agents = new HashMap<>();

		private List<RecordedTurn> turns = new ArrayList<>();

		private List<String> frameOrigins = new ArrayList<>();

		private List<RecordedEvent> events = List.of();

		private RecordingLine part;

		private RecordedAgent startingAgent;

		private @Nullable RecordedRun interrupted;

		private @Nullable TurnLines turn;

		private int lines = 1;

		private long characters;

		Block(String recording, int number, RecordingLine start) {
			this.recording = recording;
			this.number = number;
			this.origin = start.line().position();
			this.named = start.integer("run");
			this.part = start;
			this.startingAgent = begin(start);
		}

		private RecordedAgent begin(RecordingLine line) {
			line.allow("run", "profile", "session_id", "iteration", "starting_agent", "input");
			line.stringOrNull("session_id");
			line.stringOrNull("input");
			if (line.integer("iteration") < 0) {
				throw line.invalid("has the iteration " + line.integer("iteration") + ", which must not be negative");
			}
			String profile = line.string("profile");
			try {
				SdkProfile.of(profile);
			}
			catch (IllegalArgumentException ex) {
				throw line.invalid("has the profile '" + profile + "', which " + ex.getMessage());
			}
			return agent(line, "starting_agent");
		}

		/**
		 * Take a line.
		 * @return the run if that was its last line
		 */
		@Nullable RecordedRun take(RecordingLine line) {
			this.lines++;
			this.characters += line.line().raw().length();
			if (this.lines > RecordingWriter.MOST_LINES || this.characters > RecordingWriter.MOST_BYTES) {
				throw line.invalid("is one too many: a run has at most " + RecordingWriter.MOST_LINES + " lines and "
						+ RecordingWriter.MOST_BYTES + " characters. The run is skipped");
			}
			if (line.integer("run") != this.named) {
				throw line.invalid("belongs to run " + line.integer("run") + ", but stands among the lines of run "
						+ this.named + ", which has not ended. The run is skipped");
			}
			TurnLines open = this.turn;
			if (open != null) {
				if (line.is("frame")) {
					this.frameOrigins.add(line.line().position());
				}
				if (open.take(line)) {
					this.turns.add(open.turn());
					this.turn = null;
				}
				return null;
			}
			switch (line.type()) {
				case "turn" -> {
					line.allow("run", "agent", "user_message", "tool_outputs", "request_id");
					RecordedAgent agent = agent(line, "agent");
					this.turn = new TurnLines(agent,
							new TurnKey(agent.name(), line.stringOrNull("user_message"), line.strings("tool_outputs")),
							line.stringOrNull("request_id"));
				}
				case "resumed" -> {
					this.interrupted = run(null);
					this.startingAgent = begin(line);
					this.part = line;
					this.turns = new ArrayList<>();
					this.frameOrigins = new ArrayList<>();
					this.events = List.of();
				}
				case "events" -> this.events = events(line);
				case "run_end" -> {
					line.allow("run", "lines", "failure");
					if (line.integer("lines") != this.lines) {
						throw line
							.invalid("ends a run of " + line.integer("lines") + " lines, but there are " + this.lines
									+ ": lines were lost, or added without adapting the number. The run is skipped");
					}
					return run(failure(line));
				}
				default -> throw line.invalid("is a line '" + line.type()
						+ "', but expected one of 'turn', 'events', 'resumed' " + "and 'run_end'. The run is skipped");
			}
			return null;
		}

		private RecordedRun run(@Nullable RecordedFailure failure) {
			return new RecordedRun(this.recording, this.number, SdkProfile.of(this.part.string("profile")),
					this.part.stringOrNull("session_id"), this.part.integer("iteration"), this.startingAgent,
					this.part.stringOrNull("input"), this.turns, failure, this.origin, this.interrupted, this.events);
		}

		/**
		 * Return what the run's events were: each raw one stands where its frame does.
		 */
		private List<RecordedEvent> events(RecordingLine line) {
			line.allow("run", "digests");
			List<RecordedEvent> events = new ArrayList<>();
			Iterator<String> frames = this.frameOrigins.iterator();
			for (String written : line.strings("digests")) {
				String origin = line.line().position() + ", event " + (events.size() + 1);
				RecordedEvent event = RecordedEvent.read(origin, written);
				if (event == null) {
					throw line.invalid("has the invalid digest '" + written + "'. The run is skipped");
				}
				events.add((event.isRaw() && frames.hasNext()) ? new RecordedEvent(frames.next(), true, event.digest())
						: event);
			}
			return events;
		}

		private RecordedAgent agent(RecordingLine line, String field) {
			if (line.json().get(field) instanceof String name) {
				RecordedAgent known = this.agents.get(name);
				if (known == null) {
					throw line.invalid("names the agent '" + name + "' in '" + field
							+ "', which is not described by an earlier line of the run");
				}
				return known;
			}
			RecordingLine agent = line.object(field);
			agent.allow("name", "model", "instructions", "tools", "handoffs", "output_type");
			RecordedAgent described = new RecordedAgent(agent.string("name"), agent.stringOrNull("model"),
					agent.stringOrNull("instructions"), agent.objects("tools").stream().map(Block::tool).toList(),
					agent.strings("handoffs"),
					agent.has("output_type") ? outputType(agent.object("output_type")) : null);
			this.agents.put(described.name(), described);
			return described;
		}

		private static RecordedOutputType outputType(RecordingLine type) {
			type.allow("name", "json_schema", "strict");
			return new RecordedOutputType(type.string("name"), type.object("json_schema").json(), type.bool("strict"));
		}

		private static RecordedTool tool(RecordingLine tool) {
			tool.allow("name", "description", "parameters");
			return new RecordedTool(tool.string("name"), tool.stringOrNull("description"),
					tool.has("parameters") ? tool.object("parameters").json() : null);
		}

	}

	private static @Nullable RecordedFailure failure(RecordingLine line) {
		if (!line.has("failure")) {
			return null;
		}
		RecordingLine failure = line.object("failure");
		failure.allow("type", "message", "status", "headers", "body");
		Map<String, String> headers = new HashMap<>();
		if (failure.has("headers")) {
			RecordingLine object = failure.object("headers");
			object.json().keySet().forEach((name) -> headers.put(name, object.string(name)));
		}
		return new RecordedFailure(failure.string("type"), failure.string("message"),
				failure.has("status") ? failure.integer("status") : null, headers, failure.json().get("body"));
	}

	/**
	 * The lines of a turn, as far as they were read.
	 */
	private static final class TurnLines {

		private final RecordedAgent agent;

		private final TurnKey key;

		private final @Nullable String requestId;

		private final List<JsonObject> frames = new ArrayList<>();

		private final List<RecordedToolResult> results = new ArrayList<>();

		private final Map<String, JsonObject> callDetails = new HashMap<>();

		private final List<Duration> pauses = new ArrayList<>();

		private @Nullable RecordedFailure failure;

		TurnLines(RecordedAgent agent, TurnKey key, @Nullable String requestId) {
			this.agent = agent;
			this.key = key;
			this.requestId = requestId;
		}

		/**
		 * Take a line.
		 * @return whether it was the last
		 */
		boolean take(RecordingLine line) {
			switch (line.type()) {
				case "frame" -> takeFrame(line);
				case "tool_call" -> {
					line.allow("run", "call_id", "details");
					this.callDetails.put(line.string("call_id"), line.object("details").json());
				}
				case "tool_result" -> {
					line.allow("run", "call_id", "value", "text", "details");
					this.results.add(new RecordedToolResult(line.string("call_id"), line.json().get("value"),
							line.string("text"), line.has("details") ? line.object("details").json() : null));
				}
				case "turn_end" -> {
					line.allow("run", "pauses_ms", "failure");
					this.pauses.addAll(line.pauses("pauses_ms"));
					this.failure = FileRecordingReader.failure(line);
					return true;
				}
				default ->
					throw line.invalid("is a line '" + line.type() + "', but expected one of 'frame', 'tool_call', "
							+ "'tool_result' and 'turn_end'. The run is skipped");
			}
			return false;
		}

		private void takeFrame(RecordingLine line) {
			line.allow("run", "pause_ms", "data");
			if (!this.results.isEmpty() || !this.callDetails.isEmpty()) {
				throw line.invalid("is a frame of an answer whose results were recorded already. The run is skipped");
			}
			RecordingLine data = line.object("data");
			if (!data.json().containsKey("type") || data.json().get("type") != null) {
				data.string("type");
			}
			if (line.has("pause_ms")) {
				if (this.pauses.size() < this.frames.size()) {
					throw line.invalid("has a 'pause_ms', but the frames before it have none. The run is skipped");
				}
				this.pauses.add(line.pause("pause_ms"));
			}
			this.frames.add(data.json());
		}

		RecordedTurn turn() {
			return new RecordedTurn(this.agent, this.key, this.requestId, this.frames, this.results, this.failure,
					this.pauses, this.callDetails);
		}

	}

}
