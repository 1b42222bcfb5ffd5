package io.mockagents.sample.postgres;

import java.nio.file.Path;

/**
 * Another application has started its PostgreSQL in the data directory of this one.
 */
final class DataDirectoryInUseException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient Path directory;

	DataDirectoryInUseException(Path directory, Throwable cause) {
		super("PostgreSQL did not start in " + directory + ": another application uses that directory", cause);
		this.directory = directory;
	}

	/**
	 * Return what is in use.
	 */
	Path directory() {
		return this.directory;
	}

}
