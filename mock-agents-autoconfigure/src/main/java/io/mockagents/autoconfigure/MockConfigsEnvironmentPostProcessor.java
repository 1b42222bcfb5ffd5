package io.mockagents.autoconfigure;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Reads {@code OPENAI_MOCK_CONFIGS} from wherever the environment has it and puts the
 * {@code mock-agents.*} properties it stands for before all others.
 * <p>
 * Runs once the configuration files are there, so that the variable may stand in one of
 * them.
 */
final class MockConfigsEnvironmentPostProcessor implements EnvironmentPostProcessor, Ordered {

	private static final String ATTACHED = "configurationProperties";

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 10;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		UnsupportedSpringBootException.check();
		process(environment);
	}

	private static void process(ConfigurableEnvironment environment) {
		MutablePropertySources sources = environment.getPropertySources();
		sources.remove(MockConfigsPropertySource.NAME);
		sources.forEach(MockConfigsEnvironmentPostProcessor::refuseFlattened);
		for (PropertySource<?> source : sources) {
			Object value = ConfigurationPropertySources.isAttachedConfigurationPropertySource(source) ? null
					: source.getProperty(MockConfigs.NAME);
			if (value != null) {
				String text = environment.resolvePlaceholders(value.toString());
				if (!text.isBlank()) {
					addFirst(sources, MockConfigs.read(text, PropertySourceOrigin.get(source, MockConfigs.NAME)));
				}
				return;
			}
		}
	}

	/**
	 * Unquoted, YAML makes a property of each key. Going on without them would leave the
	 * live runner in place.
	 */
	private static void refuseFlattened(PropertySource<?> source) {
		if (!(source instanceof EnumerablePropertySource<?> enumerable)
				|| ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)) {
			return;
		}
		for (String name : enumerable.getPropertyNames()) {
			if (name.startsWith(MockConfigs.NAME + ".") || name.startsWith(MockConfigs.NAME + "[")) {
				throw new MockAgentsConfigurationException(
						String.format("%s is a text, but the property '%s' is set:%n%n    Origin: %s", MockConfigs.NAME,
								name, PropertySourceOrigin.get(source, name)),
						String.format("Quote the JSON, so that YAML leaves it as it is, for example:%n%n"
								+ "    %s: '{\"mock_seed\": 42}'", MockConfigs.NAME));
			}
		}
	}

	private static void addFirst(MutablePropertySources sources, PropertySource<?> source) {
		if (sources.contains(ATTACHED)) {
			sources.addAfter(ATTACHED, source);
		}
		else {
			sources.addFirst(source);
		}
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
			process(context.getEnvironment());
		}

	}

}
