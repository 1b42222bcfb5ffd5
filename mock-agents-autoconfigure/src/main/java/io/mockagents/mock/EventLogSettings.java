package io.mockagents.mock;

import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the events of runs are logged, and how much of them is kept.
 *
 * @param file the file to which lines are appended; its directory is created if it does
 * not exist
 * @param maxFileSize the size in bytes before which the next file is started, from
 * {@value #MIN_FILE_SIZE}
 * @param maxFiles the number of files that are kept, the one that is written to included,
 * from 1; the others have the same name, followed by {@code .1} (the newest), {@code .2}
 * and so on
 */
public record EventLogSettings(Path file, long maxFileSize, int maxFiles) {

	/**
	 * The least size of a file, in bytes.
	 */
	public static final long MIN_FILE_SIZE = 10 * 1024;

	/**
	 * The greatest number of files.
	 */
	public static final int MAX_FILES = 100;

	private static final long DEFAULT_FILE_SIZE = 10 * 1024 * 1024;

	private static final int DEFAULT_FILES = 5;

	public EventLogSettings {
		Objects.requireNonNull(file, "file");
		if (maxFileSize < MIN_FILE_SIZE) {
			throw new IllegalArgumentException(
					"maxFileSize must be at least " + MIN_FILE_SIZE + " bytes but is " + maxFileSize);
		}
		if (maxFiles < 1 || maxFiles > MAX_FILES) {
			throw new IllegalArgumentException("maxFiles must be from 1 to " + MAX_FILES + " but is " + maxFiles);
		}
	}

	/**
	 * Return settings with the default limits: 5 files of 10 MB.
	 * @param file the file to which lines are appended
	 * @return the settings
	 */
	public static EventLogSettings of(Path file) {
		return new EventLogSettings(file, DEFAULT_FILE_SIZE, DEFAULT_FILES);
	}

}
