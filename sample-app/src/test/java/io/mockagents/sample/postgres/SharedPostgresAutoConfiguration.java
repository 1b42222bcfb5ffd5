package io.mockagents.sample.postgres;

import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Gives each application context of a test run a database of its own in one PostgreSQL,
 * unless a test names a data directory or brings a container, or the build names a data
 * source. The server is in a container if the system property {@code test.postgres} is
 * {@code container} and a Docker engine answers, otherwise embedded.
 */
@AutoConfiguration(before = { EmbeddedPostgresAutoConfiguration.class, ServiceConnectionAutoConfiguration.class })
@Conditional(EmbeddedPostgresAutoConfiguration.NoDataSourceUrl.class)
@ConditionalOnProperty(name = "sample.postgres.data-directory", matchIfMissing = true, havingValue = "none")
public final class SharedPostgresAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(PostgreSQLContainer.class)
	JdbcConnectionDetails sharedPostgres() {
		return OnContainer.MATCHES ? SharedContainer.newDatabase() : Database.create(SharedServer.SERVER);
	}

	/**
	 * A new database of a server.
	 */
	private record Database(JdbcConnectionDetails server, String name) implements JdbcConnectionDetails {

		private static final AtomicInteger COUNT = new AtomicInteger();

		static Database create(JdbcConnectionDetails server) {
			String name = "test_" + COUNT.incrementAndGet();
			try (Connection connection = DriverManager.getConnection(server.getJdbcUrl(), server.getUsername(),
					server.getPassword()); Statement statement = connection.createStatement()) {
				statement.execute("create database " + name);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
			return new Database(server, name);
		}

		@Override
		public String getJdbcUrl() {
			return this.server.getJdbcUrl().replaceFirst("/[^/?]*(\\?|$)", "/" + this.name + "$1");
		}

		@Override
		public @Nullable String getUsername() {
			return this.server.getUsername();
		}

		@Override
		public @Nullable String getPassword() {
			return this.server.getPassword();
		}

	}

	private static final class SharedContainer {

		private static final PostgreSQLContainer CONTAINER = PostgresContainer.shared();

		static Database newDatabase() {
			CONTAINER.start();
			return Database.create(new JdbcConnectionDetails() {

				@Override
				public String getJdbcUrl() {
					return CONTAINER.getJdbcUrl();
				}

				@Override
				public String getUsername() {
					return CONTAINER.getUsername();
				}

				@Override
				public String getPassword() {
					return CONTAINER.getPassword();
				}

			});
		}

	}

	private static final class SharedServer {

		static final EmbeddedPostgresServer SERVER = start();

		private static EmbeddedPostgresServer start() {
			EmbeddedPostgresServer server = startAgainIfItsPortIsTaken();
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				try {
					server.close();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}, "shared-postgres"));
			return server;
		}

		/**
		 * Start a server. Its port is one that is free when it is chosen: somebody else
		 * may take it before the server does.
		 */
		private static EmbeddedPostgresServer startAgainIfItsPortIsTaken() {
			try {
				return EmbeddedPostgresServer.start(null);
			}
			catch (UncheckedIOException ex) {
				return EmbeddedPostgresServer.start(null);
			}
		}

	}

	private static final class OnContainer {

		private static final Log logger = LogFactory.getLog(OnContainer.class);

		static final boolean MATCHES = "container".equals(System.getProperty("test.postgres")) && dockerAnswers();

		private static boolean dockerAnswers() {
			boolean answers = DockerClientFactory.instance().isDockerAvailable();
			if (!answers) {
				logger.warn("No Docker engine answers: the tests use an embedded PostgreSQL");
			}
			return answers;
		}

	}

}
