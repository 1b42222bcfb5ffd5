package io.mockagents.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application starts, and its runs are mocked, where the jars of optional libraries
 * are not on the class path at all. A filtered class loader would not do: it hides
 * classes, but those that were loaded with them stay linked.
 */
class MissingLibrariesTests {

	private static final String STORAGE = "spring-boot-(data-|hibernate|jpa|jdbc|sql|persistence|transaction|flyway)|"
			+ "spring-(data|orm|jdbc|tx)|hibernate-|jakarta.persistence|HikariCP|postgresql-\\d";

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "Actuator, org.springframework.boot.actuate.endpoint.annotation.Endpoint, spring-boot-actuator",
			"JPA, jakarta.persistence.EntityManager, '" + STORAGE + "'",
			"all of them, jakarta.persistence.EntityManager, 'spring-boot-actuator|openai-java|" + STORAGE + "'" })
	void runsAreMockedWithout(String library, String missing, String jars) throws Exception {
		try (URLClassLoader classPath = classPathWithout(Pattern.compile("(" + jars + ").*\\.jar"))) {
			assertThat(present(missing, MissingLibrariesTests.class.getClassLoader())).isTrue();
			assertThat(present(missing, classPath)).isFalse();
			Thread thread = Thread.currentThread();
			ClassLoader before = thread.getContextClassLoader();
			thread.setContextClassLoader(classPath);
			try {
				assertThat(classPath.loadClass(Application.class.getName()).getMethod("ask").invoke(null)).asString()
					.startsWith("This code defines");
			}
			finally {
				thread.setContextClassLoader(before);
			}
		}
	}

	private static boolean present(String type, ClassLoader classLoader) {
		try {
			Class.forName(type, false, classLoader);
			return true;
		}
		catch (ClassNotFoundException ex) {
			return false;
		}
	}

	private static URLClassLoader classPathWithout(Pattern jars) throws IOException {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry);
			if (!jars.matcher(path.getFileName().toString()).matches()) {
				urls.add(path.toUri().toURL());
			}
		}
		return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
	}

	/**
	 * An application with nothing of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	public static class Application {

		/**
		 * Start the application, and ask an agent.
		 */
		public static String ask() {
			SpringApplication application = new SpringApplication(Application.class);
			application.setWebApplicationType(WebApplicationType.NONE);
			try (ConfigurableApplicationContext context = application.run(arguments())) {
				return String.valueOf(context.getBean(AgentRunner.class)
					.run(Agent.builder("Assistant").build(), "What does this do?")
					.finalOutput());
			}
		}

		private static String[] arguments() {
			return Stream.of("OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_log_events\": false}",
					"spring.main.banner-mode=off",
					"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
				.map((argument) -> "--" + argument)
				.toArray(String[]::new);
		}

	}

}
