package io.mockagents.sample.recordings;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

import io.mockagents.conversation.ConversationMessages;
import io.mockagents.recording.ApiSamplesLogReader;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingFormat;
import io.mockagents.recording.RecordingReader;
import io.mockagents.recording.RunEvents;
import io.mockagents.recording.SessionRecordingReader;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A recording that the command line names. Runs that cannot be played are written to the
 * console and passed over.
 */
final class Source implements RecordingReader {

	private static final String SESSION = "session:";

	private static final String LOG = ".log";

	private final RecordingReader reader;

	private final Progress progress;

	private final @Nullable ConfigurableApplicationContext context;

	private final PrintWriter err;

	private boolean complete = true;

	private Source(RecordingReader reader, Progress progress, @Nullable ConfigurableApplicationContext context,
			PrintWriter err) {
		this.reader = reader;
		this.progress = progress;
		this.context = context;
		this.err = err;
	}

	/**
	 * Open a recording.
	 * @param name a file, or {@code session:} and the id of a session
	 * @param cutOff whether runs whose end is missing are read as far as they go
	 * @param err where problems and progress are written
	 */
	static Source open(String name, boolean cutOff, PrintWriter err) {
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
		return name.replaceFirst("(\\.recording\\.jsonl|\\.log)$", "");
	}

	private static Source session(String name, boolean cutOff, PrintWriter err) {
		ConfigurableApplicationContext context = StoredSessions.open();
		ConversationMessages messages = context.getBean(ConversationMessages.class);
		return new Source(new SessionRecordingReader(messages, name.substring(SESSION.length()), cutOff),
				Progress.onConsole(name, "runs", -1, err), context, err);
	}

	private static Source file(Path file, boolean cutOff, PrintWriter err) {
		String name = String.valueOf(file.getFileName());
		RecordingFormat format = name.endsWith(LOG) ? RecordingFormat.logs() : RecordingFormat.files();
		if (!format.reads(name)) {
			throw new IllegalArgumentException("'" + file
					+ "' is no recording: expected a log (*.log), a recording file (*.recording.jsonl), or session:ID");
		}
		if (!Files.isReadable(file) || Files.isDirectory(file)) {
			throw new IllegalArgumentException("'" + file + "' is no file that can be read. Check its name");
		}
		try {
			Progress progress = Progress.onConsole(name, "bytes", Files.size(file), err);
			InputStream content = progress.of(Files.newInputStream(file));
			return new Source((cutOff && name.endsWith(LOG)) ? new ApiSamplesLogReader(name, content, true)
					: format.open(name, content), progress, null, err);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("'" + file + "' cannot be read: " + ex, ex);
		}
	}

	@Override
	public @Nullable RecordedRun next() {
		return next(this.reader::next);
	}

	@Override
	public @Nullable RunEvents nextEvents() {
		return next(this.reader::nextEvents);
	}

	private <T> @Nullable T next(Supplier<@Nullable T> reading) {
		while (true) {
			try {
				T run = reading.get();
				if (this.context != null && run != null) {
					this.progress.add(1);
				}
				return run;
			}
			catch (InvalidRecordingException ex) {
				this.complete = false;
				this.progress.clear();
				this.err.println("left out: " + ex.getMessage());
			}
		}
	}

	/**
	 * Return whether nothing was passed over so far.
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
