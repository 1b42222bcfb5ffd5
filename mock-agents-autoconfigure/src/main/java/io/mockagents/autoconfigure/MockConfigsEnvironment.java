package io.mockagents.autoconfigure;

import java.util.Set;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Puts the properties for which {@code OPENAI_MOCK_CONFIGS} stands into an environment.
 */
final class MockConfigsEnvironment {

	private static final String ATTACHED = "configurationProperties";

	/**
	 * Set in the contexts of the test kit, which ignore the variable of the machine.
	 */
	private static final String KIT_TEST = "mock-agents.test.enabled";

	private static final Set<String> OF_MACHINE = Set.of(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

	private MockConfigsEnvironment() {
	}

	private static boolean isOfMachine(PropertySource<?> source) {
		return OF_MACHINE.contains(source.getName()) || source.getName().startsWith("Config resource");
	}

	/**
	 * Read the variable, again if it was read before.
	 * @param environment the environment, whose properties change
	 */
	static void process(ConfigurableEnvironment environment) {
		MutablePropertySources sources = environment.getPropertySources();
		sources.remove(MockConfigsPropertySource.NAME);
		sources.forEach(MockConfigsEnvironment::refuseFlattened);
		boolean kitTest = environment.getProperty(KIT_TEST, Boolean.class, false);
		for (PropertySource<?> source : sources) {
			Object value = (ConfigurationPropertySources.isAttachedConfigurationPropertySource(source)
					|| (kitTest && isOfMachine(source))) ? null : source.getProperty(MockConfigs.NAME);
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
