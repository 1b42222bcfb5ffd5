package io.mockagents.recording.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.mockagents.recording.SourceLines;
import io.mockagents.recording.RecordingFormat;
import io.mockagents.recording.RecordingReader;

/**
 * The format of the logs of the Python application, {@code *.log}, and {@code *.log.1} or
 * {@code *.log.2026-11-22} where they are rotated. The files of one log in a folder are
 * one recording, oldest first: by dates, or by numbers from the highest, and that without
 * either last.
 */
public final class LogFormat implements RecordingFormat {

	private static final Pattern NAME = Pattern.compile("(?s)(.*\\.log)(?:\\.(\\d[\\d_-]*))?");

	/** Numbers count from the newest file back, dates do not. */
	private static final int MOST_DIGITS_OF_A_NUMBER = 5;

	@Override
	public boolean reads(String fileName) {
		return NAME.matcher(fileName).matches();
	}

	@Override
	public RecordingReader open(String name, InputStream content) {
		return new LogRecordingReader(name, content);
	}

	@Override
	public RecordingReader open(List<Part> parts) throws IOException {
		return (parts.size() == 1) ? RecordingFormat.super.open(parts)
				: new LogRecordingReader(SourceLines.ofParts(parts), false);
	}

	/**
	 * Return the name of the log that a file is part of: its own, without what rotation
	 * adds.
	 */
	@Override
	public String recordingOf(String fileName) {
		return logOf(fileName);
	}

	private static String logOf(String fileName) {
		Matcher name = NAME.matcher(fileName);
		return name.matches() ? name.group(1) : fileName;
	}

	@Override
	public Comparator<String> order() {
		return Comparator.comparing(LogFormat::isCurrent)
			.thenComparing((name) -> -numberOf(name))
			.thenComparing(Comparator.naturalOrder());
	}

	private static boolean isCurrent(String fileName) {
		return logOf(fileName).equals(fileName);
	}

	private static int numberOf(String fileName) {
		Matcher name = NAME.matcher(fileName);
		String rotated = (name.matches() && name.group(2) != null) ? name.group(2) : "";
		return rotated.matches("\\d{1," + MOST_DIGITS_OF_A_NUMBER + "}") ? Integer.parseInt(rotated) : 0;
	}

}
