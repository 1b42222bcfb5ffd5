package io.mockagents.sample;

import io.mockagents.sample.postgres.ContainersConfiguration;

import org.springframework.boot.SpringApplication;

/**
 * Starts the sample on a PostgreSQL in a container: {@code spring-boot:test-run} does.
 */
public final class TestSampleApplication {

	private TestSampleApplication() {
	}

	public static void main(String[] args) {
		SpringApplication.from(SampleApplication::main).with(ContainersConfiguration.class).run(args);
	}

}
