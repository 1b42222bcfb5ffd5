package io.mockagents.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.mock.MockSettings;
import io.mockagents.mock.ReplaySettings;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.SelectionSettings;
import io.mockagents.scenario.UnknownScenarioException;
import io.mockagents.scenario.match.NearestName;
import org.jspecify.annotations.Nullable;
import org.springframework.core.env.Environment;

/**
 * Turns the properties into the settings of the mock. A value that cannot be used is
 * reported with its origin: the key of the JSON if that set it, otherwise the property.
 */
final class SettingsReader {

	private final MockAgentsProperties properties;

	private final ScenarioLibrary library;

	private final Environment environment;

	SettingsReader(MockAgentsProperties properties, ScenarioLibrary library, Environment environment) {
		this.properties = properties;
		this.library = library;
		this.environment = environment;
	}

	MockSettings read() {
		MockAgentsProperties.Delays delays = this.properties.delays();
		check(MockConfigsKey.MOCK_BASE_DELAY_MS, delays.base());
		check(MockConfigsKey.MOCK_DELAY_RANGE_MS, delays.range());
		MockAgentsProperties.Failures failures = this.properties.failures();
		check(MockConfigsKey.MOCK_FAILURE_RATE, failures.rate());
		check(MockConfigsKey.MOCK_MAX_RETRIES, this.properties.maxRetries());
		MockAgentsProperties.Log log = this.properties.log();
		checkFile(log.file());
		check(MockConfigsKey.MOCK_LOG_MAX_FILE_SIZE, log.maxFileSize());
		check(MockConfigsKey.MOCK_LOG_MAX_FILES, log.maxFiles());
		this.properties.scenarios().forEach((location) -> check(MockConfigsKey.MOCK_SCENARIOS, location));
		this.properties.recordings().forEach((location) -> check(MockConfigsKey.MOCK_RECORDINGS, location));
		return new MockSettings(selection(), new MockSettings.Delays(delays.enabled(), delays.base(), delays.range()),
				new MockSettings.Failures(failures.enabled(), failures.rate(), kinds()), log.enabled(), replay(),
				this.properties.seed(), SdkProfileProperty.of(this.environment, this.properties.sdkProfile()),
				this.properties.maxRetries());
	}

	private SelectionSettings selection() {
		this.properties.scenarioWeights().forEach((scenario, weight) -> {
			String name = "[" + scenario + "]";
			checkScenario(MockConfigsKey.MOCK_SCENARIO_WEIGHTS.property() + name, scenario);
			check(MockConfigsKey.MOCK_SCENARIO_WEIGHTS, name, weight);
		});
		SelectionSettings settings = SelectionSettings.of(this.properties.defaultScenario(),
				this.properties.scenarioWeights(), this.properties.strict(), this.properties.builtinScenarios());
		if (settings.defaultScenario() != null) {
			checkScenario(MockConfigsKey.MOCK_DEFAULT_SCENARIO.property(), settings.defaultScenario());
		}
		return settings;
	}

	private ReplaySettings replay() {
		MockAgentsProperties.Replay replay = this.properties.replay();
		if (replay.session() != null) {
			check(MockConfigsKey.MOCK_REPLAY_SESSION, replay.session());
		}
		check(MockConfigsKey.MOCK_REPLAY_SPEED, replay.speed());
		return new ReplaySettings(this.properties.useRecordings(), replay.session(), replay.timing(), replay.speed(),
				replay.ids());
	}

	private List<FailureKind> kinds() {
		List<FailureKind> kinds = new ArrayList<>();
		for (String name : this.properties.failures().kinds()) {
			FailureKind kind = FailureKind.find(name);
			if (kind == null) {
				throw InvalidSetting.of(this.environment,
						MockConfigsKey.MOCK_FAILURE_KINDS.property() + "[" + kinds.size() + "]", name,
						"names the kind of failure '" + MockConfigs.cut(name) + "', which does not exist",
						new NearestName(FailureKind.kinds()).to(name), FailureKind.kinds());
			}
			kinds.add(kind);
		}
		return kinds;
	}

	private void check(MockConfigsKey key, Object value) {
		check(key, "", value);
	}

	private void check(MockConfigsKey key, String element, Object value) {
		if (!key.type().accepts(value)) {
			throw InvalidSetting.of(this.environment, key.property() + element, value, "must be " + key.type().valid());
		}
	}

	private void checkFile(@Nullable String file) {
		if (file != null && !isPath(file)) {
			throw InvalidSetting.of(this.environment, MockConfigsKey.MOCK_LOG_FILE.property(), file,
					"must be the path of a file");
		}
	}

	private static boolean isPath(String file) {
		try {
			return !file.isBlank() && Path.of(file).getFileName() != null;
		}
		catch (InvalidPathException ex) {
			return false;
		}
	}

	private void checkScenario(String property, String scenario) {
		try {
			this.library.get(scenario);
		}
		catch (UnknownScenarioException ex) {
			throw InvalidSetting.of(this.environment, property, scenario,
					"names the scenario '" + MockConfigs.cut(scenario) + "', which does not exist", ex.nearest(),
					ex.validNames());
		}
	}

}
