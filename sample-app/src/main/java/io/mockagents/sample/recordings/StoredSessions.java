package io.mockagents.sample.recordings;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.mockagents.redaction.Secrets;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

/**
 * The stored conversations, without the service around them.
 */
@EnableAutoConfiguration
class StoredSessions {

	private static final List<String> SETTINGS = List.of("--spring.flyway.enabled=false",
			"--logging.threshold.console=off", "--logging.threshold.file=off", "--OPENAI_MOCK_CONFIGS=");

	/**
	 * Open the database.
	 * @return the source; to be closed
	 * @throws IllegalArgumentException if none is named, or it cannot be used
	 */
	static ConfigurableApplicationContext open() {
		if (!StringUtils.hasText(System.getenv("SPRING_DATASOURCE_URL"))
				&& !StringUtils.hasText(System.getProperty("spring.datasource.url"))) {
			throw new IllegalArgumentException(
					"Stored sessions need a database: set SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME "
							+ "and SPRING_DATASOURCE_PASSWORD");
		}
		return connect();
	}

	static ConfigurableApplicationContext connect(String... further) {
		try {
			return new SpringApplicationBuilder(StoredSessions.class).web(WebApplicationType.NONE)
				.bannerMode(Banner.Mode.OFF)
				.initializers((context) -> context.getBeanFactory().addBeanPostProcessor(new Connection()))
				.run(Stream.concat(SETTINGS.stream(), Stream.of(further)).toArray(String[]::new));
		}
		catch (RuntimeException ex) {
			throw new IllegalArgumentException("The database that SPRING_DATASOURCE_URL names cannot be used: "
					+ Secrets.hide(String.valueOf(cause(ex).getMessage())), ex);
		}
	}

	/**
	 * Return what the database said, rather than what followed from it.
	 */
	private static Throwable cause(Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null && !(cause instanceof SQLException)) {
			cause = cause.getCause();
		}
		return cause;
	}

	/**
	 * Connects before anything else does: what Hibernate says of a database that cannot
	 * be reached does not contain the reason.
	 */
	private static final class Connection implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String name) {
			if (bean instanceof DataSource database) {
				try {
					database.getConnection().close();
				}
				catch (SQLException ex) {
					throw new IllegalStateException("The connection is missing", ex);
				}
			}
			return bean;
		}

	}

}
