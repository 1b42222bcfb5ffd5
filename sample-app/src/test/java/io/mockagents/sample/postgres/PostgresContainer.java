package io.mockagents.sample.postgres;

import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * PostgreSQL in a container of the image that {@code POSTGRES_IMAGE} names, or else of
 * the one that {@code compose.yaml} names too.
 */
final class PostgresContainer extends PostgreSQLContainer {

	static final String DEFAULT_IMAGE = "postgres:18-alpine";

	private PostgresContainer() {
		super(DockerImageName.parse(image()).asCompatibleSubstituteFor("postgres"));
	}

	private static String image() {
		String image = System.getenv("POSTGRES_IMAGE");
		return (image != null && !image.isBlank()) ? image : DEFAULT_IMAGE;
	}

	/**
	 * Return a container that ends with the application context.
	 */
	static PostgreSQLContainer ofContext() {
		return new PostgresContainer();
	}

	/**
	 * Return a container for many application contexts, which ends with the JVM.
	 */
	static PostgreSQLContainer shared() {
		PostgresContainer container = new PostgresContainer();
		container.setCommand("postgres", "-c", "max_connections=300");
		Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "shared-postgres"));
		return container;
	}

}
