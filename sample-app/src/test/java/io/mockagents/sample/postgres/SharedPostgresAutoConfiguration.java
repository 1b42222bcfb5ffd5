package io.mockagents.sample.postgres;

import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Lets all application contexts of a test run share one PostgreSQL, unless a test names a
 * data directory, or the build a data source. It is embedded, or in a container if the
 * system property {@code test.postgres} is {@code container}.
 */
@AutoConfiguration(before = EmbeddedPostgresAutoConfiguration.class)
@Conditional(EmbeddedPostgresAutoConfiguration.NoDataSourceUrl.class)
@ConditionalOnProperty(name = "sample.postgres.data-directory", matchIfMissing = true, havingValue = "none")
public final class SharedPostgresAutoConfiguration {

	@Bean(destroyMethod = "")
	JdbcConnectionDetails sharedPostgres() {
		return Shared.SERVER;
	}

	private static final class Shared {

		static final JdbcConnectionDetails SERVER = "container".equals(System.getProperty("test.postgres"))
				? startContainer() : startEmbedded();

		private static JdbcConnectionDetails startContainer() {
			Container container = new Container();
			closeWithTheJvm(container.postgres());
			container.postgres().start();
			return container;
		}

		private static JdbcConnectionDetails startEmbedded() {
			EmbeddedPostgresServer server = EmbeddedPostgresServer.start(null);
			closeWithTheJvm(server);
			return server;
		}

		private static void closeWithTheJvm(AutoCloseable server) {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> {
				try {
					server.close();
				}
				catch (Exception ex) {
					throw new IllegalStateException(ex);
				}
			}, "shared-postgres"));
		}

	}

	/**
	 * PostgreSQL in a container.
	 */
	private record Container(PostgreSQLContainer postgres) implements JdbcConnectionDetails {

		Container() {
			this(new PostgreSQLContainer("postgres:18-alpine"));
			this.postgres.setCommand("postgres", "-c", "max_connections=300");
		}

		@Override
		public String getJdbcUrl() {
			return this.postgres.getJdbcUrl();
		}

		@Override
		public String getUsername() {
			return this.postgres.getUsername();
		}

		@Override
		public String getPassword() {
			return this.postgres.getPassword();
		}

	}

}
