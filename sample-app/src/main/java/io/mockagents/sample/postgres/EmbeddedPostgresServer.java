package io.mockagents.sample.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server that runs as long as the application. It needs nothing installed,
 * and runs for root as for any other user.
 */
final class EmbeddedPostgresServer implements JdbcConnectionDetails, AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final int MAX_ATTEMPTS = 5;

	private static final Duration INTERVAL = Duration.ofMillis(100);

	private static final Log logger = LogFactory.getLog(EmbeddedPostgresServer.class);

	private static final String USER = "postgres";

	private static final String DATABASE = "postgres";

	private final EmbeddedPostgres postgres;

	private final Optional<ProcessHandle> process;

	private EmbeddedPostgresServer(EmbeddedPostgres postgres, Optional<ProcessHandle> process) {
		this.postgres = postgres;
		this.process = process;
	}

	/**
	 * Start a server.
	 * @param dataDirectory where the data are kept, or {@code null} for a temporary
	 * directory that is removed with the server
	 * @throws DataDirectoryInUseException if another application uses the directory
	 */
	static EmbeddedPostgresServer start(@Nullable Path dataDirectory) {
		return start(dataDirectory, EmbeddedPostgresServer::freePort);
	}

	/**
	 * Start a server on the first port that is still free when the server takes it.
	 */
	static EmbeddedPostgresServer start(@Nullable Path dataDirectory, IntSupplier ports) {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			int port = ports.getAsInt();
			try {
				return (dataDirectory != null) ? startDurable(dataDirectory.toAbsolutePath().normalize(), port)
						: startTemporary(port);
			}
			catch (PortTakenException ex) {
				logger.info(ex.getMessage() + ". Trying another");
			}
		}
		throw new IllegalStateException("PostgreSQL did not start: " + MAX_ATTEMPTS
				+ " free ports were taken by other applications before it could use them");
	}

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("PostgreSQL found no free port", ex);
		}
	}

	private static EmbeddedPostgres.Builder builder(Path directory, int port, Consumer<File> beforeStart) {
		return EmbeddedPostgres.builder()
			.setDataDirectory(directory)
			.setPort(port)
			// Long after the port was chosen, as the data directory was created meanwhile
			.setDataDirectoryCustomizer((prepared) -> {
				beforeStart.accept(prepared);
				requireFree(port);
			})
			// The application context stops it, after all that uses it
			.setRegisterShutdownHook(false)
			// Longer than the recovery after a crash takes on a busy machine
			.setPGStartupWait(PATIENCE)
			// The same everywhere, whatever locales the machine has
			.setLocaleConfig("locale", "C")
			.setLocaleConfig("locale-provider", "builtin")
			.setLocaleConfig("builtin-locale", "C.UTF-8");
	}

	private static void requireFree(int port) {
		try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
			logger.trace("Port " + socket.getLocalPort() + " is free");
		}
		catch (IOException ex) {
			throw new PortTakenException(port, ex);
		}
	}

	private static EmbeddedPostgresServer startTemporary(int port) {
		try {
			Path directory = Files.createTempDirectory("mock-agents-postgres-");
			try {
				return start(builder(directory, port, (prepared) -> {
				}), directory, port, " (temporary)");
			}
			catch (PortTakenException ex) {
				FileSystemUtils.deleteRecursively(directory);
				throw ex;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("PostgreSQL did not start", ex);
		}
	}

	private static EmbeddedPostgresServer startDurable(Path directory, int port) {
		try {
			return start(
					builder(directory, port, EmbeddedPostgresServer::stopAbandonedServer).setCleanDataDirectory(false)
						.setServerConfig("fsync", "on")
						.setServerConfig("synchronous_commit", "on"),
					directory, port, "");
		}
		catch (PortTakenException ex) {
			unlock(directory);
			throw ex;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("PostgreSQL did not start in " + directory, ex);
		}
		catch (IllegalStateException ex) {
			throw isLocked(ex) ? new DataDirectoryInUseException(directory, ex) : ex;
		}
	}

	/**
	 * Return whether another application, or another server of this one, has the lock of
	 * the directory.
	 */
	private static boolean isLocked(IllegalStateException failure) {
		return failure instanceof OverlappingFileLockException
				|| String.valueOf(failure.getMessage()).startsWith("could not lock");
	}

	/**
	 * Forget the lock of a server that was not started. Its library does not release it.
	 */
	private static void unlock(Path directory) {
		try {
			Files.deleteIfExists(directory.resolve("epg-lock"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static EmbeddedPostgresServer start(EmbeddedPostgres.Builder builder, Path directory, int port, String note)
			throws IOException {
		try {
			return started(builder.start(), directory, note);
		}
		catch (IOException ex) {
			if (process(directory).isEmpty()) {
				// It may have given up because of its port
				requireFree(port);
			}
			throw ex;
		}
	}

	/**
	 * A JVM that was killed leaves its server running. Whoever holds the lock of the data
	 * directory, as we do here, may stop it.
	 */
	private static void stopAbandonedServer(File directory) {
		process(directory.toPath()).ifPresent((process) -> {
			logger.info("Stopping the PostgreSQL that an earlier application left in " + directory);
			process.destroy();
			awaitExit(process);
		});
	}

	private static Optional<ProcessHandle> process(Path directory) {
		try {
			long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).get(0).trim());
			return ProcessHandle.of(pid).filter(EmbeddedPostgresServer::isPostgres);
		}
		catch (NoSuchFileException ex) {
			return Optional.empty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean isPostgres(ProcessHandle process) {
		return process.info().command().filter((command) -> command.contains("postgres")).isPresent();
	}

	/**
	 * Wait until a process no longer runs. Where nobody asks for its exit status, as in a
	 * container without an init process, it is still there then, but runs no program.
	 */
	static void awaitExit(ProcessHandle process) {
		Duration waited = Duration.ZERO;
		while (process.isAlive() && process.info().command().isPresent()) {
			if (waited.compareTo(PATIENCE) >= 0) {
				throw new IllegalStateException("PostgreSQL, process " + process.pid() + ", did not stop in "
						+ PATIENCE.toSeconds() + " s. Stop it before its directory is used again");
			}
			process.onExit().completeOnTimeout(process, INTERVAL.toMillis(), TimeUnit.MILLISECONDS).join();
			waited = waited.plus(INTERVAL);
		}
	}

	private static EmbeddedPostgresServer started(EmbeddedPostgres postgres, Path directory, String note) {
		EmbeddedPostgresServer server = new EmbeddedPostgresServer(postgres, process(directory));
		logger.info("Started an embedded PostgreSQL: " + server.getJdbcUrl() + "?user=" + USER + ", data in "
				+ directory + note);
		return server;
	}

	@Override
	public String getJdbcUrl() {
		return "jdbc:postgresql://localhost:" + this.postgres.getPort() + "/" + DATABASE;
	}

	@Override
	public String getUsername() {
		return USER;
	}

	@Override
	public @Nullable String getPassword() {
		return null;
	}

	/**
	 * Stop the server. When this returns, it no longer writes to its directory.
	 */
	@Override
	public void close() throws IOException {
		// Waits for a few seconds only
		this.postgres.close();
		this.process.ifPresent(EmbeddedPostgresServer::awaitExit);
	}

	/**
	 * Another application has taken the port.
	 */
	private static final class PortTakenException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		PortTakenException(int port, Throwable cause) {
			super("Port " + port + ", which was free for PostgreSQL, was taken by another application", cause);
		}

	}

}
