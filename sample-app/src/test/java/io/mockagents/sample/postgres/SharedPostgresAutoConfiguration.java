package io.mockagents.sample.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Lets all application contexts of a test run share one PostgreSQL, unless a test names a
 * data directory, or the build a data source.
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

		static final EmbeddedPostgresServer SERVER = EmbeddedPostgresServer.start(null);

		static {
			Runtime.getRuntime().addShutdownHook(new Thread(Shared::close, "shared-postgres"));
		}

		private static void close() {
			try {
				SERVER.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
