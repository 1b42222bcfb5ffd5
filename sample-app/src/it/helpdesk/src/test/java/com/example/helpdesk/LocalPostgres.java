package com.example.helpdesk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * An empty database for each application context, on one server for all, unless another
 * is configured.
 */
@AutoConfiguration
@ConditionalOnProperty(name = "spring.datasource.url", havingValue = "none", matchIfMissing = true)
public class LocalPostgres {

	private static final EmbeddedPostgres SERVER = start();

	private static EmbeddedPostgres start() {
		try {
			return EmbeddedPostgres.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Bean
	JdbcConnectionDetails newDatabase() {
		return new Database("helpdesk_" + UUID.randomUUID().toString().replace("-", ""));
	}

	/**
	 * A database of its own.
	 */
	record Database(String name) implements JdbcConnectionDetails {

		Database(String name) {
			this.name = name;
			try (Connection connection = SERVER.getPostgresDatabase().getConnection();
					Statement statement = connection.createStatement()) {
				statement.execute("create database " + name);
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public String getJdbcUrl() {
			return SERVER.getJdbcUrl("postgres", this.name);
		}

		@Override
		public String getUsername() {
			return "postgres";
		}

		@Override
		public String getPassword() {
			return "";
		}

	}

}
