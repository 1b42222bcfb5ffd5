package io.mockagents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * The PostgreSQL server of the tests: that of {@code SPRING_DATASOURCE_URL} if the
 * variable is set, else one that is started once for the JVM and ends with it: in a
 * container (of the image that {@code POSTGRES_IMAGE} names) if the system property
 * {@code test.postgres} is {@code container} and a Docker engine answers, else embedded.
 */
public final class PostgresServer {

	private static final Log logger = LogFactory.getLog(PostgresServer.class);

	private PostgresServer() {
	}

	/**
	 * Create an empty database.
	 * @return the database, never handed out twice
	 */
	public static Database newDatabase() {
		String name = "test_" + UUID.randomUUID().toString().replace("-", "");
		Database server = Holder.SERVER;
		try (Connection connection = DriverManager.getConnection(server.url(), server.user(), server.password());
				Statement statement = connection.createStatement()) {
			statement.execute("create database " + name);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("No database could be created at " + server.url(), ex);
		}
		String url = server.url();
		int query = url.indexOf('?');
		String path = (query < 0) ? url : url.substring(0, query);
		return new Database(path.substring(0, path.lastIndexOf('/') + 1) + name + url.substring(path.length()),
				server.user(), server.password());
	}

	/**
	 * A database.
	 *
	 * @param url where it is
	 * @param user who may do anything in it
	 * @param password the password of that user
	 */
	public record Database(String url, String user, String password) {

		/**
		 * Return the properties by which Spring Boot finds it.
		 * @return the properties, as {@code name=value}
		 */
		public String[] properties() {
			return new String[] { "spring.datasource.url=" + this.url, "spring.datasource.username=" + this.user,
					"spring.datasource.password=" + this.password };
		}

		/**
		 * Return the database without a pool.
		 * @return a data source that opens a connection whenever it is asked for one
		 */
		public DataSource dataSource() {
			return new DriverManagerDataSource(this.url, this.user, this.password);
		}

	}

	private static final class Holder {

		private static final Database SERVER = find();

		private static Database find() {
			String url = System.getenv("SPRING_DATASOURCE_URL");
			if (url != null && !url.isBlank()) {
				return new Database(url, System.getenv().getOrDefault("SPRING_DATASOURCE_USERNAME", "postgres"),
						System.getenv().getOrDefault("SPRING_DATASOURCE_PASSWORD", ""));
			}
			boolean container = "container".equals(System.getProperty("test.postgres"));
			if (container && !DockerClientFactory.instance().isDockerAvailable()) {
				logger.warn("No Docker engine answers: the tests use an embedded PostgreSQL");
				container = false;
			}
			return container ? startContainer() : startEmbedded();
		}

		@SuppressWarnings("resource")
		private static Database startContainer() {
			String image = System.getenv().getOrDefault("POSTGRES_IMAGE", "postgres:18-alpine");
			PostgreSQLContainer container = new PostgreSQLContainer(
					DockerImageName.parse(image).asCompatibleSubstituteFor("postgres"));
			container.setCommand("postgres", "-c", "max_connections=300");
			container.start();
			Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "postgres-container"));
			return new Database(container.getJdbcUrl(), container.getUsername(), container.getPassword());
		}

		/**
		 * Start a server. Its port is one that is free when it is chosen: somebody else
		 * may take it before the server does.
		 */
		private static Database startEmbedded() {
			IOException failure = null;
			for (int i = 0; i < 3; i++) {
				try {
					EmbeddedPostgres server = EmbeddedPostgres.builder()
						.setServerConfig("max_connections", "300")
						.setPGStartupWait(Duration.ofMinutes(1))
						.start();
					return new Database(server.getJdbcUrl("postgres", "postgres"), "postgres", "");
				}
				catch (IOException ex) {
					logger.warn("An embedded PostgreSQL did not start", ex);
					failure = ex;
				}
			}
			throw new UncheckedIOException("No PostgreSQL could be started", failure);
		}

	}

}
