package io.mockagents.sample.postgres;

import java.io.UncheckedIOException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Lets all application contexts of a test run share one PostgreSQL, unless a test names a
 * data directory or brings a container, or the build names a data source. It is in a
 * container if the system property {@code test.postgres} is {@code container} and a
 * Docker engine answers, else embedded.
 */
@AutoConfiguration(before = { EmbeddedPostgresAutoConfiguration.class, ServiceConnectionAutoConfiguration.class })
@Conditional(EmbeddedPostgresAutoConfiguration.NoDataSourceUrl.class)
@ConditionalOnProperty(name = "sample.postgres.data-directory", matchIfMissing = true, havingValue = "none")
public final class SharedPostgresAutoConfiguration {

	@Bean(destroyMethod = "")
	@ServiceConnection
	@Conditional(OnContainer.class)
	@ConditionalOnMissingBean(PostgreSQLContainer.class)
	PostgreSQLContainer sharedContainer() {
		return SharedContainer.CONTAINER;
	}

	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean(PostgreSQLContainer.class)
	JdbcConnectionDetails sharedPostgres() {
		return SharedServer.SERVER;
	}

	private static final class SharedContainer {

		static final PostgreSQLContainer CONTAINER = PostgresContainer.shared();

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

	static final class OnContainer implements Condition {

		private static final Log logger = LogFactory.getLog(OnContainer.class);

		private static final boolean MATCHES = "container".equals(System.getProperty("test.postgres"))
				&& dockerAnswers();

		private static boolean dockerAnswers() {
			boolean answers = DockerClientFactory.instance().isDockerAvailable();
			if (!answers) {
				logger.warn("No Docker engine answers: the tests use an embedded PostgreSQL");
			}
			return answers;
		}

		@Override
		public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
			return MATCHES;
		}

	}

}
