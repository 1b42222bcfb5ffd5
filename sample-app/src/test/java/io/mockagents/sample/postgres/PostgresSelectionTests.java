package io.mockagents.sample.postgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Which PostgreSQL the application uses: that of {@code spring.datasource.url}, that of
 * whoever knows how to connect to one, or else an embedded one.
 */
class PostgresSelectionTests {

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withPropertyValues("spring.datasource.url=")
		.withConfiguration(AutoConfigurations.of(EmbeddedPostgresAutoConfiguration.class));

	@Test
	void oneIsEmbeddedWhereNoneIsConfigured() {
		this.application.run((context) -> assertThat(context).hasSingleBean(JdbcConnectionDetails.class)
			.hasSingleBean(EmbeddedPostgresServer.class));
	}

	@Test
	void noneIsEmbeddedWhereAUrlIsConfigured() {
		this.application.withPropertyValues("spring.datasource.url=jdbc:postgresql://localhost/other")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedPostgresServer.class));
	}

	@Test
	void connectionDetailsReplaceTheEmbeddedServer() {
		this.application.withBean(JdbcConnectionDetails.class, () -> mock())
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedPostgresServer.class));
	}

	@Test
	void containerReplacesTheEmbeddedServer() {
		this.application
			.withConfiguration(AutoConfigurations.of(SharedPostgresAutoConfiguration.class,
					ServiceConnectionAutoConfiguration.class))
			.withUserConfiguration(ContainersConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(PostgreSQLContainer.class)
				.hasSingleBean(JdbcConnectionDetails.class)
				.doesNotHaveBean("sharedPostgres")
				.doesNotHaveBean(EmbeddedPostgresServer.class));
	}

	@Test
	void sameImageIsComposedAsIsTested() throws IOException {
		assertThat(Files.readString(Path.of("../compose.yaml")))
			.contains("image: ${POSTGRES_IMAGE:-" + PostgresContainer.DEFAULT_IMAGE + "}");
	}

}
