package io.mockagents.autoconfigure;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Reads {@code OPENAI_MOCK_CONFIGS} from wherever the environment has it and puts the
 * {@code mock-agents.*} properties it stands for before all others.
 * <p>
 * Runs once the configuration files are there, so that the variable may stand in one of
 * them. Loads nothing that needs a newer Spring Boot than the one that runs before that
 * is checked.
 */
final class MockConfigsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 10;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		UnsupportedSpringBootException.check();
		MockConfigsEnvironment.process(environment);
	}

	/**
	 * Reads the variable again when the context is initialized: a test's dynamic
	 * properties come only then.
	 */
	static final class Initializer implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

		@Override
		public int getOrder() {
			return Ordered.LOWEST_PRECEDENCE;
		}

		@Override
		public void initialize(ConfigurableApplicationContext context) {
			UnsupportedSpringBootException.check();
			MockConfigsEnvironment.process(context.getEnvironment());
		}

	}

}
