package io.mockagents.autoconfigure;

import io.mockagents.model.SdkProfile;

import org.springframework.core.env.Environment;

/**
 * The property that names the SDK, whether or not runs are mocked.
 */
final class SdkProfileProperty {

	private static final String PROPERTY = MockConfigsKey.MOCK_SDK_PROFILE.property();

	private SdkProfileProperty() {
	}

	/**
	 * Return the profile that is set.
	 * @param environment where it is set
	 * @return the profile, that of the oldest SDK unless another is set
	 * @throws MockAgentsConfigurationException if the value names no profile
	 */
	static SdkProfile of(Environment environment) {
		return of(environment, environment.getProperty(PROPERTY, SdkProfile.V0_2.version()));
	}

	/**
	 * Return the profile that the value of the property names.
	 * @param environment where it is set
	 * @param name the value
	 * @return the profile
	 * @throws MockAgentsConfigurationException if the value names no profile
	 */
	static SdkProfile of(Environment environment, String name) {
		try {
			return SdkProfile.of(name);
		}
		catch (IllegalArgumentException ex) {
			throw InvalidSetting.of(environment, PROPERTY, name, String.valueOf(ex.getMessage()));
		}
	}

}
