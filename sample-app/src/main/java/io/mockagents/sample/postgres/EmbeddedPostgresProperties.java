package io.mockagents.sample.postgres;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of the embedded PostgreSQL.
 *
 * @param dataDirectory directory that keeps the data over a restart; without one the data
 * are temporary
 */
@ConfigurationProperties("sample.postgres")
record EmbeddedPostgresProperties(@Nullable Path dataDirectory) {

}
