package io.mockagents.sample.postgres;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A PostgreSQL server that runs as long as the application. It needs nothing installed,
 * and runs for root as for any other user.
 */
final class EmbeddedPostgresServer implements JdbcConnectionDetails, AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

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
	 */
	static EmbeddedPostgresServer start(@Nullable Path dataDirectory) {
		EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
			// The application context stops it, after all that uses it
			.setRegisterShutdownHook(false)
			// Longer than the recovery after a crash takes on a busy machine
			.setPGStartupWait(PATIENCE)
			// The same everywhere, whatever locales the machine has
			.setLocaleConfig("locale", "C")
			.setLocaleConfig("locale-provider", "builtin")
			.setLocaleConfig("builtin-locale", "C.UTF-8");
		return (dataDirectory != null) ? startDurable(builder, dataDirectory.toAbsolutePath().normalize())
				: startTemporary(builder);
	}

	private static EmbeddedPostgresServer startTemporary(EmbeddedPostgres.Builder builder) {
		try {
			Path directory = Files.createTempDirectory("mock-agents-postgres-");
			return started(builder.setDataDirectory(directory).start(), directory, " (temporary)");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("PostgreSQL did not start", ex);
		}
	}

	private static EmbeddedPostgresServer startDurable(EmbeddedPostgres.Builder builder, Path directory) {
		try {
			EmbeddedPostgres postgres = builder.setDataDirectory(directory)
				.setCleanDataDirectory(false)
				.setServerConfig("fsync", "on")
				.setServerConfig("synchronous_commit", "on")
				.setDataDirectoryCustomizer(EmbeddedPostgresServer::stopAbandonedServer)
				.start();
			return started(postgres, directory, "");
		}
		catch (IOException ex) {
			throw new UncheckedIOException("PostgreSQL did not start in " + directory, ex);
		}
		catch (IllegalStateException ex) {
			throw new IllegalStateException("PostgreSQL did not start in " + directory
					+ ". Is another application using it? Stop that one, or set "
					+ "sample.postgres.data-directory to another directory", ex);
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

}
