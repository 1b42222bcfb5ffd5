package io.mockagents.recording;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;

import org.springframework.core.io.InputStreamSource;

/**
 * A kind of files that contain recordings. Beans of this type read further kinds.
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
	 * @param content what the file contains; closed with the reader
	 * @return a reader of its runs
	 */
	RecordingReader open(String name, InputStream content);

	/**
	 * Return the name of the recording that a file is part of. The files of one folder
	 * that are parts of one recording are opened together.
	 * @param fileName the name of the file, without its folder
	 * @return the name of the recording: that of the file, unless a format says otherwise
	 */
	default String recordingOf(String fileName) {
		return fileName;
	}

	/**
	 * Return the order of the files of one recording.
	 * @return an order of names of files
	 */
	default Comparator<String> order() {
		return Comparator.naturalOrder();
	}

	/**
	 * Open several files that are parts of one recording.
	 * @param parts the files, in order
	 * @return a reader of their runs
	 * @throws IOException if a file cannot be read
	 */
	default RecordingReader open(List<Part> parts) throws IOException {
		Part only = parts.get(0);
		return open(only.name(), only.content().getInputStream());
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
				return new FileRecordingReader(name, content);
			}

		};
	}

	/**
	 * A file that is a part of a recording.
	 *
	 * @param name its name, for messages
	 * @param content what it contains; opened when it is its turn
	 */
	record Part(String name, InputStreamSource content) {
	}

}
