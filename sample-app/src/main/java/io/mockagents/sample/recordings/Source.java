package io.mockagents.sample.recordings;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import io.mockagents.agent.EventStream;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.TranscriptReader;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingFormat;
import io.mockagents.recording.RecordingReader;
import io.mockagents.recording.RunTranscript;
import io.mockagents.recording.log.LogRecordingReader;
import io.mockagents.recording.log.LogFormat;
import io.mockagents.recording.replay.Transcripts;
import io.mockagents.recording.replay.RecordingPlayer;
import io.mockagents.recording.session.SessionRecordingReader;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * A recording that the command line names. Runs that cannot be played are written to the
 * console and skipped.
 */
final class Source implements TranscriptReader {

	private static final String SESSION = "session:";

	private static final RecordingFormat LOGS = new LogFormat();

	private final RecordingReader reader;

	private final Progress progress;

	private final @Nullable ConfigurableApplicationContext context;

	private final PrintWriter err;

	private final boolean countsRuns;

	private boolean complete = true;

	private Source(RecordingReader reader, Progress progress, boolean countsRuns,
			@Nullable ConfigurableApplicationContext context, PrintWriter err) {
		this.reader = reader;
		this.progress = progress;
		this.countsRuns = countsRuns;
		this.context = context;
		this.err = err;
	}

	/**
	 * Open a recording.
	 * @param names a file, {@code session:} and the id of a session, or the files of a
	 * rotated log, oldest first
	 * @param cutOff whether runs whose end is missing are read as far as they go
	 * @param err where problems and progress are written
	 */
	static Source open(List<String> names, boolean cutOff, PrintWriter err) {
		if (names.size() > 1) {
			return rotated(names.stream().map(Path::of).toList(), cutOff, err);
		}
		String name = names.get(0);
		return isSession(name) ? session(name, cutOff, err) : file(Path.of(name), cutOff, err);
	}

	static boolean isSession(String name) {
		return name.startsWith(SESSION);
	}

	/**
	 * Return what an export of a recording is called.
	 */
	static String nameOf(String source) {
		if (isSession(source)) {
			return source.substring(SESSION.length());
		}
		String name = String.valueOf(Path.of(source).getFileName());
		return name.replaceFirst("(\\.recording\\.jsonl|\\.log(\\.[\\d_-]+)?)$", "");
	}

	private static Source session(String name, boolean cutOff, PrintWriter err) {
		ConfigurableApplicationContext context = StoredSessions.open();
		ConversationMessages messages = context.getBean(ConversationMessages.class);
		return new Source(new SessionRecordingReader(messages, name.substring(SESSION.length()), cutOff),
				Progress.onConsole(name, "runs", -1, err), true, context, err);
	}

	private static Source file(Path file, boolean cutOff, PrintWriter err) {
		String name = String.valueOf(file.getFileName());
		RecordingFormat format = LOGS.reads(name) ? LOGS : RecordingFormat.files();
		if (!format.reads(name)) {
			throw new IllegalArgumentException("'" + file
					+ "' is not a recording: expected a log (*.log), a recording file (*.recording.jsonl), or session:ID");
		}
		long size = sizeOf(file);
		try {
			Progress progress = Progress.onConsole(name, "bytes", size, err);
			InputStream content = progress.of(Files.newInputStream(file));
			return new Source((cutOff && LOGS.reads(name)) ? new LogRecordingReader(name, content, true)
					: format.open(name, content), progress, false, null, err);
		}
		catch (IOException ex) {
			throw unreadable(file, ex);
		}
	}

	private static Source rotated(List<Path> files, boolean cutOff, PrintWriter err) {
		for (Path file : files) {
			sizeOf(file);
			if (!LOGS.reads(String.valueOf(file.getFileName()))) {
				throw new IllegalArgumentException("'" + file
						+ "' is not a log (*.log, *.log.1), and only files of a rotated log can be read together");
			}
		}
		Progress progress = Progress.onConsole(String.valueOf(files.get(0).getFileName()), "runs", -1, err);
		return new Source(LogRecordingReader.of(files, cutOff), progress, true, null, err);
	}

	private static long sizeOf(Path file) {
		if (!Files.isReadable(file) || Files.isDirectory(file)) {
			throw new IllegalArgumentException("'" + file + "' is not a readable file. Check its name");
		}
		try {
			return Files.size(file);
		}
		catch (IOException ex) {
			throw unreadable(file, ex);
		}
	}

	private static UncheckedIOException unreadable(Path file, IOException failure) {
		return new UncheckedIOException("'" + file + "' cannot be read: " + failure, failure);
	}

	/**
	 * Return whether a run produces the recorded events when it is played, of which the
	 * file that it is written to no longer tells. Says so if it does not.
	 */
	boolean isReplayed(RecordedRun run) {
		if (run.events().isEmpty()) {
			return true;
		}
		try (EventStream events = new RecordingPlayer().play(run).streamEvents()) {
			events.forEach((event) -> {
			});
		}
		catch (InvalidRecordingException ex) {
			leaveOut(ex);
			return false;
		}
		catch (RuntimeException ex) {
			for (Throwable suppressed : ex.getSuppressed()) {
				if (suppressed instanceof InvalidRecordingException difference) {
					leaveOut(difference);
					return false;
				}
			}
			if (run.failure() == null) {
				throw ex;
			}
		}
		return true;
	}

	private void leaveOut(InvalidRecordingException problem) {
		this.complete = false;
		this.progress.clear();
		this.err.println("skipped: " + problem.getMessage());
	}

	@Override
	public @Nullable RecordedRun next() {
		return next(this.reader::next);
	}

	@Override
	public @Nullable RunTranscript nextEvents() {
		return next(() -> Transcripts.next(this.reader));
	}

	private <T> @Nullable T next(Supplier<@Nullable T> reading) {
		while (true) {
			try {
				T run = reading.get();
				if (this.countsRuns && run != null) {
					this.progress.add(1);
				}
				return run;
			}
			catch (InvalidRecordingException ex) {
				leaveOut(ex);
			}
		}
	}

	/**
	 * Return whether nothing was skipped so far.
	 */
	boolean isComplete() {
		return this.complete;
	}

	@Override
	public void close() {
		this.reader.close();
		this.progress.clear();
		if (this.context != null) {
			this.context.close();
		}
	}

}
