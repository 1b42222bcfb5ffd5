package io.mockagents.recording;

import java.io.InputStream;

/**
 * A kind of files that hold recordings. Beans of this type read further kinds.
 */
public interface RecordingFormat {

	/**
	 * Return whether a file is of this kind.
	 * @param fileName the name of the file, without its folder
	 * @return whether {@link #open} reads it
	 */
	boolean reads(String fileName);

	/**
	 * Open a file.
	 * @param name the name of the recording, for messages and events
	 * @param content what the file holds; closed with the reader
	 * @return a reader of its runs
	 */
	RecordingReader open(String name, InputStream content);

	/**
	 * Return the format of the logs of the Python application, {@code *.log}, and
	 * {@code *.log.1} or {@code *.log.2026-11-22} where they are rotated. A loader reads
	 * the files of one log in a folder as one recording, oldest first.
	 * @return the format
	 */
	static RecordingFormat logs() {
		return new LogFormat();
	}

	/**
	 * Return the format of recording files, {@code *.recording.jsonl}.
	 * @return the format
	 */
	static RecordingFormat files() {
		return new RecordingFormat() {

			@Override
			public boolean reads(String fileName) {
				return fileName.endsWith(RecordingWriter.SUFFIX);
			}

			@Override
			public RecordingReader open(String name, InputStream content) {
				return new RecordingFileReader(name, content);
			}

		};
	}

}
