package io.mockagents.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import io.mockagents.mock.EventLogSettings;
import io.mockagents.mock.LiveRuns;
import io.mockagents.mock.ReplaySettings;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

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

	MOCK_LIVE(Type.LIVE, "mock-agents.live", "\"forbidden\""),

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
	 * Return a valid JSON object that contains this key.
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
	 * The type and the range of a value.
	 */
	enum Type {

		BOOLEAN("true or false"),

		MILLISECONDS(Duration.class,
				(duration) -> !duration.isNegative() && duration.compareTo(MockAgentsProperties.MAX_DELAY) <= 0,
				"a duration from 0 to " + MockAgentsProperties.MAX_DELAY.toHours() + "h",
				"a whole number of milliseconds from 0 to " + MockAgentsProperties.MAX_DELAY.toMillis()),

		SHARE(Double.class, (share) -> share >= 0 && share <= 1, "a number from 0 to 1"),

		INTEGER("a whole number of at most 64 bits"),

		RETRIES(Integer.class, (retries) -> retries >= 0 && retries <= MockAgentsProperties.MAX_RETRIES,
				"a whole number from 0 to " + MockAgentsProperties.MAX_RETRIES),

		SIZE(DataSize.class,
				(size) -> size.compareTo(MockAgentsProperties.MIN_LOG_FILE_SIZE) >= 0
						&& size.compareTo(MockAgentsProperties.MAX_LOG_FILE_SIZE) <= 0,
				"a size from 10KB to 100GB", "a size from 10KB to 100GB with its unit, in quotes, such as \"10MB\""),

		FILES(Integer.class, (files) -> files >= 1 && files <= EventLogSettings.MAX_FILES,
				"a whole number from 1 to " + EventLogSettings.MAX_FILES),

		FAILURE_KINDS("a list of kinds of failures, each in quotes"),

		TEXT(String.class, (text) -> !text.isBlank(), "a text that is not blank",
				"a text that is not blank, in quotes"),

		PROFILE(SdkProfile.validNames() + ", in quotes"),

		TIMING(oneOf(ReplaySettings.Timing.values())),

		SPEED(Double.class, (speed) -> speed > 0 && speed < Double.POSITIVE_INFINITY, "a number above 0"),

		LIVE(oneOf(LiveRuns.values())),

		IDS(oneOf(ReplaySettings.Ids.values())),

		WEIGHTS(Double.class, (weight) -> weight >= 0 && weight < Double.POSITIVE_INFINITY, "a number from 0",
				"an object of scenario names and weights, each weight a number from 0"),

		FIELDS("a list of names of JSON fields, each in quotes"),

		LOCATIONS(String.class, (location) -> !location.isBlank(), "a resource location that is not blank",
				"a list of resource locations, each in quotes");

		private final Predicate<Object> range;

		private final String valid;

		private final String validJson;

		Type(String validJson) {
			this(Object.class, (value) -> true, validJson);
		}

		<T> Type(Class<T> type, Predicate<T> range, String valid) {
			this(type, range, valid, valid);
		}

		<T> Type(Class<T> type, Predicate<T> range, String valid, String validJson) {
			this.range = (value) -> range.test(type.cast(value));
			this.valid = valid;
			this.validJson = validJson;
		}

		/**
		 * Return whether a value is in the range, or an element of it if it has several.
		 * @param value the value in its Java type
		 * @return whether it is
		 */
		boolean accepts(Object value) {
			return this.range.test(value);
		}

		/**
		 * Describe the values that a property may have.
		 * @return the description, to follow "must be"
		 */
		String valid() {
			return this.valid;
		}

		/**
		 * Describe the values that a key of the JSON may have.
		 * @return the description, to follow "must be"
		 */
		String validJson() {
			return this.validJson;
		}

		private static String oneOf(Enum<?>... values) {
			return "one of " + names(values) + ", in quotes";
		}

		/**
		 * Return the names of values as settings have them.
		 */
		static List<String> names(Enum<?>... values) {
			return Arrays.stream(values).map((value) -> value.name().toLowerCase(Locale.ROOT)).toList();
		}

	}

}
