package io.mockagents.sample.postgres;

import javax.sql.DataSource;

import io.mockagents.sample.data.TemporaryDirectory;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Starts an embedded PostgreSQL where no other database is configured:
 * {@code spring.datasource.url} is not set, and no bean provides a data source or the
 * details of a connection. If its data are temporary, so is a directory for what belongs
 * to them.
 */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@Conditional(EmbeddedPostgresAutoConfiguration.NoDataSourceUrl.class)
@ConditionalOnMissingBean({ DataSource.class, JdbcConnectionDetails.class })
@EnableConfigurationProperties(EmbeddedPostgresProperties.class)
public final class EmbeddedPostgresAutoConfiguration {

	@Bean
	EmbeddedPostgresServer embeddedPostgres(EmbeddedPostgresProperties properties) {
		return EmbeddedPostgresServer.start(properties.dataDirectory());
	}

	@Bean
	@ConditionalOnProperty(name = "sample.postgres.data-directory", havingValue = "none", matchIfMissing = true)
	TemporaryDirectory temporaryDirectory() {
		return TemporaryDirectory.create();
	}

	static final class NoDataSourceUrl extends SpringBootCondition {

		private static final String PROPERTY = "spring.datasource.url";

		@Override
		public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
			ConditionMessage.Builder message = ConditionMessage.forCondition("EmbeddedPostgres");
			return StringUtils.hasText(context.getEnvironment().getProperty(PROPERTY))
					? ConditionOutcome.noMatch(message.because(PROPERTY + " is set"))
					: ConditionOutcome.match(message.because(PROPERTY + " is not set"));
		}

	}

}
