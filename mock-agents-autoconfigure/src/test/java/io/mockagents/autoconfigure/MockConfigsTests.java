package io.mockagents.autoconfigure;

import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link MockConfigs}.
 */
class MockConfigsTests {

	@ParameterizedTest
	@ValueSource(strings = { "{}", "true", " {} ", "\n true\n" })
	void emptyObjectAndTrueSwitchOn(String json) {
		assertThat(read(json).getSource()).containsExactly(Map.entry("mock-agents.enabled", true));
	}

	@Test
	void falseSwitchesOff() {
		assertThat(read("false").getSource()).containsExactly(Map.entry("mock-agents.enabled", false));
	}

	@Test
	void switchInsideTheObjectDecides() {
		assertThat(read("{\"use_openai_mocks\": false, \"mock_seed\": 1}").getSource())
			.containsEntry("mock-agents.enabled", false)
			.containsEntry("mock-agents.seed", 1L);
	}

	@Test
	void everyKeyIsMappedToItsProperty() {
		MockConfigsPropertySource source = read("""
				{
				  "use_openai_mocks": true,
				  "mock_simulate_delays": false,
				  "mock_base_delay_ms": 5,
				  "mock_delay_range_ms": 0,
				  "mock_default_scenario": "text_response_mode",
				  "mock_simulate_failures": true,
				  "mock_failure_rate": 0.5,
				  "mock_log_events": false,
				  "mock_seed": -42,
				  "mock_log_file": "target/e.log",
				  "mock_log_max_file_size": "100KB",
				  "mock_log_max_files": 3,
				  "mock_scenario_weights": {"comment_approved": 2, "with space": 0.5},
				  "mock_scenarios": ["classpath:a/", "file:b/"],
				  "mock_builtin_scenarios": true,
				  "mock_strict": true,
				  "mock_sdk_profile": "0.22",
				  "mock_allow_production": true
				}""");
		assertThat(source.getSource()).containsOnly(Map.entry("mock-agents.enabled", true),
				Map.entry("mock-agents.delays.enabled", false), Map.entry("mock-agents.delays.base", "5ms"),
				Map.entry("mock-agents.delays.range", "0ms"),
				Map.entry("mock-agents.default-scenario", "text_response_mode"),
				Map.entry("mock-agents.failures.enabled", true), Map.entry("mock-agents.failures.rate", 0.5),
				Map.entry("mock-agents.log.enabled", false), Map.entry("mock-agents.seed", -42L),
				Map.entry("mock-agents.log.file", "target/e.log"), Map.entry("mock-agents.log.max-file-size", "100KB"),
				Map.entry("mock-agents.log.max-files", 3),
				Map.entry("mock-agents.scenario-weights[comment_approved]", 2.0),
				Map.entry("mock-agents.scenario-weights[with space]", 0.5),
				Map.entry("mock-agents.scenarios[0]", "classpath:a/"), Map.entry("mock-agents.scenarios[1]", "file:b/"),
				Map.entry("mock-agents.builtin-scenarios", true), Map.entry("mock-agents.strict", true),
				Map.entry("mock-agents.sdk-profile", "0.22"), Map.entry("mock-agents.allow-production", true));
		assertThat(source.getOrigin("mock-agents.delays.base"))
			.hasToString("key 'mock_base_delay_ms', line 4, column 25 of environment variable \"OPENAI_MOCK_CONFIGS\"");
	}

	@Test
	void unknownKeyIsNamedWithTheNearest() {
		FailureAnalysis analysis = failure("{\"mock_base_dely_ms\": 5}");
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
				OPENAI_MOCK_CONFIGS contains the unknown key 'mock_base_dely_ms':

				    Key: mock_base_dely_ms
				    Value: 5
				    Position: line 1, column 2
				    Origin: environment variable "OPENAI_MOCK_CONFIGS"

				Did you mean 'mock_base_delay_ms'?""");
		assertThat(analysis.getAction()).isEqualToNormalizingNewlines("""
				Correct OPENAI_MOCK_CONFIGS, for example:

				    OPENAI_MOCK_CONFIGS='{"mock_base_delay_ms": 100}'

				The following keys are valid:

				    use_openai_mocks
				    mock_simulate_delays
				    mock_base_delay_ms
				    mock_delay_range_ms
				    mock_default_scenario
				    mock_simulate_failures
				    mock_failure_rate
				    mock_failure_kinds
				    mock_max_retries
				    mock_log_events
				    mock_log_file
				    mock_log_max_file_size
				    mock_log_max_files
				    mock_seed
				    mock_scenario_weights
				    mock_scenarios
				    mock_builtin_scenarios
				    mock_strict
				    mock_sdk_profile
				    mock_recordings
				    mock_use_recordings
				    mock_replay_session
				    mock_replay_timing
				    mock_replay_speed
				    mock_replay_ids
				    mock_record_runs
				    mock_recordings_directory
				    mock_record_redact
				    mock_live
				    mock_allow_production""");
	}

	@Test
	void unknownKeyIsTakenForTheOneWithAllItsWords() {
		assertThat(failure("{\"mock_delay\": 5}").getDescription()).endsWith("Did you mean 'mock_base_delay_ms'?");
		assertThat(failure("{\"profile\": \"0.2\"}").getDescription()).endsWith("Did you mean 'mock_sdk_profile'?");
	}

	@Test
	void unknownKeyFarFromAllIsNotGuessedAt() {
		assertThat(failure("{\"temperature\": 1}").getDescription()).doesNotContain("Did you mean");
	}

	@Test
	void rateOutOfRangeIsRefused() {
		FailureAnalysis analysis = failure("{\"mock_failure_rate\": 7}");
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
				OPENAI_MOCK_CONFIGS has an invalid value, because 'mock_failure_rate' must be a number from 0 to 1:

				    Key: mock_failure_rate
				    Value: 7
				    Position: line 1, column 23
				    Origin: environment variable "OPENAI_MOCK_CONFIGS\"""");
		assertThat(analysis.getAction()).isEqualToNormalizingNewlines("""
				Correct OPENAI_MOCK_CONFIGS, for example:

				    OPENAI_MOCK_CONFIGS='{"mock_failure_rate": 0.05}'""");
	}

	@Test
	void jsonThatEndsTooEarlyIsRefused() {
		FailureAnalysis analysis = failure("{");
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
				OPENAI_MOCK_CONFIGS cannot be read, because it ends too early:

				    Value: {
				    Position: line 1, column 2
				    Origin: environment variable "OPENAI_MOCK_CONFIGS\"""");
		assertThat(analysis.getAction()).startsWith("""
				Set OPENAI_MOCK_CONFIGS to a JSON object, to true or to false, for example:

				    OPENAI_MOCK_CONFIGS='{}'

				The following keys are valid:
				""");
	}

	@Test
	void listIsRefused() {
		assertThat(failure("[]").getDescription()).isEqualToNormalizingNewlines("""
				OPENAI_MOCK_CONFIGS cannot be read, because it must be a JSON object, true or false, and is a list:

				    Value: []
				    Position: line 1, column 1
				    Origin: environment variable "OPENAI_MOCK_CONFIGS\"""");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			"{}"                    | is a text
			1                       | is a number
			null                    | is null
			{} {}                   | it has content after its end
			{"mock_seed": 1,}       | it is not valid JSON
			yes                     | it is not valid JSON
			TRUE                    | it is not valid JSON
			{'mock_seed': 1}        | it is not valid JSON
			{"mock_seed": 1 /* */}  | it is not valid JSON
			""", quoteCharacter = '`')
	void anythingElseIsRefused(String json, String reason) {
		assertThat(failure(json).getDescription()).contains(reason).contains("Position: line 1, column ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"use_openai_mocks": "true"}                    | must be true or false
					{"mock_simulate_delays": 1}                     | must be true or false
					{"mock_strict": null}                           | must be true or false
					{"mock_base_delay_ms": -1}                      | must be a whole number of milliseconds from 0 to 3600000
					{"mock_base_delay_ms": 1.5}                     | must be a whole number of milliseconds
					{"mock_base_delay_ms": "100"}                   | must be a whole number of milliseconds
					{"mock_delay_range_ms": 3600001}                | must be a whole number of milliseconds
					{"mock_delay_range_ms": 1e999999999}            | must be a whole number of milliseconds
					{"mock_failure_rate": -0.1}                     | must be a number from 0 to 1
					{"mock_failure_rate": "0.1"}                    | must be a number from 0 to 1
					{"mock_failure_kinds": "rate_limit"}            | must be a list of kinds of failures, each in quotes
					{"mock_failure_kinds": [429]}                   | must be a list of kinds of failures, each in quotes
					{"mock_max_retries": -1}                        | must be a whole number from 0 to 100
					{"mock_max_retries": 101}                       | must be a whole number from 0 to 100
					{"mock_seed": 9223372036854775808}              | must be a whole number of at most 64 bits
					{"mock_seed": "42"}                             | must be a whole number of at most 64 bits
					{"mock_log_file": ""}                           | must be a text that is not blank
					{"mock_log_max_file_size": 10485760}            | must be a size from 10KB to 100GB with its unit, in quotes, such as "10MB"
					{"mock_log_max_file_size": "1KB"}               | must be a size from 10KB to 100GB with its unit
					{"mock_log_max_file_size": "101GB"}             | must be a size from 10KB to 100GB with its unit
					{"mock_log_max_file_size": "much"}              | must be a size from 10KB to 100GB with its unit
					{"mock_log_max_files": 0}                       | must be a whole number from 1 to 100
					{"mock_log_max_files": 101}                     | must be a whole number from 1 to 100
					{"mock_log_max_files": 1.5}                     | must be a whole number from 1 to 100
					{"mock_default_scenario": 5}                    | must be a text that is not blank
					{"mock_sdk_profile": "newest"}                  | must be one of [0.2, 0.22, 0.24], 'latest', or a release
					{"mock_sdk_profile": "0.21.3"}                  | releases 0.20 and 0.21 are not recorded
					{"mock_sdk_profile": 0.2}                       | must be one of [0.2, 0.22, 0.24], 'latest', or a release of openai-agents that is 0.2.9 or not older than 0.22, in quotes
					{"mock_scenarios": "classpath:a/"}              | must be a list of resource locations
					{"mock_scenarios": ["a", 1]}                    | must be a list of resource locations
					{"mock_scenario_weights": {"a": -1}}            | must be an object of scenario names and weights
					{"mock_scenario_weights": {"a": "1"}}           | must be an object of scenario names and weights
					{"mock_scenario_weights": [1]}                  | must be an object of scenario names and weights
					{"mock_scenario_weights": {"a": 1, "a": 2}}     | contains 'a' twice
					{"mock_seed": 1, "mock_seed": 1}                | is duplicated
					{"mock_seed": {"a": [1, 2]}}                    | Value: {"a": [1, 2]}
					""",
			quoteCharacter = '`')
	void wrongValueIsRefused(String json, String reason) {
		assertThat(failure(json).getDescription()).contains(reason);
	}

	@Test
	void positionCountsLines() {
		assertThat(failure("{\n  \"mock_seed\": 1,\n  \"mock_strict\": 2\n}").getDescription())
			.contains("Position: line 3, column 18");
	}

	@Test
	void longValueIsCut() {
		FailureAnalysis analysis = failure("{\"mock_seed\": \"" + "x".repeat(2000) + "\"}");
		assertThat(analysis.getDescription()).contains("    Value: \"" + "x".repeat(59) + "...")
			.doesNotContain("x".repeat(60));
	}

	@Test
	void hugeOrDeepJsonIsRefused() {
		assertThat(failure("{\"mock_log_file\": \"" + "x".repeat(70_000) + "\"}").getDescription())
			.contains("65536 are allowed")
			.hasSizeLessThan(400);
		assertThat(failure("{\"mock_seed\": " + "[".repeat(100) + "]".repeat(100) + "}").getDescription())
			.contains("nesting depth")
			.hasSizeLessThan(400);
	}

	@Test
	void originIsDescribedInWords() {
		assertThat(MockConfigs.describe(PropertySourceOrigin.get(source("systemProperties"), MockConfigs.NAME)))
			.isEqualTo("system property \"OPENAI_MOCK_CONFIGS\"");
		assertThat(MockConfigs.describe(PropertySourceOrigin.get(source("Inlined Test Properties"), MockConfigs.NAME)))
			.isEqualTo("test property \"OPENAI_MOCK_CONFIGS\" of \"Inlined Test Properties\"");
		assertThat(MockConfigs.describe(PropertySourceOrigin.get(source("vault"), MockConfigs.NAME)))
			.isEqualTo("property \"OPENAI_MOCK_CONFIGS\" of \"vault\"");
		assertThat(MockConfigs.describe(null)).isEqualTo("unknown");
	}

	@Test
	void exampleOfEveryKeyIsValid() {
		for (MockConfigsKey key : MockConfigsKey.values()) {
			assertThat(read(key.example()).getSource()).as(key.key()).isNotEmpty();
		}
		assertThatExceptionOfType(MockAgentsConfigurationException.class).isThrownBy(() -> read("{\"x\": 1}"));
	}

	private static MockConfigsPropertySource read(String json) {
		return MockConfigs.read(json, PropertySourceOrigin.get(source("systemEnvironment"), MockConfigs.NAME));
	}

	private static PropertySource<?> source(String name) {
		return new SystemEnvironmentPropertySource(name, Map.of());
	}

	private static FailureAnalysis failure(String json) {
		MockAgentsConfigurationException failure = catchThrowableOfType(MockAgentsConfigurationException.class,
				() -> read(json));
		assertThat(failure).as(json)
			.isNotNull()
			.extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
			.isNotBlank();
		return failure.analysis();
	}

}
