package io.mockagents.autoconfigure;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Puts the properties for which {@code OPENAI_MOCK_CONFIGS} stands into an environment.
 */
final class MockConfigsEnvironment {

	private static final String ATTACHED = "configurationProperties";

	private MockConfigsEnvironment() {
	}

	/**
	 * Read the variable, again if it was read before.
	 * @param environment the environment, whose properties change
	 */
	static void process(ConfigurableEnvironment environment) {
		MutablePropertySources sources = environment.getPropertySources();
		sources.remove(MockConfigsPropertySource.NAME);
		sources.forEach(MockConfigsEnvironment::refuseFlattened);
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
						String.format("Quote the JSON, so that YAML does not parse it, for example:%n%n"
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

}
