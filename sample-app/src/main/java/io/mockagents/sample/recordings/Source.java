package io.mockagents.sample.recordings;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.mockagents.conversation.ConversationMessages;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingFormat;
import io.mockagents.recording.RecordingReader;
import io.mockagents.recording.SessionRecordingReader;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * A recording that the command line names. Runs that cannot be played are written to the
 * console and passed over.
 */
final class Source implements RecordingReader {

	private static final String SESSION = "session:";

	private static final List<RecordingFormat> FORMATS = List.of(RecordingFormat.logs(), RecordingFormat.files());

	private final RecordingReader reader;

	private final @Nullable Progress progress;

	private final @Nullable ConfigurableApplicationContext context;

	private final PrintWriter err;

	private boolean complete = true;

	private Source(RecordingReader reader, @Nullable Progress progress,
			@Nullable ConfigurableApplicationContext context, PrintWriter err) {
		this.reader = reader;
		this.progress = progress;
		this.context = context;
		this.err = err;
	}

	static Source open(String name, PrintWriter err) {
		return isSession(name) ? session(name.substring(SESSION.length()), err) : file(Path.of(name), err);
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

	private static Source session(String id, PrintWriter err) {
		ConfigurableApplicationContext context = StoredSessions.open();
		ConversationMessages messages = context.getBean(ConversationMessages.class);
		return new Source(new SessionRecordingReader(messages, id), null, context, err);
	}

	private static Source file(Path file, PrintWriter err) {
		String name = String.valueOf(file.getFileName());
		RecordingFormat format = FORMATS.stream()
			.filter((candidate) -> candidate.reads(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("'" + file
					+ "' is no recording: expected a log (*.log), a recording file (*.recording.jsonl), or session:ID"));
		if (!Files.isReadable(file) || Files.isDirectory(file)) {
			throw new IllegalArgumentException("'" + file + "' is no file that can be read. Check its name");
		}
		try {
			Progress progress = new Progress(Files.newInputStream(file), file, Files.size(file), err);
			return new Source(format.open(name, progress), progress, null, err);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("'" + file + "' cannot be read: " + ex, ex);
		}
	}

	@Override
	public @Nullable RecordedRun next() {
		while (true) {
			try {
				return this.reader.next();
			}
			catch (InvalidRecordingException ex) {
				this.complete = false;
				if (this.progress != null) {
					this.progress.clear();
				}
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
		if (this.progress != null) {
			this.progress.clear();
		}
		if (this.context != null) {
			this.context.close();
		}
	}

}
