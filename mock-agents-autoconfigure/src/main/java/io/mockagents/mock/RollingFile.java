package io.mockagents.mock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that other processes may append to, move and remove as well. It is open
 * and locked only while lines are appended. Before it would exceed its maximal size it is
 * moved aside, and the oldest of the files that were moved aside is removed. Used by one
 * thread at a time.
 * <p>
 * A path that is a link, a device or a pipe is written to but never moved.
 */
final class RollingFile {

	private static final Log logger = LogFactory.getLog(RollingFile.class);

	private static final Duration MAX_WAIT_FOR_LOCK = Duration.ofSeconds(1);

	private static final long PAUSE_NANOS = 200_000;

	private static final int MAX_ATTEMPTS = 100;

	private static final byte[] LINE_BREAK = { '\n' };

	private final EventLogSettings settings;

	private final Path path;

	private long expectedSize = -1;

	private boolean unmovable;

	RollingFile(EventLogSettings settings) {
		this.settings = settings;
		this.path = settings.file().toAbsolutePath();
	}

	Path path() {
		return this.path;
	}

	/**
	 * Append lines. The file, and its directory, are created if they do not exist.
	 * @param lines whole lines
	 * @throws IOException if they cannot be written; the file then has none of them,
	 * unless the file system prevents that as well
	 */
	void append(byte[] lines) throws IOException {
		for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
			Object key = key();
			try (FileChannel channel = open(); FileLock lock = lock(channel)) {
				if (isCurrent(channel, key) && !rotates(channel, lines.length)) {
					append(channel, lines, lock != null);
					return;
				}
			}
		}
		throw new IOException("Other processes keep replacing the file");
	}

	private FileChannel open() throws IOException {
		try {
			return openExisting();
		}
		catch (NoSuchFileException ex) {
			Path directory = this.path.getParent();
			if (directory != null) {
				Files.createDirectories(directory);
			}
			return openExisting();
		}
	}

	private FileChannel openExisting() throws IOException {
		return FileChannel.open(this.path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
	}

	/**
	 * Lock the file against the other processes, and the other contexts of this one.
	 * @return the lock, or {@code null} if the file cannot be locked, or another process
	 * keeps its lock for too long
	 */
	private static @Nullable FileLock lock(FileChannel channel) {
		long deadline = System.nanoTime() + MAX_WAIT_FOR_LOCK.toNanos();
		do {
			try {
				FileLock lock = channel.tryLock();
				if (lock != null) {
					return lock;
				}
			}
			catch (OverlappingFileLockException ex) {
				logger.trace("Another context of this process has the lock", ex);
			}
			catch (IOException ex) {
				logger.trace("The file system has no locks", ex);
				return null;
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		while (System.nanoTime() < deadline);
		return null;
	}

	/**
	 * Return what identifies the file of this path.
	 * @return the key, or {@code null} if there is no file, or no keys as on Windows
	 */
	private @Nullable Object key() throws IOException {
		try {
			return Files.readAttributes(this.path, BasicFileAttributes.class).fileKey();
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Whether the channel still writes to the file of this path. If there are no keys,
	 * sizes distinguish files: one that was moved aside is full, its successor is not.
	 * @param channel the channel
	 * @param key the key of the file before the channel was opened
	 */
	private boolean isCurrent(FileChannel channel, @Nullable Object key) throws IOException {
		try {
			BasicFileAttributes current = Files.readAttributes(this.path, BasicFileAttributes.class);
			return Objects.equals(current.fileKey(), key) && current.size() == channel.size();
		}
		catch (NoSuchFileException ex) {
			return false;
		}
	}

	private void append(FileChannel channel, byte[] lines, boolean locked) throws IOException {
		long size = channel.size();
		try {
			if (size != this.expectedSize && size > 0 && endsWithinALine(size)) {
				write(channel, LINE_BREAK);
			}
			write(channel, lines);
			this.expectedSize = channel.size();
		}
		catch (IOException ex) {
			this.expectedSize = -1;
			if (locked) {
				truncate(channel, size, ex);
			}
			throw ex;
		}
	}

	private static void write(FileChannel channel, byte[] bytes) throws IOException {
		ByteBuffer buffer = ByteBuffer.wrap(bytes);
		while (buffer.hasRemaining()) {
			channel.write(buffer);
		}
	}

	private static void truncate(FileChannel channel, long size, IOException failure) {
		try {
			channel.truncate(size);
		}
		catch (IOException ex) {
			failure.addSuppressed(ex);
		}
	}

	/**
	 * Whether the file ends within a line, as when a process was killed while it wrote.
	 */
	private boolean endsWithinALine(long size) {
		ByteBuffer last = ByteBuffer.allocate(1);
		try (FileChannel channel = FileChannel.open(this.path)) {
			return channel.read(last, size - 1) == 1 && last.get(0) != '\n';
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Move the file aside if it would become too large.
	 * @return whether it was moved, so that the channel no longer writes to the file
	 */
	private boolean rotates(FileChannel channel, int added) throws IOException {
		long size = channel.size();
		if (size == 0 || size + added <= this.settings.maxFileSize()
				|| !Files.isRegularFile(this.path, LinkOption.NOFOLLOW_LINKS)) {
			return false;
		}
		if (this.settings.maxFiles() > 1) {
			try {
				for (int number = this.settings.maxFiles() - 1; number > 1; number--) {
					if (Files.exists(older(number - 1))) {
						move(older(number - 1), older(number));
					}
				}
				move(this.path, older(1));
				return true;
			}
			catch (IOException ex) {
				if (!this.unmovable) {
					this.unmovable = true;
					logger.warn("The event log " + this.path + " is full and was emptied, because it cannot be "
							+ "renamed (" + ex + "). Allow files to be renamed in its directory, or set "
							+ "mock_log_file in OPENAI_MOCK_CONFIGS, or mock-agents.log.file, to another directory");
				}
			}
		}
		channel.truncate(0);
		return false;
	}

	private Path older(int number) {
		return this.path.resolveSibling(this.path.getFileName() + "." + number);
	}

	private static void move(Path from, Path to) throws IOException {
		Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
	}

}
