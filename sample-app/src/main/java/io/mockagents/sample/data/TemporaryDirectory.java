package io.mockagents.sample.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * A directory for what is kept as long as the application runs: there is one when its
 * database is temporary too.
 */
public final class TemporaryDirectory implements AutoCloseable {

	private final Path path;

	private TemporaryDirectory(Path path) {
		this.path = path;
	}

	/**
	 * Create an empty directory.
	 * @return the directory, removed with its content when it is closed
	 */
	public static TemporaryDirectory create() {
		try {
			return new TemporaryDirectory(Files.createTempDirectory("mock-agents-sample-"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("A temporary directory cannot be created", ex);
		}
	}

	/**
	 * Return where it is.
	 * @return the path
	 */
	public Path path() {
		return this.path;
	}

	@Override
	public void close() {
		FileSystemUtils.deleteRecursively(this.path.toFile());
	}

}
