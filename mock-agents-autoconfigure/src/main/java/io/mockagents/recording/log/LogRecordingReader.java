package io.mockagents.recording.log;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.SourceLine;
import io.mockagents.recording.SourceLines;
import io.mockagents.recording.TranscriptReader;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RunTranscript;
import org.jspecify.annotations.Nullable;

/**
 * Reads the runs of a log that an application of the Python SDK keeps of its calls, the
 * file {@code openai_api_samples.log}: for each call a line that it starts, the agent,
 * the model, the prompt and the session, two lines for each event, and a line that it
 * ends. Raw events are among them, so that token streams and timing come back.
 * <p>
 * A record starts with {@code 2026-11-22 06:59:48,328 - }, and continues in the lines
 * that do not. Records that are not part of a call, and their further lines, are skipped.
 * In a prompt a line that looks like the start of a record is text if it is older than
 * the prompt, or if it stands in a fenced block that is closed before the next event.
 * <p>
 * A run is given once the result is read that follows the end of its call, or the first
 * line of the next one. A call is left out, and reported with file and line, if anything
 * in it is missing, twice there, in the wrong order or damaged; if calls were logged at
 * the same time, so that their events cannot be distinguished; and if it has no end,
 * except where a traceback of the SDK or its client, or the last event itself, shows what
 * ended the run. Events outside of any call are reported once for all that follow each
 * other. Several files are read as if they were one, so that a call may continue in the
 * next.
 * <p>
 * Holds one run at a time: of a line at most 8 MiB and of a call 64 million characters,
 * more is reported. Not safe for several threads.
 */
public final class LogRecordingReader implements TranscriptReader {

	static final String STREAM_EVENT = "Stream Event: ";

	private static final String EVENT_DATA = "Event Data: ";

	private static final String AGENT = "Agent: ";

	private static final String MODEL = "Model: ";

	private static final String PROMPT = "Prompt: ";

	private static final String SESSION = "Session: ";

	private static final String RESULT = "Final Response: ";

	private static final String CALL = "=== OPENAI API CALL ";

	private static final Pattern MARK = Pattern.compile("(START|END) \\(Iteration (\\d{1,9})\\) ===\\s*");

	/**
	 * Opens a fenced block, and closes one that is opened with the same, or less of it.
	 */
	private static final Pattern FENCE = Pattern.compile("`{3,}|~{3,}");

	/**
	 * Lines that a prompt may contain after one that looks like the start of a record.
	 */
	private static final int MOST_DOUBTFUL = 10_000;

	private final SourceLines lines;

	private final boolean playsCutOffRuns;

	private boolean asLogged;

	private @Nullable LoggedRun run;

	private @Nullable LoggedRun ended;

	/** A call that has ended, unless what follows says otherwise. */
	private @Nullable LoggedRun held;

	private @Nullable SourceLine heldEnd;

	/** Whether a call was open, the events of which could be taken for the next one's. */
	private boolean beside;

	private @Nullable SourceLine stray;

	private @Nullable SourceLine lastStray;

	private int calls;

	LogRecordingReader(SourceLines lines, boolean playsCutOffRuns) {
		this.lines = lines;
		this.playsCutOffRuns = playsCutOffRuns;
	}

	/**
	 * Create a reader that reports calls without an end.
	 * @param name the name of the log, for messages and as that of the recording
	 * @param log the log, in UTF-8; closed with the reader
	 */
	public LogRecordingReader(String name, InputStream log) {
		this(name, log, false);
	}

	/**
	 * Create a reader.
	 * @param name the name of the log, for messages and as that of the recording
	 * @param log the log, in UTF-8; closed with the reader
	 * @param playsCutOffRuns whether a run is played as far as the log goes if its call
	 * has no end, as that of a run that failed. Logs do not tell it from one that was cut
	 * off; unless this is {@code true}, both are reported
	 */
	public LogRecordingReader(String name, InputStream log, boolean playsCutOffRuns) {
		this(SourceLines.of(name, log), playsCutOffRuns);
	}

	/**
	 * Return a reader of files that reports calls without an end.
	 * @param files the files, oldest first, as where a log is rotated; each is opened
	 * when it is its turn
	 * @return a reader, to be closed
	 */
	public static LogRecordingReader of(Path... files) {
		return of(List.of(files), false);
	}

	/**
	 * Return a reader of files.
	 * @param files the files, oldest first, as where a log is rotated; each is opened
	 * when it is its turn
	 * @param playsCutOffRuns whether a run is played as far as the log goes if its call
	 * has no end
	 * @return a reader, to be closed
	 */
	public static LogRecordingReader of(List<Path> files, boolean playsCutOffRuns) {
		return new LogRecordingReader(SourceLines.of(files), playsCutOffRuns);
	}

	@Override
	public @Nullable RecordedRun next() {
		try {
			return next(false);
		}
		finally {
			this.ended = null;
		}
	}

	@Override
	public @Nullable RunTranscript nextEvents() {
		try {
			RecordedRun run = next(true);
			return (run != null && this.ended != null) ? this.ended.asLogged(run) : null;
		}
		finally {
			this.ended = null;
		}
	}

	private @Nullable RecordedRun next(boolean asLogged) {
		this.asLogged = asLogged;
		for (SourceLine line = nextLine(); line != null; line = nextLine()) {
			RecordedRun ended = read(line);
			if (ended != null) {
				return ended;
			}
		}
		RecordedRun last = release(null);
		if (last != null) {
			return last;
		}
		LoggedRun open = ended();
		reportStray();
		return (open != null) ? open.breakOff("the end of the log at " + this.lines.position()) : null;
	}

	/**
	 * Return the next line. Where the application died while it wrote a line, and went on
	 * in the same one when it was started again, those are two; where a file was cut
	 * within a line, the rest of it is in the next file.
	 */
	private @Nullable SourceLine nextLine() {
		SourceLine line = this.lines.next();
		SourceLine rest = (line != null && !line.whole()) ? peek() : null;
		while (line != null && rest != null && rest.number() == 1 && !rest.startsRecord()) {
			this.lines.next();
			line = line.with(rest);
			rest = line.whole() ? null : peek();
		}
		int start = (line != null && line.raw().endsWith(" ===")) ? line.startOf(" - " + CALL + "START ") : -1;
		SourceLine next = (start > 0) ? peek() : null;
		if (line == null || next == null || !next.startsRecord() || !next.says(AGENT)) {
			return line;
		}
		this.lines.pushBack(line.from(start));
		return line.upTo(start);
	}

	private @Nullable SourceLine peek() {
		SourceLine next = this.lines.next();
		if (next != null) {
			this.lines.pushBack(next);
		}
		return next;
	}

	private @Nullable RecordedRun read(SourceLine line) {
		LoggedRun held = this.held;
		if (held != null && isPartOfCall(line)) {
			this.lines.pushBack(line);
			return release(isEvent(line) ? line : null);
		}
		if (held != null && line.startsRecord() && line.says(RESULT)) {
			boolean confirmed = held.isConfirmed(line, line.after(RESULT));
			return (held.problem() != null || (confirmed && !this.beside)) ? release(null) : null;
		}
		LoggedRun open = this.run;
		if (line.startsRecord() && line.says(CALL)) {
			Matcher mark = MARK.matcher(line.after(CALL));
			if (mark.matches()) {
				int iteration = Integer.parseInt(mark.group(2));
				return mark.group(1).equals("START") ? start(line, iteration) : end(line, iteration);
			}
		}
		if (open != null) {
			readPart(open, line);
		}
		else if (isEvent(line)) {
			stray(line);
		}
		return null;
	}

	private static boolean isEvent(SourceLine line) {
		return line.startsRecord() && (line.says(STREAM_EVENT) || line.says(EVENT_DATA));
	}

	private static boolean isPartOfCall(SourceLine line) {
		return isEvent(line) || (line.startsRecord() && (line.says(CALL) || line.says(AGENT) || line.says(MODEL)
				|| line.says(PROMPT) || line.says(SESSION)));
	}

	/**
	 * Give the call that has ended, if there is one.
	 * @param event the event that follows, or {@code null}
	 */
	private @Nullable RecordedRun release(@Nullable SourceLine event) {
		LoggedRun held = this.held;
		SourceLine end = this.heldEnd;
		this.held = null;
		this.heldEnd = null;
		if (held == null || end == null) {
			return null;
		}
		if (event != null && (this.beside || held.mayGoOn())) {
			held.fail(event,
					"An event follows the end of the call at " + end.position()
							+ (this.beside ? ", which was logged at the same time as another one"
									: ", which has no final message")
							+ "; it may belong to that call or to another one");
		}
		this.beside = false;
		this.ended = held;
		return held.complete(end);
	}

	/**
	 * Begin a call. Where another one is open that one ends here, and is reported first.
	 */
	private @Nullable RecordedRun start(SourceLine line, int iteration) {
		LoggedRun open = this.run;
		if (open != null || this.stray != null) {
			this.beside = open != null && open.awaitsAgent();
			ended();
			this.lines.pushBack(line);
			reportStray();
			return (open != null) ? open.breakOff("the start of another call at " + line.position()) : null;
		}
		LoggedRun started = new LoggedRun(line, line.source(), ++this.calls, iteration, this.playsCutOffRuns,
				this.asLogged);
		if (iteration == 0) {
			started.fail(line, "The iteration is 0, but iterations are counted from 1");
		}
		this.run = started;
		return null;
	}

	private @Nullable RecordedRun end(SourceLine line, int iteration) {
		LoggedRun open = ended();
		if (open == null) {
			stray(line);
			return null;
		}
		if (iteration != open.iteration()) {
			open.fail(line, "Iteration " + iteration + " ends where " + open.iteration() + " was started");
		}
		this.held = open;
		this.heldEnd = line;
		return (open.problem() != null) ? release(null) : null;
	}

	private @Nullable LoggedRun ended() {
		this.ended = this.run;
		this.run = null;
		return this.ended;
	}

	private void stray(SourceLine line) {
		this.stray = (this.stray != null) ? this.stray : line;
		this.lastStray = line;
	}

	private void reportStray() {
		SourceLine first = this.stray;
		SourceLine end = this.lastStray;
		this.stray = null;
		this.lastStray = null;
		if (first != null && end != null) {
			throw new InvalidRecordingException(first.position(),
					"The events from here to " + end.position()
							+ " belong to a call whose start is not in the log. They are "
							+ "skipped. If the log was rotated, read the files together, oldest first.");
		}
	}

	private void readPart(LoggedRun open, SourceLine line) {
		if (!line.startsRecord()) {
			open.other(line);
		}
		else if (line.says(STREAM_EVENT)) {
			open.announce(line);
		}
		else if (line.says(EVENT_DATA)) {
			if (!open.breaksOffWith(line, line.after(EVENT_DATA)) && undamaged(open, line)) {
				open.event(line, line.after(EVENT_DATA));
			}
		}
		else if (line.says(PROMPT)) {
			readPrompt(open, line);
		}
		else if (line.says(AGENT) && undamaged(open, line)) {
			open.agentName(line, line.after(AGENT));
		}
		else if (line.says(MODEL) && undamaged(open, line)) {
			open.model(line, line.after(MODEL));
		}
		else if (line.says(SESSION) && undamaged(open, line)) {
			open.session(line, line.after(SESSION));
		}
		else {
			open.other(line);
		}
	}

	private static boolean undamaged(LoggedRun open, SourceLine line) {
		if (line.damage() != null) {
			open.fail(line, "The line cannot be read: " + line.damage());
		}
		return line.damage() == null;
	}

	private void readPrompt(LoggedRun open, SourceLine first) {
		StringBuilder text = new StringBuilder(first.after(PROMPT));
		keepEnd(open, text, first);
		// Lines that are the prompt's only if the fence they stand in is closed
		List<SourceLine> doubtful = new ArrayList<>();
		String fence = fenceOf(text.toString().strip());
		boolean whole = undamaged(open, first);
		for (SourceLine line = nextLine(); line != null; line = nextLine()) {
			boolean record = line.startsRecord() && line.time() >= first.time();
			if (record && (fence == null || line.says(EVENT_DATA))) {
				this.lines.pushBack(line);
				break;
			}
			String bare = line.raw().strip();
			boolean closes = fence != null && bare.startsWith(fence) && bare.equals(fenceOf(bare));
			if (fence == null) {
				fence = fenceOf(bare);
			}
			else if (closes) {
				fence = null;
			}
			if (record || !doubtful.isEmpty()) {
				doubtful.add(line);
			}
			else {
				whole = whole && append(open, text, line);
			}
			if (closes) {
				for (SourceLine certain : doubtful) {
					whole = whole && append(open, text, certain);
				}
				doubtful.clear();
			}
			if (text.length() > LoggedRun.MOST_CHARACTERS || doubtful.size() > MOST_DOUBTFUL) {
				whole = false;
				open.fail(first, "The prompt does not end");
				doubtful.clear();
				break;
			}
		}
		for (int i = doubtful.size() - 1; i >= 0; i--) {
			this.lines.pushBack(doubtful.get(i));
		}
		if (whole) {
			boolean ended = !text.isEmpty() && text.charAt(text.length() - 1) == '\n';
			open.prompt(first, ended ? text.substring(0, text.length() - 1) : text.toString());
		}
	}

	private static boolean append(LoggedRun open, StringBuilder text, SourceLine line) {
		text.append(line.raw());
		keepEnd(open, text, line);
		return undamaged(open, line);
	}

	private static @Nullable String fenceOf(String line) {
		Matcher fence = FENCE.matcher(line);
		return fence.lookingAt() ? fence.group() : null;
	}

	/**
	 * Append the end of a line: none where it was taken for two.
	 */
	private static void keepEnd(LoggedRun open, StringBuilder text, SourceLine line) {
		if (line.windows() && !open.start().windows()) {
			text.append('\r');
		}
		if (line.whole()) {
			text.append('\n');
		}
	}

	@Override
	public void close() {
		this.lines.close();
	}

}
