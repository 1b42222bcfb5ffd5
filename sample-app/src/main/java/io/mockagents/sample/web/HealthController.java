package io.mockagents.sample.web;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.mockagents.sample.SampleProperties;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Whether the service is up: it is as long as its database answers.
 */
@RestController
class HealthController {

	private final JdbcOperations jdbc;

	private final SampleProperties properties;

	private final String name;

	private final String version;

	private final Clock clock;

	HealthController(JdbcOperations jdbc, SampleProperties properties, @Value("${spring.application.name}") String name,
			@Value("${spring.application.version:development}") String version, Clock clock) {
		this.jdbc = jdbc;
		this.properties = properties;
		this.name = name;
		this.version = version;
		this.clock = clock;
	}

	@GetMapping("/health")
	Health health() {
		ask("select 1");
		LocalDateTime now = LocalDateTime.now(this.clock.withZone(ZoneOffset.UTC)).truncatedTo(ChronoUnit.MICROS);
		return new Health("healthy", now, this.version, this.properties.environment(), this.properties.region(),
				this.name, "connected", "postgresql");
	}

	@GetMapping("/health/detailed")
	DetailedHealth detailed() {
		long start = System.nanoTime();
		Health health = health();
		Duration latency = Duration.ofNanos(System.nanoTime() - start);
		return new DetailedHealth(health, ask("show server_version"), latency.toNanos() / 1_000_000.0,
				ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
	}

	private String ask(String query) {
		try {
			return String.valueOf(this.jdbc.queryForObject(query, String.class));
		}
		catch (DataAccessException ex) {
			throw new DatabaseAwayException(ex);
		}
	}

	/**
	 * How the service is.
	 *
	 * @param status that it is up
	 * @param timestamp the time, in UTC
	 * @param version the version of the application
	 * @param environment what it runs for
	 * @param region where it runs
	 * @param appName its name
	 * @param database that the database answers
	 * @param databaseType the kind of database
	 */
	record Health(String status, LocalDateTime timestamp, String version, String environment, String region,
			String appName, String database, String databaseType) {
	}

	/**
	 * How the service is, and more about it.
	 *
	 * @param health how it is
	 * @param databaseVersion the version of the database
	 * @param databaseLatencyMs how long the database took to answer, in milliseconds
	 * @param uptimeSeconds how long the application has been running
	 */
	record DetailedHealth(@JsonUnwrapped Health health, String databaseVersion, double databaseLatencyMs,
			long uptimeSeconds) {
	}

}
