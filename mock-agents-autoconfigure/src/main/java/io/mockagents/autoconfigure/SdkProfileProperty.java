package io.mockagents.autoconfigure;

import io.mockagents.model.SdkProfile;

import org.springframework.core.env.Environment;

/**
 * The property that names the SDK, for those who need it whether or not runs are mocked.
 */
final class SdkProfileProperty {

	private static final String NAME = "mock-agents.sdk-profile";

	private SdkProfileProperty() {
	}

	/**
	 * Return the profile that is set.
	 * @param environment where it is set
	 * @return the profile, that of the oldest SDK unless another is set
	 * @throws MockAgentsConfigurationException if the value means no profile
	 */
	static SdkProfile of(Environment environment) {
		String name = environment.getProperty(NAME, SdkProfile.V0_2.version());
		try {
			return SdkProfile.of(name);
		}
		catch (IllegalArgumentException ex) {
			throw new MockAgentsConfigurationException(
					"The property '%s' has an invalid value, because it %s:%n%n    Value: %s".formatted(NAME,
							ex.getMessage(), MockConfigs.cut(name)),
					"Correct the property '%s'.".formatted(NAME));
		}
	}

}
