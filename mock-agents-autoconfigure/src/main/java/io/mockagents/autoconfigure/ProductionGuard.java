package io.mockagents.autoconfigure;

import java.util.Arrays;

import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Refuses mocks in production, where they are on by accident.
 */
final class ProductionGuard {

	private ProductionGuard() {
	}

	/**
	 * Check that no production profile is active, unless mocks are allowed there.
	 * @param environment the environment
	 * @throws MockAgentsConfigurationException if one is
	 */
	static void check(Environment environment) {
		String[] profiles = (environment.getActiveProfiles().length > 0) ? environment.getActiveProfiles()
				: environment.getDefaultProfiles();
		BindResult<Boolean> allowed = Binder.get(environment).bind("mock-agents.allow-production", Boolean.class);
		Arrays.stream(profiles)
			.filter((profile) -> profile.equalsIgnoreCase("prod") || profile.equalsIgnoreCase("production"))
			.filter((profile) -> !allowed.orElse(false))
			.findFirst()
			.ifPresent((profile) -> {
				throw refusal(profile);
			});
	}

	private static MockAgentsConfigurationException refusal(String profile) {
		return new MockAgentsConfigurationException(
				("Mocks of OpenAI agents are on, and the profile '%s' is active. "
						+ "No run would reach the API, and users would receive scripted answers.")
					.formatted(profile),
				("Unset %s, or mock-agents.enabled if that is set. To mock runs under this profile, "
						+ "allow it:%n%n    %s%n%nor%n%n    mock-agents.allow-production=true")
					.formatted(MockConfigs.NAME,
							MockConfigs.assignment(MockConfigsKey.MOCK_ALLOW_PRODUCTION.example())));
	}

}
