package io.mockagents.sample.postgres;

import org.testcontainers.postgresql.PostgreSQLContainer;

import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;

/**
 * Gives an application a PostgreSQL in a container. It bears no annotation so that the
 * tests that start the application by themselves do not find it.
 */
public final class ContainersConfiguration {

	@Bean
	@ServiceConnection
	PostgreSQLContainer postgres() {
		return PostgresContainer.ofContext();
	}

}
