package io.mockagents.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

import io.mockagents.mock.EventLogSettings;
import io.mockagents.mock.MockSettings;
import io.mockagents.mock.ReplaySettings;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.SelectionSettings;
import io.mockagents.scenario.UnknownScenarioException;
import io.mockagents.scenario.match.NearestName;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.unit.DataSize;

/**
 * Turns the properties into the settings of the mock. A value that makes no sense is
 * reported with the place it comes from: the key of the JSON where that set it, else the
 * property.
 */
final class SettingsReader {

	private static final String PREFIX = "mock-agents.";

	private final MockAgentsProperties properties;

	private final ScenarioLibrary library;

	private final ConfigurableEnvironment environment;

	SettingsReader(MockAgentsProperties properties, ScenarioLibrary library, ConfigurableEnvironment environment) {
		this.properties = properties;
		this.library = library;
		this.environment = environment;
	}

	MockSettings read() {
		checkDelay("delays.base", this.properties.delays().base());
		checkDelay("delays.range", this.properties.delays().range());
		double rate = this.properties.failures().rate();
		check("failures.rate", rate, rate >= 0 && rate <= 1, "must be a number from 0 to 1");
		checkLog(this.properties.log());
		this.properties.scenarios()
			.forEach((location) -> check("scenarios", location, !location.isBlank(), "must not be blank"));
		SdkProfile profile = profile(this.properties.sdkProfile());
		int retries = this.properties.maxRetries();
		check("max-retries", retries, retries >= 0 && retries <= MockAgentsProperties.MAX_RETRIES,
				"must be a whole number from 0 to " + MockAgentsProperties.MAX_RETRIES);
		SelectionSettings selection = selection();
		MockAgentsProperties.Delays delays = this.properties.delays();
		return new MockSettings(selection, new MockSettings.Delays(delays.enabled(), delays.base(), delays.range()),
				new MockSettings.Failures(this.properties.failures().enabled(), rate, kinds()),
				this.properties.log().enabled(), replay(), this.properties.seed(), profile, retries);
	}

	private SelectionSettings selection() {
		this.properties.scenarioWeights().forEach(this::checkWeight);
		SelectionSettings settings = SelectionSettings.of(this.properties.defaultScenario(),
				this.properties.scenarioWeights(), this.properties.strict(), this.properties.builtinScenarios());
		checkScenario("default-scenario", settings.defaultScenario());
		return settings;
	}

	private SdkProfile profile(String name) {
		try {
			return SdkProfile.of(name);
		}
		catch (IllegalArgumentException ex) {
			throw failure("sdk-profile", name, String.valueOf(ex.getMessage()), null, List.of());
		}
	}

	private ReplaySettings replay() {
		this.properties.recordings()
			.forEach((location) -> check("recordings", location, !location.isBlank(), "must not be blank"));
		MockAgentsProperties.Replay replay = this.properties.replay();
		String session = replay.session();
		check("replay.session", (session != null) ? session : "", session == null || !session.isBlank(),
				"must not be blank");
		check("replay.timing", replay.timing(), ReplaySettings.Timing.names().contains(replay.timing()),
				"must be one of " + ReplaySettings.Timing.names());
		check("replay.speed", replay.speed(), replay.speed() > 0 && replay.speed() < Double.POSITIVE_INFINITY,
				"must be a number above 0");
		check("replay.ids", replay.ids(), ReplaySettings.Ids.names().contains(replay.ids()),
				"must be one of " + ReplaySettings.Ids.names());
		return new ReplaySettings(this.properties.useRecordings(), session,
				ReplaySettings.Timing.valueOf(replay.timing().toUpperCase(Locale.ROOT)), replay.speed(),
				ReplaySettings.Ids.valueOf(replay.ids().toUpperCase(Locale.ROOT)));
	}

	private List<FailureKind> kinds() {
		List<FailureKind> kinds = new ArrayList<>();
		for (String name : this.properties.failures().kinds()) {
			FailureKind kind = FailureKind.find(name);
			if (kind == null) {
				throw failure("failures.kinds[" + kinds.size() + "]", name,
						"names the kind of failure '" + MockConfigs.cut(name) + "', which does not exist",
						new NearestName(FailureKind.kinds()).to(name), FailureKind.kinds());
			}
			kinds.add(kind);
		}
		return kinds;
	}

	private void checkDelay(String name, Duration delay) {
		check(name, delay, !delay.isNegative() && delay.compareTo(MockAgentsProperties.MAX_DELAY) <= 0,
				"must be a duration from 0 to " + MockAgentsProperties.MAX_DELAY.toHours() + "h");
	}

	private void checkLog(MockAgentsProperties.Log log) {
		String file = log.file();
		check("log.file", (file != null) ? file : "", file == null || isPath(file), "must be the path of a file");
		DataSize size = log.maxFileSize();
		check("log.max-file-size", size,
				size.compareTo(MockAgentsProperties.MIN_LOG_FILE_SIZE) >= 0
						&& size.compareTo(MockAgentsProperties.MAX_LOG_FILE_SIZE) <= 0,
				"must be " + MockConfigsKey.Type.SIZE.description());
		check("log.max-files", log.maxFiles(), log.maxFiles() >= 1 && log.maxFiles() <= EventLogSettings.MAX_FILES,
				"must be a whole number from 1 to " + EventLogSettings.MAX_FILES);
	}

	private static boolean isPath(String file) {
		try {
			return !file.isBlank() && Path.of(file).getFileName() != null;
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

	private void checkWeight(String scenario, Double weight) {
		String name = "scenario-weights[" + scenario + "]";
		checkScenario(name, scenario);
		check(name, weight, weight >= 0 && weight < Double.POSITIVE_INFINITY, "must be a number from 0");
	}

	private void check(String name, Object value, boolean valid, String requirement) {
		if (!valid) {
			throw failure(name, value.toString(), requirement, null, List.of());
		}
	}

	private void checkScenario(String name, @Nullable String scenario) {
		if (scenario == null) {
			return;
		}
		try {
			this.library.get(scenario);
		}
		catch (UnknownScenarioException ex) {
			throw failure(name, scenario,
					"names the scenario '" + MockConfigs.cut(scenario) + "', which does not exist", ex.nearest(),
					ex.validNames());
		}
	}

	private MockAgentsConfigurationException failure(String name, String value, String reason,
			@Nullable String suggestion, Collection<String> valid) {
		Origin origin = origin(PREFIX + name);
		MockConfigsOrigin json = (origin instanceof MockConfigsOrigin mockConfigs) ? mockConfigs : null;
		StringBuilder description = new StringBuilder();
		if (json != null) {
			description.append("%s has an invalid value, because '%s' %s:%n%n".formatted(MockConfigs.NAME,
					json.key().key(), reason));
			description.append("    Key: %s%n".formatted(json.key().key()));
		}
		else {
			description
				.append("The property '%s' has an invalid value, because it %s:%n%n".formatted(PREFIX + name, reason));
		}
		description.append("    Value: %s%n".formatted(MockConfigs.cut(value)));
		if (json != null) {
			description.append("    Position: line %d, column %d%n".formatted(json.line(), json.column()));
		}
		description.append("    Origin: %s"
			.formatted((json != null) ? MockConfigs.describe(json.source()) : MockConfigs.describe(origin)));
		if (suggestion != null) {
			description.append("%n%nDid you mean '%s'?".formatted(suggestion));
		}
		StringBuilder action = new StringBuilder((json != null)
				? "Correct %s, for example:%n%n    %s".formatted(MockConfigs.NAME,
						MockConfigs.assignment(json.key().example()))
				: "Correct the property '%s'.".formatted(PREFIX + name));
		if (!valid.isEmpty()) {
			action.append("%n%nThe following names are valid:%n".formatted());
			valid.stream().sorted().forEach((candidate) -> action.append("%n    %s".formatted(candidate)));
		}
		return new MockAgentsConfigurationException(description.toString(), action.toString());
	}

	private @Nullable Origin origin(String name) {
		ConfigurationPropertyName propertyName = ConfigurationPropertyName.of(name);
		for (ConfigurationPropertySource source : ConfigurationPropertySources
			.from(this.environment.getPropertySources())) {
			ConfigurationProperty property = source.getConfigurationProperty(propertyName);
			if (property != null) {
				Origin origin = property.getOrigin();
				return (origin instanceof PropertySourceOrigin wrapper
						&& wrapper.getOrigin() instanceof MockConfigsOrigin json) ? json : origin;
			}
		}
		return null;
	}

}
