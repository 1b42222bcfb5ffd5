package io.mockagents.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.mock.EventLogSettings;
import io.mockagents.mock.MockAgentRunner;
import io.mockagents.mock.MockAgents;
import io.mockagents.mock.MockSettings;
import io.mockagents.mock.ReplaySettings;
import io.mockagents.mock.RunPlanner;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedRunBuilder;
import io.mockagents.recording.RecordingFormat;
import io.mockagents.recording.RecordingReader;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioSelector;
import io.mockagents.scenario.SelectionSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MockAgentsAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what is printed")
class MockAgentsAutoConfigurationTests {

	private static final MockSettings ALL_SETTINGS = new MockSettings(
			new SelectionSettings("text_response_mode", Map.of("comment_approved", 2.0, "text_response_mode", 0.5),
					true, false),
			new MockSettings.Delays(false, Duration.ofMillis(5), Duration.ofMillis(2)),
			MockSettings.Failures.of(0.5, FailureKind.RATE_LIMIT, FailureKind.MAX_TURNS), false, ReplaySettings.DEFAULT,
			42L, SdkProfile.V0_22, 0);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MockAgentsAutoConfiguration.class));

	@ParameterizedTest
	@ValueSource(strings = { "", "  ", "false", "{\"use_openai_mocks\": false}" })
	void withMocksOffNothingOfTheMockIsCreated(String json, CapturedOutput output) {
		json(json).withUserConfiguration(HarmlessConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(AgentRunner.class)).isInstanceOf(HarmlessRunner.class);
			for (Class<?> type : new Class<?>[] { MockAgents.class, MockAgentRunner.class, RunPlanner.class,
					ScenarioLibrary.class, ScenarioSelector.class, MockAgentsProperties.class,
					AgentRunnerReplacement.class, MockAgentsStartup.class }) {
				assertThat(context).doesNotHaveBean(type);
			}
		});
		assertThat(output).doesNotContain("MOCKED");
	}

	@Test
	void withoutTheVariableNothingOfTheMockIsCreated() {
		this.runner.withUserConfiguration(HarmlessConfiguration.class).run((context) -> {
			assertThat(context).doesNotHaveBean(MockAgents.class);
			assertThat(context.getBean(AgentRunner.class)).isInstanceOf(HarmlessRunner.class);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "true", "{\"use_openai_mocks\": true}" })
	void withMocksOnAllSettingsHaveTheirDefaults(String json) {
		json(json).withUserConfiguration(HarmlessConfiguration.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("harmless")).isInstanceOf(MockAgentRunner.class);
			assertThat(context.getBean(MockAgents.class).settings()).isEqualTo(MockSettings.DEFAULT);
		});
	}

	@Test
	void propertySwitchesOnWithoutTheVariable() {
		this.runner.withPropertyValues("mock-agents.enabled=true")
			.run((context) -> assertThat(context).hasSingleBean(MockAgentRunner.class));
	}

	@Test
	void variableWinsOverTheProperty() {
		json("false").withPropertyValues("mock-agents.enabled=true")
			.run((context) -> assertThat(context).doesNotHaveBean(MockAgents.class));
		json("{\"mock_base_delay_ms\": 3}").withPropertyValues("mock-agents.delays.base=9s")
			.run((context) -> assertThat(context.getBean(MockAgents.class).settings().delays().base())
				.isEqualTo(Duration.ofMillis(3)));
	}

	@Test
	void settingsOfTheVariableArrive() {
		json("""
				{"mock_simulate_delays": false, "mock_base_delay_ms": 5, "mock_delay_range_ms": 2,
				 "mock_default_scenario": "text_response_mode", "mock_simulate_failures": true, "mock_failure_rate": 0.5,
				 "mock_failure_kinds": ["rate_limit", "max_turns"], "mock_max_retries": 0,
				 "mock_log_events": false, "mock_seed": 42, "mock_strict": true, "mock_sdk_profile": "0.22",
				 "mock_scenario_weights": {"comment_approved": 2, "text_response_mode": 0.5}}""")
			.run((context) -> assertThat(context.getBean(MockAgents.class).settings()).isEqualTo(ALL_SETTINGS));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{}                                                                   | comment_approved   | true
			{"mock_builtin_scenarios": false}                                    | comment_approved   | false
			{"mock_strict": true}                                                |                    | false
			{"mock_strict": true, "mock_builtin_scenarios": true}                |                    | true
			{"mock_strict": true, "mock_default_scenario": "text_response_mode"} | text_response_mode | false
			""")
	void strictModeHasNeitherBuiltInScenariosNorDefaultUnlessTheyAreSet(String value, @Nullable String defaultScenario,
			boolean builtIn) {
		json(value).run((context) -> {
			SelectionSettings selection = context.getBean(MockAgents.class).settings().selection();
			assertThat(selection.defaultScenario()).isEqualTo(defaultScenario);
			assertThat(selection.builtInScenarios()).isEqualTo(builtIn);
			assertThat(context.getBean(MockAgents.class).scenarios()).contains("text_response_mode");
		});
	}

	@Test
	void settingsOfThePropertiesArrive() {
		this.runner
			.withPropertyValues("mock-agents.enabled=true", "mock-agents.delays.enabled=false",
					"mock-agents.delays.base=5ms", "mock-agents.delays.range=2ms",
					"mock-agents.default-scenario=text_response_mode", "mock-agents.failures.enabled=true",
					"mock-agents.failures.rate=0.5", "mock-agents.failures.kinds=rate_limit,max_turns",
					"mock-agents.max-retries=0", "mock-agents.log.enabled=false", "mock-agents.seed=42",
					"mock-agents.strict=true", "mock-agents.sdk-profile=0.22",
					"mock-agents.scenario-weights.comment_approved=2",
					"mock-agents.scenario-weights[text_response_mode]=0.5")
			.run((context) -> assertThat(context.getBean(MockAgents.class).settings()).isEqualTo(ALL_SETTINGS));
	}

	@Test
	void logSettingsOfTheVariableAndThePropertiesArrive() {
		EventLogSettings expected = new EventLogSettings(Path.of("e.log"), 100 * 1024, 3);
		json("{\"mock_log_file\": \"e.log\", \"mock_log_max_file_size\": \"100KB\", \"mock_log_max_files\": 3}")
			.run((context) -> assertThat(logSettings(context)).isEqualTo(expected));
		this.runner
			.withPropertyValues("mock-agents.enabled=true", "mock-agents.log.file=e.log",
					"mock-agents.log.max-file-size=100KB", "mock-agents.log.max-files=3")
			.run((context) -> assertThat(logSettings(context)).isEqualTo(expected));
		json("{}").run((context) -> assertThat(logSettings(context))
			.isEqualTo(EventLogSettings.of(Path.of("target/mock_events.log"))));
	}

	private static EventLogSettings logSettings(ApplicationContext context) {
		return context.getBean(MockAgentsProperties.class).log().toSettings();
	}

	@Test
	void replaySettingsOfTheVariableAndThePropertiesArrive() {
		ReplaySettings expected = new ReplaySettings(false, "s-1", ReplaySettings.Timing.RECORDED, 10,
				ReplaySettings.Ids.FRESH);
		json("""
				{"mock_use_recordings": false, "mock_replay_session": "s-1", "mock_replay_timing": "recorded",
				 "mock_replay_speed": 10, "mock_replay_ids": "fresh"}""")
			.run((context) -> assertThat(context.getBean(MockAgents.class).settings().replay()).isEqualTo(expected));
		this.runner
			.withPropertyValues("mock-agents.enabled=true", "mock-agents.use-recordings=false",
					"mock-agents.replay.session=s-1", "mock-agents.replay.timing=recorded",
					"mock-agents.replay.speed=10", "mock-agents.replay.ids=fresh")
			.run((context) -> assertThat(context.getBean(MockAgents.class).settings().replay()).isEqualTo(expected));
		json("{}").run((context) -> assertThat(context.getBean(MockAgents.class).settings().replay())
			.isEqualTo(ReplaySettings.DEFAULT));
	}

	@Test
	void replaySettingsThatMakeNoSenseFailStartUp() {
		for (String setting : List.of("mock_replay_timing\": \"slow", "mock_replay_ids\": \"mine",
				"mock_replay_session\": \" ")) {
			FailureAnalysis analysis = failure(json("{\"" + setting + "\"}"));
			assertThat(analysis.getDescription()).contains(setting.substring(0, setting.indexOf('"')));
		}
		for (String speed : List.of("0", "-1", "\"fast\"")) {
			assertThat(failure(json("{\"mock_replay_speed\": " + speed + "}")).getDescription())
				.contains("'mock_replay_speed' must be a number above 0");
		}
		this.runner.withPropertyValues("mock-agents.enabled=true", "mock-agents.replay.timing=slow")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("ReplaySettings.Timing.slow"));
	}

	@Test
	void recordingsAreReadByTheFormatsOfTheApplication(@TempDir Path folder) throws IOException {
		Files.writeString(folder.resolve("greeting.said"), "Hello");
		Files.writeString(folder.resolve("notes.txt"), "Hello");
		json("{\"mock_recordings\": [\"" + folder.toUri() + "\"]}").withBean(RecordingFormat.class, SaidFormat::new)
			.run((context) -> assertThat(context.getBean(MockAgents.class).recordings())
				.containsExactly("greeting.said"));
	}

	@Test
	void logIsPlayedForTheMessageThatWasLogged() {
		String prompt = "Current code:\n```python\nprint('changed since')\n```\n\nUser request: Add a comment";
		Agent vibecoder = Agent.builder("Vibecoder").build();
		json("{\"mock_recordings\": [\"classpath:logs/production/vg_approved.log\"], "
				+ "\"mock_simulate_delays\": false, \"mock_log_events\": false}")
			.run((context) -> assertThat(context.getBean(AgentRunner.class).run(vibecoder, prompt).finalOutput())
				.isEqualTo("I added an explanatory comment."));
	}

	@Test
	void locationWithoutRecordingsFailsStartUp(@TempDir Path folder) {
		FailureAnalysis analysis = failure(json("{\"mock_recordings\": [\"" + folder.toUri() + "\"]}"));
		assertThat(analysis.getDescription()).contains("it contains no file of a known kind");
		assertThat(analysis.getAction()).contains("mock_recordings");
	}

	/**
	 * Files whose text is what the user said, without any answer.
	 */
	private static final class SaidFormat implements RecordingFormat {

		@Override
		public boolean reads(String fileName) {
			return fileName.endsWith(".said");
		}

		@Override
		public RecordingReader open(String name, InputStream content) {
			Deque<RecordedRun> runs = new ArrayDeque<>();
			runs.add(RecordedRunBuilder.run(RecordedRunBuilder.agent("Vibecoder"))
				.recording(name)
				.input("Hello")
				.build());
			return runs::poll;
		}

	}

	@Test
	void unknownDefaultScenarioOfTheVariableFailsStartUp() {
		FailureAnalysis analysis = failure(json("{\"mock_default_scenario\":\"nope\"}"));
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines("""
				OPENAI_MOCK_CONFIGS has an invalid value, because 'mock_default_scenario' names the scenario 'nope', \
				which does not exist:

				    Key: mock_default_scenario
				    Value: nope
				    Position: line 1, column 26
				    Origin: test property "OPENAI_MOCK_CONFIGS" of "test\"""");
		assertThat(analysis.getAction()).startsWith("""
				Correct OPENAI_MOCK_CONFIGS, for example:

				    OPENAI_MOCK_CONFIGS='{"mock_default_scenario": "comment_approved"}'

				The following names are valid:

				    comment_addition_approved
				""").contains("    text_response_mode");
	}

	@Test
	void nearestScenarioIsSuggested() {
		assertThat(failure(json("{\"mock_default_scenario\":\"coment_approved\"}")).getDescription())
			.endsWith("Did you mean 'comment_approved'?");
		assertThat(failure(json("{\"mock_scenario_weights\": {\"text_response\": 1}}")).getDescription())
			.contains("'mock_scenario_weights' names the scenario 'text_response', which does not exist")
			.contains("Position: line 1, column 28")
			.endsWith("Did you mean 'text_response_mode'?");
	}

	@Test
	void unknownKindOfFailureFailsStartUpAndTheNearestIsSuggested() {
		FailureAnalysis analysis = failure(json("{\"mock_failure_kinds\": [\"server_error\", \"rate_limt\"]}"));
		assertThat(analysis.getDescription())
			.contains("'mock_failure_kinds' names the kind of failure 'rate_limt', which does not exist")
			.contains("Position: line 1, column 41")
			.endsWith("Did you mean 'rate_limit'?");
		assertThat(analysis.getAction()).contains("{\"mock_failure_kinds\": [\"rate_limit\", \"connection_dropped\"]}")
			.contains("    fatal_tool_timeout");
		assertThat(failure(
				this.runner.withPropertyValues("mock-agents.enabled=true", "mock-agents.failures.kinds=max_turn"))
			.getDescription()).contains("The property 'mock-agents.failures.kinds[0]' has an invalid value")
			.endsWith("Did you mean 'max_turns'?");
	}

	@Test
	void numberOfRetriesOutOfRangeFailsStartUp() {
		assertThat(failure(this.runner.withPropertyValues("mock-agents.enabled=true", "mock-agents.max-retries=-1"))
			.getDescription()).contains("mock-agents.max-retries").contains("must be a whole number from 0 to 100");
	}

	@Test
	void unknownDefaultScenarioOfThePropertyFailsStartUp() {
		FailureAnalysis analysis = failure(
				this.runner.withPropertyValues("mock-agents.enabled=true", "mock-agents.default-scenario=nope"));
		assertThat(analysis.getDescription()).isEqualToNormalizingNewlines(
				"""
						The property 'mock-agents.default-scenario' has an invalid value, because it names the scenario 'nope', \
						which does not exist:

						    Value: nope
						    Origin: test property "mock-agents.default-scenario" of "test\"""");
		assertThat(analysis.getAction()).startsWith("Correct the property 'mock-agents.default-scenario'.");
	}

	@ParameterizedTest
	@CsvSource({ "failures.rate,7,must be a number from 0 to 1", "failures.rate,NaN,must be a number from 0 to 1",
			"delays.base,-1ms,must be a duration from 0 to 1h", "delays.range,2h,must be a duration from 0 to 1h",
			"log.file,' ',must be the path of a file", "log.file,/,must be the path of a file",
			"log.max-file-size,1KB,must be a size from 10KB to 100GB",
			"log.max-files,0,must be a whole number from 1 to 100",
			"sdk-profile,1.x,'must be one of [0.2, 0.22, 0.24]'",
			"scenario-weights.comment_approved,-1,must be a number from 0" })
	void invalidPropertyFailsStartUp(String name, String value, String reason) {
		FailureAnalysis analysis = failure(
				this.runner.withPropertyValues("mock-agents.enabled=true", "mock-agents." + name + "=" + value));
		assertThat(analysis.getDescription()).contains("because it " + reason).contains("Origin: ");
	}

	@Test
	void locationWithoutScenariosFailsStartUp() {
		assertThat(failure(json("{\"mock_scenarios\": [\"classpath:none/\"]}")).getDescription())
			.contains("classpath:none/");
	}

	@ParameterizedTest
	@ValueSource(strings = { "prod", "production", "Prod" })
	void productionProfileIsRefused(String profile) {
		FailureAnalysis analysis = failure(json("{}").withPropertyValues("spring.profiles.active=eu," + profile));
		assertThat(analysis.getDescription()).isEqualTo("Mocks of OpenAI agents are on, and the profile '" + profile
				+ "' is active. No run would reach the API, and users would receive scripted answers.");
		assertThat(analysis.getAction()).isEqualToNormalizingNewlines("""
				Unset OPENAI_MOCK_CONFIGS, or mock-agents.enabled if that is set. To mock runs under this \
				profile, allow it:

				    OPENAI_MOCK_CONFIGS='{"mock_allow_production": true}'

				or

				    mock-agents.allow-production=true""");
	}

	@Test
	void productionProfileIsAcceptedWhenAllowedOrOff() {
		json("{\"mock_allow_production\": true}").withPropertyValues("spring.profiles.active=prod")
			.run((context) -> assertThat(context).hasSingleBean(MockAgentRunner.class));
		json("false").withPropertyValues("spring.profiles.active=prod")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startUpSaysInOneLineWhatIsMocked(CapturedOutput output) {
		json("{\"mock_seed\": 42, \"mock_base_delay_ms\": 10}").withUserConfiguration(HarmlessConfiguration.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.toString().lines().filter((line) -> line.contains("MOCKED"))).singleElement()
			.asString()
			.contains("WARN")
			.endsWith("Runs of OpenAI agents are MOCKED: replaced 'harmless' "
					+ "(io.mockagents.autoconfigure.HarmlessRunner); 4 scenarios, default 'comment_addition_approved'; "
					+ "seed 42; SDK profile 0.2; delays of 10 ms +/- 10 ms; no failures; "
					+ "events logged to target/mock_events.log. NOT mocked: openai-java");
	}

	@Test
	void startUpSaysThatARunnerWasProvided(CapturedOutput output) {
		json("{}").withClassLoader(new FilteredClassLoader("com.openai"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("MOCKED: provided 'mockAgentsRunner'; ").doesNotContain("NOT mocked");
	}

	@Test
	void startUpDoesNotCountScenariosThatAreLeftOut(CapturedOutput output) {
		json("{\"mock_strict\": true}").run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("; 0 scenarios without the 4 built-in ones, no default; ");
	}

	@Test
	void startUpNamesTheRunnersThatAreNotMocked(CapturedOutput output) {
		json("{}").withUserConfiguration(HarmlessConfiguration.class)
			.withPropertyValues("mock-agents.exclude=harmless")
			.withBean("stub", AgentRunner.class, HarmlessRunner::new)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).contains("MOCKED: replaced 'stub' (" + AgentRunner.class.getName() + "); ")
			.contains("NOT mocked: AgentRunner 'harmless' (" + HarmlessRunner.class.getName() + "), openai-java");
	}

	@Test
	void startUpOfAChildNamesTheRunnersOfItsParent(CapturedOutput output) {
		json("{}").withUserConfiguration(HarmlessConfiguration.class)
			.run((parent) -> json("{}").withParent(parent).run((context) -> assertThat(context).hasNotFailed()));
		assertThat(output.toString().lines().filter((line) -> line.contains("MOCKED: replaced 'harmless'"))).hasSize(2);
	}

	@Test
	void startUpSaysSoInALazyApplicationToo(CapturedOutput output) {
		json("{}").withPropertyValues("spring.main.lazy-initialization=true")
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor(new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(output).contains("MOCKED"));
	}

	@Test
	void blockingRunReturnsTheFinalOutput() {
		json("{\"mock_simulate_delays\": false, \"mock_log_events\": false}").run((context) -> {
			Agent agent = Agent.builder("Vibecoder").model("gpt-5-mini").build();
			assertThat(context.getBean(AgentRunner.class).run(agent, "What does this code do?").finalOutput())
				.asString()
				.startsWith("This code defines a simple Python application");
		});
	}

	@Test
	void choiceOfAnEarlierBuildThatDisagreesIsWarnedOf(CapturedOutput output) {
		json("false").run((context) -> prepared(context, true));
		assertThat(output).doesNotContain("ahead of time");
		json("{}").run((context) -> prepared(context, false));
		assertThat(output).doesNotContain("ahead of time");
		json("{}").run((context) -> {
			((ConfigurableApplicationContext) context).getEnvironment()
				.getPropertySources()
				.remove(MockConfigsPropertySource.NAME);
			prepared(context, true);
		});
		assertThat(output).contains("Runs of OpenAI agents are MOCKED, because this application was processed ahead of "
				+ "time with mocks on, although mocks are off now. Build it again with OPENAI_MOCK_CONFIGS unset");
		this.runner.run((context) -> {
			((ConfigurableApplicationContext) context).getEnvironment()
				.getPropertySources()
				.addFirst(MockConfigs.read("{}", new Origin() {
				}));
			prepared(context, true);
		});
		assertThat(output)
			.contains("Runs of OpenAI agents are NOT mocked, because this application was processed ahead "
					+ "of time with mocks off, although mocks are on now. Build it again with OPENAI_MOCK_CONFIGS set");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			OPENAI_MOCKS_CONFIG={}      | a similar name is: test property "OPENAI_MOCKS_CONFIG"
			use_openai_mocks=true       | one of its keys is, which has no effect by itself
			mock-agents.enable=true     | a similar name is: test property "mock-agents.enable\"""",
			quoteCharacter = '`')
	void nameThatComesCloseToTheSwitchIsWarnedOf(String property, String reason, CapturedOutput output) {
		this.runner.withPropertyValues(property).run(MockAgentsAutoConfigurationTests::started);
		assertThat(output).contains("Runs of OpenAI agents are NOT mocked: ")
			.contains(reason)
			.contains("To mock them, ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "OPENAI_MOCK_CONFIGS=", "OPENAI_MOCK_CONFIGS={}", "OPENAI_MOCK_CONFIGS=false",
			"mock-agents.enabled=false", "mock-agents.log.enabled=true", "mock-agents.conversation.enabled=true",
			"use_openai_mocks=false", "spring.application.name=mocks" })
	void nothingIsWarnedOfWhereTheSwitchIsSetOrNothingComesCloseToIt(String property, CapturedOutput output) {
		this.runner.withPropertyValues(property)
			.withInitializer(new MockConfigsEnvironmentPostProcessor.Initializer())
			.run(MockAgentsAutoConfigurationTests::started);
		assertThat(output).doesNotContain("To mock them, ");
	}

	private static void started(AssertableApplicationContext context) {
		new MisspelledSwitchListener().onApplicationEvent(new ApplicationStartedEvent(new SpringApplication(),
				new String[0], context.getSourceApplicationContext(), Duration.ZERO));
	}

	private static void prepared(AssertableApplicationContext context, boolean ahead) {
		new AotChoiceListener(() -> ahead).onApplicationEvent(new ApplicationPreparedEvent(new SpringApplication(),
				new String[0], context.getSourceApplicationContext()));
	}

	private ApplicationContextRunner json(String json) {
		return this.runner.withPropertyValues("OPENAI_MOCK_CONFIGS=" + json)
			.withInitializer(new MockConfigsEnvironmentPostProcessor.Initializer());
	}

	private static FailureAnalysis failure(ApplicationContextRunner runner) {
		MockAgentsConfigurationException[] failure = new MockAgentsConfigurationException[1];
		runner.run((context) -> {
			Throwable cause = context.getStartupFailure();
			while (cause != null && !(cause instanceof MockAgentsConfigurationException)) {
				cause = cause.getCause();
			}
			failure[0] = (MockAgentsConfigurationException) cause;
		});
		assertThat(failure[0]).isNotNull();
		return failure[0].analysis();
	}

	@Configuration(proxyBeanMethods = false)
	static class HarmlessConfiguration {

		@Bean
		HarmlessRunner harmless() {
			return new HarmlessRunner();
		}

	}

}
