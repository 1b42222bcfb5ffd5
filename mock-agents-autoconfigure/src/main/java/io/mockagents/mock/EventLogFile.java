package io.mockagents.mock;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines, appended to. It is created with the first line. Each line is one write
 * in append mode, so that lines of several threads and processes do not mix, and is in
 * the file when the call returns. Safe for several threads.
 * <p>
 * A file that cannot be written does not fail the run: a warning says so once, and the
 * lines are dropped.
 */
final class EventLogFile implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(EventLogFile.class);

	private final Path path;

	private @Nullable OutputStream stream;

	private boolean unwritable;

	EventLogFile(Path path) {
		this.path = path;
	}

	synchronized void append(String line) {
		if (this.unwritable) {
			return;
		}
		try {
			OutputStream stream = this.stream;
			if (stream == null) {
				stream = open();
				this.stream = stream;
			}
			stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			this.unwritable = true;
			logger.warn("The events of mocked runs are not logged to the file " + this.path.toAbsolutePath()
					+ ", because it cannot be written (" + ex
					+ "). Set mock_log_file in OPENAI_MOCK_CONFIGS, or mock-agents.log.file, to a file that can be");
		}
	}

	// not a FileChannel, which an interrupt of the calling thread would close
	private OutputStream open() throws IOException {
		Path parent = this.path.toAbsolutePath().getParent();
		if (parent != null) {
			Files.createDirectories(parent);
		}
		return new FileOutputStream(this.path.toFile(), true);
	}

	/**
	 * Start the file anew if somebody removed it.
	 */
	synchronized void reopenIfGone() {
		if (this.stream != null && !Files.exists(this.path)) {
			close();
		}
	}

	@Override
	public synchronized void close() {
		try {
			if (this.stream != null) {
				this.stream.close();
			}
		}
		catch (IOException ex) {
			logger.debug("Closing " + this.path + " failed", ex);
		}
		finally {
			this.stream = null;
		}
	}

}
