package io.mockagents.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import io.mockagents.mock.EventLogSettings;
import io.mockagents.mock.ReplaySettings;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * A key of the JSON in {@code OPENAI_MOCK_CONFIGS}, and the property it stands for.
 */
enum MockConfigsKey {

	USE_OPENAI_MOCKS(Type.BOOLEAN, "mock-agents.enabled", "true"),

	MOCK_SIMULATE_DELAYS(Type.BOOLEAN, "mock-agents.delays.enabled", "true"),

	MOCK_BASE_DELAY_MS(Type.MILLISECONDS, "mock-agents.delays.base", "100"),

	MOCK_DELAY_RANGE_MS(Type.MILLISECONDS, "mock-agents.delays.range", "50"),

	MOCK_DEFAULT_SCENARIO(Type.TEXT, "mock-agents.default-scenario", "\"comment_approved\""),

	MOCK_SIMULATE_FAILURES(Type.BOOLEAN, "mock-agents.failures.enabled", "true"),

	MOCK_FAILURE_RATE(Type.SHARE, "mock-agents.failures.rate", "0.05"),

	MOCK_FAILURE_KINDS(Type.FAILURE_KINDS, "mock-agents.failures.kinds", "[\"rate_limit\", \"connection_dropped\"]"),

	MOCK_MAX_RETRIES(Type.RETRIES, "mock-agents.max-retries", "2"),

	MOCK_LOG_EVENTS(Type.BOOLEAN, "mock-agents.log.enabled", "true"),

	MOCK_LOG_FILE(Type.TEXT, "mock-agents.log.file", "\"mock_events.log\""),

	MOCK_LOG_MAX_FILE_SIZE(Type.SIZE, "mock-agents.log.max-file-size", "\"10MB\""),

	MOCK_LOG_MAX_FILES(Type.FILES, "mock-agents.log.max-files", "5"),

	MOCK_SEED(Type.INTEGER, "mock-agents.seed", "42"),

	MOCK_SCENARIO_WEIGHTS(Type.WEIGHTS, "mock-agents.scenario-weights", "{\"comment_approved\": 0.7}"),

	MOCK_SCENARIOS(Type.LOCATIONS, "mock-agents.scenarios", "[\"classpath:my-scenarios/\"]"),

	MOCK_BUILTIN_SCENARIOS(Type.BOOLEAN, "mock-agents.builtin-scenarios", "false"),

	MOCK_STRICT(Type.BOOLEAN, "mock-agents.strict", "true"),

	MOCK_SDK_PROFILE(Type.PROFILE, "mock-agents.sdk-profile", "\"0.2\""),

	MOCK_RECORDINGS(Type.LOCATIONS, "mock-agents.recordings", "[\"classpath:my-recordings/\"]"),

	MOCK_USE_RECORDINGS(Type.BOOLEAN, "mock-agents.use-recordings", "true"),

	MOCK_REPLAY_SESSION(Type.TEXT, "mock-agents.replay.session", "\"4f5c1f0e-6a4b-4c57-9a55-0b7a3c5d1e2f\""),

	MOCK_REPLAY_TIMING(Type.TIMING, "mock-agents.replay.timing", "\"recorded\""),

	MOCK_REPLAY_SPEED(Type.SPEED, "mock-agents.replay.speed", "10"),

	MOCK_REPLAY_IDS(Type.IDS, "mock-agents.replay.ids", "\"fresh\""),

	MOCK_RECORD_RUNS(Type.BOOLEAN, "mock-agents.recording.enabled", "true"),

	MOCK_RECORDINGS_DIRECTORY(Type.TEXT, "mock-agents.recording.directory", "\"recordings\""),

	MOCK_RECORD_REDACT(Type.FIELDS, "mock-agents.recording.redact", "[\"card_number\"]"),

	MOCK_ALLOW_PRODUCTION(Type.BOOLEAN, "mock-agents.allow-production", "true");

	private final Type type;

	private final String property;

	private final String example;

	private final String key = name().toLowerCase(Locale.ROOT);

	MockConfigsKey(Type type, String property, String example) {
		this.type = type;
		this.property = property;
		this.example = example;
	}

	String key() {
		return this.key;
	}

	Type type() {
		return this.type;
	}

	String property() {
		return this.property;
	}

	/**
	 * Return a valid JSON object that holds this key.
	 * @return the JSON
	 */
	String example() {
		return "{\"" + this.key + "\": " + this.example + "}";
	}

	static @Nullable MockConfigsKey find(String key) {
		return Arrays.stream(values()).filter((candidate) -> candidate.key.equals(key)).findFirst().orElse(null);
	}

	static List<String> keys() {
		return Arrays.stream(values()).map(MockConfigsKey::key).toList();
	}

	/**
	 * What a value may be.
	 */
	enum Type {

		BOOLEAN("true or false"),

		MILLISECONDS("a whole number of milliseconds from 0 to " + MockAgentsProperties.MAX_DELAY.toMillis()),

		SHARE("a number from 0 to 1"),

		INTEGER("a whole number of at most 64 bits"),

		RETRIES("a whole number from 0 to " + MockAgentsProperties.MAX_RETRIES),

		SIZE("a size from 10KB to 100GB, such as \"10MB\""),

		FILES("a whole number from 1 to " + EventLogSettings.MAX_FILES),

		FAILURE_KINDS("a list of kinds of failures, each in quotes"),

		TEXT("a text that is not blank, in quotes"),

		PROFILE(SdkProfile.validNames() + ", in quotes"),

		TIMING("one of " + ReplaySettings.Timing.names() + ", in quotes"),

		SPEED("a number above 0"),

		IDS("one of " + ReplaySettings.Ids.names() + ", in quotes"),

		WEIGHTS("an object of scenario names and weights, each weight a number from 0"),

		FIELDS("a list of names of JSON fields, each in quotes"),

		LOCATIONS("a list of resource locations, each in quotes");

		private final String description;

		Type(String description) {
			this.description = description;
		}

		String description() {
			return this.description;
		}

	}

}
