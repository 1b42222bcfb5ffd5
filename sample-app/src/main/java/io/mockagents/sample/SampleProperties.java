package io.mockagents.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the sample application.
 *
 * @param repositories directory that contains the git repositories of the projects;
 * without one they go with the database if that is temporary, and are kept in
 * {@code data/repositories} otherwise
 * @param allowedOrigins origins whose pages may call the API; may contain patterns such
 * as {@code http://localhost:[*]}
 * @param cancelAbandonedRuns whether a run is cancelled when the client that waits for
 * its answer goes away
 * @param keepAlive how often a client that waits for the agents is checked to be there
 * @param heartbeat how often a client that follows a session, or is connected to the
 * sockets, hears something
 * @param environment what the application runs for, as {@code GET /health} reports it
 * @param region where the application runs, as {@code GET /health} reports it
 */
@ConfigurationProperties("sample")
public record SampleProperties(@Nullable Path repositories, @DefaultValue List<String> allowedOrigins,
		@DefaultValue("false") boolean cancelAbandonedRuns, @DefaultValue("5s") Duration keepAlive,
		@DefaultValue("30s") Duration heartbeat, @DefaultValue("development") String environment,
		@DefaultValue("local") String region) {

	public SampleProperties {
		allowedOrigins = List.copyOf(allowedOrigins);
		requirePositive("sample.keep-alive", keepAlive);
		requirePositive("sample.heartbeat", heartbeat);
	}

	private static void requirePositive(String key, Duration time) {
		if (time.isZero() || time.isNegative()) {
			throw new IllegalArgumentException(
					key + ": '" + time + "' must be a positive duration. Use a longer one, such as 30s");
		}
	}

}
