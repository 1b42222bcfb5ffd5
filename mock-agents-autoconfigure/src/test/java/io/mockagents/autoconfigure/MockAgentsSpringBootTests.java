package io.mockagents.autoconfigure;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.AgentStreamEvent;
import io.mockagents.mock.MockAgentRunner;
import io.mockagents.mock.MockAgents;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Tests for applications with the starter, started by Spring Boot.
 */
@Isolated("reads what is printed")
class MockAgentsSpringBootTests {

	private static final Agent AGENT = Agent.builder("Vibecoder").model("gpt-5-mini").build();

	@Nested
	@SpringBootTest(classes = Application.class, properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, "
			+ "\"mock_log_events\": false, \"mock_seed\": 42}")
	class WithMocks {

		@Autowired
		private AgentRunner runner;

		@Autowired
		private Heard heard;

		@Autowired
		private MockAgents mockAgents;

		@Test
		void everyEventIsPublishedBeforeTheConsumerSeesIt() {
			assertThat(this.runner).isInstanceOf(MockAgentRunner.class);
			this.heard.events.clear();
			try (EventStream events = this.runner.runStreamed(AGENT, "What does this do?").streamEvents()) {
				int count = 0;
				for (StreamEvent event : events) {
					assertThat(this.heard.events).hasSize(++count);
					assertThat(this.heard.events.get(count - 1)).isSameAs(event);
				}
			}
			assertThat(this.heard.events).last().isInstanceOf(RunItemStreamEvent.class);
		}

		@Test
		void forcesAScenarioInATest() {
			this.mockAgents.play("text_response_mode").once();
			assertThat(this.runner.run(AGENT, "Add a comment").finalOutput()).asString()
				.startsWith("This code defines");
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class, properties = "OPENAI_MOCK_CONFIGS={\"mock_log_events\": false}")
	class WithAMockOfMockito {

		@MockitoBean
		private AgentRunner runner;

		@Test
		void mockOfTheTestStays(@Autowired AgentRunner injected) {
			assertThat(injected).isSameAs(this.runner).isNotInstanceOf(MockAgentRunner.class);
		}

	}

	@Nested
	@SpringBootTest(classes = HarmlessApplication.class)
	class WithoutMocks {

		@Autowired
		private AgentRunner runner;

		@Test
		void runnerOfTheApplicationStays() {
			assertThat(this.runner).isInstanceOf(HarmlessRunner.class);
		}

	}

	@Nested
	@SpringBootTest(classes = Application.class)
	class WithDynamicProperty {

		@Autowired
		private AgentRunner runner;

		@DynamicPropertySource
		static void mocks(DynamicPropertyRegistry registry) {
			registry.add("OPENAI_MOCK_CONFIGS", () -> "{\"mock_log_events\": false}");
		}

		@Test
		void runsAreMocked() {
			assertThat(this.runner).isInstanceOf(MockAgentRunner.class);
		}

	}

	@Nested
	@ExtendWith(OutputCaptureExtension.class)
	class WithWrongValues {

		@ParameterizedTest
		@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
				{"mock_base_dely_ms": 5}          | Did you mean 'mock_base_delay_ms'?
				{"mock_failure_rate": 7}          | 'mock_failure_rate' must be a number from 0 to 1
				{                                 | because it ends too early
				[]                                | it must be a JSON object, true or false, and is a list
				{"mock_default_scenario":"nope"}  | names the scenario 'nope', which does not exist
				""")
		void startUpStopsWithAnAnalysis(String json, String expected, CapturedOutput output) {
			SpringApplication application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.properties("OPENAI_MOCK_CONFIGS=" + json)
				.build();
			assertThatThrownBy(application::run).isNotNull();
			assertThat(output).contains("APPLICATION FAILED TO START")
				.contains(expected)
				.contains("OPENAI_MOCK_CONFIGS='{")
				.doesNotContain("\tat io.mockagents");
		}

		@Test
		void injectionOfTheLiveClassIsAnalyzed(CapturedOutput output, @TempDir Path directory) {
			SpringApplication application = new SpringApplicationBuilder(Application.class, NeedsLiveRunner.class)
				.web(WebApplicationType.NONE)
				.properties("OPENAI_MOCK_CONFIGS={\"mock_log_file\": \"" + directory.resolve("e.log") + "\"}")
				.build();
			assertThatThrownBy(application::run).isNotNull();
			assertThat(output).contains("APPLICATION FAILED TO START").contains("and the mock has taken its place");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MockAgentsAutoConfiguration.class, ConversationAutoConfiguration.class })
	static class Application {

		@Bean
		LiveRunner agentRunner() {
			return new LiveRunner();
		}

		@Bean
		Heard heard() {
			return new Heard();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ MockAgentsAutoConfiguration.class, ConversationAutoConfiguration.class })
	static class HarmlessApplication {

		@Bean
		HarmlessRunner agentRunner() {
			return new HarmlessRunner();
		}

	}

	static class NeedsLiveRunner {

		NeedsLiveRunner(LiveRunner runner) {
		}

	}

	static class Heard {

		private final List<StreamEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(AgentStreamEvent<?> event) {
			this.events.add(event.event());
		}

	}

}
