package io.mockagents.sample.recordings;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.Banner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

/**
 * The stored conversations, without the service around them.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class StoredSessions {

	/**
	 * Open the database.
	 * @return what holds it; to be closed
	 * @throws IllegalArgumentException if none is named
	 */
	static ConfigurableApplicationContext open() {
		if (!StringUtils.hasText(System.getenv("SPRING_DATASOURCE_URL"))
				&& !StringUtils.hasText(System.getProperty("spring.datasource.url"))) {
			throw new IllegalArgumentException(
					"Stored sessions are in a database: name it with SPRING_DATASOURCE_URL, SPRING_DATASOURCE_USERNAME "
							+ "and SPRING_DATASOURCE_PASSWORD");
		}
		return new SpringApplicationBuilder(StoredSessions.class).web(WebApplicationType.NONE)
			.bannerMode(Banner.Mode.OFF)
			.properties("spring.flyway.enabled=false", "logging.level.root=warn", "spring.main.log-startup-info=false")
			.run();
	}

}
