package io.mockagents.autoconfigure;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mockagents.scenario.match.NearestName;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Why runs are mocked or not, as the environment has it.
 *
 * @param isOn whether they are mocked
 * @param reason why they are not; empty if they are
 * @param remedy how to mock them; empty if they are
 */
record MockSwitch(boolean isOn, String reason, String remedy) {

	private static final ConfigurationPropertyName ENABLED = ConfigurationPropertyName.of("mock-agents.enabled");

	private static final double ALIKE = 0.8;

	/** The other settings, which are not the switch however much they are like it. */
	private static final Set<String> PROPERTIES = Stream
		.concat(Arrays.stream(MockConfigsKey.values()).map(MockConfigsKey::property),
				Stream.of("mock-agents.conversation.enabled"))
		.filter((property) -> !property.equals(ENABLED.toString()))
		.map(MockSwitch::plain)
		.collect(Collectors.toUnmodifiableSet());

	private static final String SET = "set " + MockConfigs.assignment("{}");

	/**
	 * Read the switch.
	 * @param environment the environment of the application
	 * @return the switch
	 */
	static MockSwitch of(ConfigurableEnvironment environment) {
		ConfigurationProperty enabled = enabled(environment);
		if (enabled != null && environment.getProperty(ENABLED.toString(), Boolean.class, false)) {
			return new MockSwitch(true, "", "");
		}
		if (enabled != null) {
			return new MockSwitch(false, "mocks are switched off by " + MockConfigs.describe(enabled.getOrigin()), SET);
		}
		return sources(environment).filter((source) -> source.getProperty(MockConfigs.NAME) != null)
			.findFirst()
			.map(MockSwitch::unread)
			.orElseGet(() -> misspelled(environment)
				.orElseGet(() -> new MockSwitch(false, MockConfigs.NAME + " is not set", SET)));
	}

	/**
	 * Return why runs are not mocked where a name that is set comes close to one that
	 * would mock them.
	 * @param environment the environment of the application
	 * @return the reason and the remedy, or {@code null} if the switch is set, or nothing
	 * comes close to it
	 */
	static @Nullable MockSwitch nearMiss(ConfigurableEnvironment environment) {
		if (enabled(environment) != null) {
			return null;
		}
		PropertySource<?> unread = sources(environment).filter((source) -> source.getProperty(MockConfigs.NAME) != null)
			.findFirst()
			.orElse(null);
		if (unread == null) {
			return misspelled(environment).orElse(null);
		}
		boolean deliberate = isBlank(unread) && !isYaml(describe(unread, MockConfigs.NAME));
		return deliberate ? null : unread(unread);
	}

	private static @Nullable ConfigurationProperty enabled(ConfigurableEnvironment environment) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(ENABLED);
			if (property != null) {
				return property;
			}
		}
		return null;
	}

	private static Stream<PropertySource<?>> sources(ConfigurableEnvironment environment) {
		return environment.getPropertySources()
			.stream()
			.filter((source) -> !ConfigurationPropertySources.isAttachedConfigurationPropertySource(source));
	}

	/**
	 * The variable is set, and nothing came of it.
	 */
	private static MockSwitch unread(PropertySource<?> source) {
		String origin = describe(source, MockConfigs.NAME);
		if (!isBlank(source)) {
			return new MockSwitch(false,
					MockConfigs.NAME + " is set too late to be read, as in a @PropertySource: " + origin,
					"move " + MockConfigs.NAME + " to the environment or to application.yaml");
		}
		boolean yaml = isYaml(origin);
		return new MockSwitch(false,
				MockConfigs.NAME + " is blank" + (yaml ? ", as {} without quotes is in YAML" : "") + ": " + origin,
				yaml ? "quote the JSON: " + MockConfigs.NAME + ": '{}'" : SET);
	}

	private static boolean isBlank(PropertySource<?> source) {
		return String.valueOf(source.getProperty(MockConfigs.NAME)).isBlank();
	}

	private static boolean isYaml(String origin) {
		return origin.contains(".yaml") || origin.contains(".yml");
	}

	private static Optional<MockSwitch> misspelled(ConfigurableEnvironment environment) {
		return sources(environment).flatMap((source) -> (source instanceof EnumerablePropertySource<?> enumerable)
				? Arrays.stream(enumerable.getPropertyNames()).map((name) -> misspelled(source, name)) : Stream.empty())
			.flatMap(Stream::ofNullable)
			.findFirst();
	}

	private static @Nullable MockSwitch misspelled(PropertySource<?> source, String name) {
		if (PROPERTIES.contains(plain(name)) || "false".equals(String.valueOf(source.getProperty(name)))) {
			return null;
		}
		MockConfigsKey key = MockConfigsKey.find(plain(name));
		if (key != null) {
			return new MockSwitch(false,
					MockConfigs.NAME + " is not set, but one of its keys is, which has no effect by itself: "
							+ describe(source, name),
					"put the key into the JSON: " + MockConfigs.assignment(key.example()));
		}
		if (isLike(name, MockConfigs.NAME)) {
			return new MockSwitch(false,
					MockConfigs.NAME + " is not set, but a similar name is: " + describe(source, name),
					"name it " + MockConfigs.NAME + ", with JSON as its value: " + MockConfigs.assignment("{}"));
		}
		if (isLike(name, ENABLED.toString())) {
			return new MockSwitch(false, ENABLED + " is not set, but a similar name is: " + describe(source, name),
					"name it " + ENABLED + ", or " + SET);
		}
		return null;
	}

	/**
	 * Return whether a name, or what precedes one of its dots, is like another.
	 */
	private static boolean isLike(String name, String other) {
		String rest = name;
		while (true) {
			if (NearestName.similarity(plain(rest), plain(other)) >= ALIKE) {
				return true;
			}
			int end = Math.max(rest.lastIndexOf('.'), rest.lastIndexOf('['));
			if (end <= 0) {
				return false;
			}
			rest = rest.substring(0, end);
		}
	}

	private static String plain(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("[.\\-\\[]", "_");
	}

	private static String describe(PropertySource<?> source, String name) {
		return MockConfigs.describe(PropertySourceOrigin.get(source, name));
	}

}
