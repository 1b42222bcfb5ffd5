package io.mockagents.autoconfigure;

import java.util.Collection;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.Environment;

/**
 * The error for a setting with a value that cannot be used. It names the key of the JSON
 * if that set the value, otherwise the property.
 */
final class InvalidSetting {

	private InvalidSetting() {
	}

	/**
	 * Return the error for a property.
	 * @param environment the environment that has the property
	 * @param property the name of the property
	 * @param value its value
	 * @param reason the reason, as the end of a sentence about the property
	 * @return the error
	 */
	static MockAgentsConfigurationException of(Environment environment, String property, Object value, String reason) {
		return of(environment, property, value, reason, null, List.of());
	}

	/**
	 * Return the error for a property that contains an unknown name.
	 * @param environment the environment that has the property
	 * @param property the name of the property
	 * @param value its value
	 * @param reason the reason, as the end of a sentence about the property
	 * @param suggestion the name that was probably meant, or {@code null}
	 * @param valid the names that exist, or none
	 * @return the error
	 */
	static MockAgentsConfigurationException of(Environment environment, String property, Object value, String reason,
			@Nullable String suggestion, Collection<String> valid) {
		Origin origin = origin(environment, property);
		return (origin instanceof MockConfigsOrigin json) ? of(json, value.toString(), reason, suggestion, valid)
				: error("The property '%s' has an invalid value, because it %s:%n%n    Value: %s%n    Origin: %s"
					.formatted(property, reason, MockConfigs.cut(value.toString()), MockConfigs.describe(origin)),
						"Correct the property '%s'.".formatted(property), suggestion, valid);
	}

	/**
	 * Return the error for a key of the JSON.
	 * @param origin the key and where it is
	 * @param value its value
	 * @param reason the reason, as the end of a sentence about the key
	 * @return the error
	 */
	static MockAgentsConfigurationException of(MockConfigsOrigin origin, String value, String reason) {
		return of(origin, value, reason, null, List.of());
	}

	private static MockAgentsConfigurationException of(MockConfigsOrigin origin, String value, String reason,
			@Nullable String suggestion, Collection<String> valid) {
		MockConfigsKey key = origin.key();
		return error(
				("%s has an invalid value, because '%s' %s:%n%n    Key: %s%n    Value: %s%n"
						+ "    Position: line %d, column %d%n    Origin: %s")
					.formatted(MockConfigs.NAME, key.key(), reason, key.key(), MockConfigs.cut(value), origin.line(),
							origin.column(), MockConfigs.describe(origin.source())),
				"Correct %s, for example:%n%n    %s".formatted(MockConfigs.NAME, MockConfigs.assignment(key.example())),
				suggestion, valid);
	}

	private static MockAgentsConfigurationException error(String description, String action,
			@Nullable String suggestion, Collection<String> valid) {
		StringBuilder names = new StringBuilder(action);
		if (!valid.isEmpty()) {
			names.append("%n%nThe following names are valid:%n".formatted());
			valid.stream().sorted().forEach((name) -> names.append("%n    %s".formatted(name)));
		}
		return new MockAgentsConfigurationException(
				(suggestion != null) ? description + "%n%nDid you mean '%s'?".formatted(suggestion) : description,
				names.toString());
	}

	private static @Nullable Origin origin(Environment environment, String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				Origin origin = found.getOrigin();
				return (origin instanceof PropertySourceOrigin wrapper
						&& wrapper.getOrigin() instanceof MockConfigsOrigin json) ? json : origin;
			}
		}
		return null;
	}

}
