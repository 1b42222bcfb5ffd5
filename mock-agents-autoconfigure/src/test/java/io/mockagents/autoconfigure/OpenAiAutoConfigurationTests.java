package io.mockagents.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.UserException;
import io.mockagents.conversation.AgentStreamEvent;
import io.mockagents.conversation.ConversationJournal;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunListener;
import io.mockagents.mock.MockAgentRunner;
import io.mockagents.openai.LoopbackApi;
import io.mockagents.openai.OpenAiAgentRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link OpenAiAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what is printed")
class OpenAiAutoConfigurationTests {

	private static final String KEY = "sk-proj-0123456789abcdefghij";

	private static final Agent AGENT = Agent.builder("Assistant").build();

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ConversationAutoConfiguration.class, MockAgentsAutoConfiguration.class,
				OpenAiAutoConfiguration.class))
		.withPropertyValues("OPENAI_API_KEY=", "OPENAI_BASE_URL=", "OPENAI_ORG_ID=", "OPENAI_PROJECT_ID=");

	@ParameterizedTest
	@ValueSource(strings = { "", "  " })
	void withoutAKeyTheContextStartsAndARunSaysWhatToSet(String key) {
		this.contexts.withPropertyValues("OPENAI_API_KEY=" + key).run((context) -> {
			assertThat(context).hasSingleBean(AgentRunner.class).doesNotHaveBean(OpenAIClient.class);
			AgentRunner runner = context.getBean(AgentRunner.class);
			assertThat(runner).isInstanceOf(OpenAiAgentRunner.class);
			for (int i = 0; i < 2; i++) {
				assertThatExceptionOfType(UserException.class).isThrownBy(() -> runner.run(AGENT, "Hello"))
					.withMessage("No API key is configured for the live model: set OPENAI_API_KEY, or set "
							+ "OPENAI_MOCK_CONFIGS={} to play scenarios instead");
			}
		});
	}

	@Test
	void keyAndAddressAreAllThatIsNeeded(CapturedOutput output) {
		try (LoopbackApi api = api()) {
			this.contexts
				.withPropertyValues("OPENAI_API_KEY=" + KEY + " ", "OPENAI_BASE_URL=" + api.baseUrl(),
						"OPENAI_ORG_ID=org-1", "OPENAI_PROJECT_ID=proj_1")
				.run((context) -> {
					assertThat(output).doesNotContain("are live");
					assertThat(context.getBean(AgentRunner.class).run(AGENT, "Hello").finalOutput()).isNotNull();
				});
			assertThat(api.requests()).singleElement()
				.satisfies((request) -> assertThat(request.headers()).containsEntry("authorization", "Bearer " + KEY)
					.containsEntry("openai-organization", "org-1")
					.containsEntry("openai-project", "proj_1"));
			assertThat(output)
				.contains("Runs of OpenAI agents are live: they call the API at " + api.baseUrl() + "; SDK profile 0.2")
				.doesNotContain(KEY);
		}
	}

	@Test
	void propertiesWinOverTheVariables() {
		try (LoopbackApi api = api()) {
			this.contexts
				.withPropertyValues("OPENAI_API_KEY=sk-other", "OPENAI_BASE_URL=http://127.0.0.1:1/v1",
						"OPENAI_ORG_ID=org-other", "OPENAI_PROJECT_ID=proj_other", "mock-agents.openai.api-key=" + KEY,
						"mock-agents.openai.base-url=" + api.baseUrl(), "mock-agents.openai.organization=org-1",
						"mock-agents.openai.project=proj_1")
				.run((context) -> {
					context.getBean(AgentRunner.class).run(AGENT, "Hello");
					assertThat(context.getBean(OpenAiProperties.class).toString()).doesNotContain(KEY);
				});
			assertThat(api.requests()).singleElement()
				.satisfies((request) -> assertThat(request.headers()).containsEntry("authorization", "Bearer " + KEY)
					.containsEntry("openai-organization", "org-1")
					.containsEntry("openai-project", "proj_1"));
		}
	}

	@Test
	void retriesAndTimeoutAreThoseOfTheProperties() {
		try (LoopbackApi api = new LoopbackApi((index) -> LoopbackApi.error(500, "Oops", "retry-after-ms", "1"))) {
			live(api).withPropertyValues("mock-agents.openai.max-retries=4")
				.run((context) -> assertThatExceptionOfType(RuntimeException.class)
					.isThrownBy(() -> context.getBean(AgentRunner.class).run(AGENT, "Hello")));
			assertThat(api.requests()).hasSize(5);
		}
		try (LoopbackApi api = new LoopbackApi(LoopbackApi.Connection::silence)) {
			live(api).withPropertyValues("mock-agents.openai.max-retries=0", "mock-agents.openai.timeout=50ms")
				.run((context) -> assertThatExceptionOfType(RuntimeException.class)
					.isThrownBy(() -> context.getBean(AgentRunner.class).run(AGENT, "Hello"))
					.withMessage("Request timed out."));
		}
	}

	@Test
	void profileOfTheSdkApplies() {
		try (LoopbackApi api = api()) {
			live(api).withPropertyValues("mock-agents.sdk-profile=0.22")
				.run((context) -> context.getBean(AgentRunner.class).run(AGENT, "Hello"));
			json(live(api), "{\"use_openai_mocks\": false, \"mock_sdk_profile\": \"0.22\"}")
				.run((context) -> context.getBean(AgentRunner.class).run(AGENT, "Hello"));
			live(api).run((context) -> context.getBean(AgentRunner.class).run(AGENT, "Hello"));
			assertThat(api.requests()).extracting((request) -> request.body().get("model"))
				.containsExactly("gpt-5.6-luna", "gpt-5.6-luna", "gpt-4.1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "mock-agents.sdk-profile=0.3", "mock-agents.openai.timeout=0s",
			"mock-agents.openai.timeout=30d", "mock-agents.openai.connect-timeout=-1s",
			"mock-agents.openai.max-retries=-1" })
	void settingThatMakesNoSenseFailsStartUp(String property) {
		String name = property.substring(0, property.indexOf('='));
		this.contexts.withPropertyValues(property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("The property '" + name + "' has an invalid value"));
	}

	@Test
	void eventsReachTheJournalTheListenersAndTheApplication() {
		try (LoopbackApi api = api()) {
			live(api).withUserConfiguration(DestinationsConfiguration.class).run((context) -> {
				context.getBean(AgentRunner.class).run(AGENT, "Hello");
				Destinations destinations = context.getBean(Destinations.class);
				assertThat(destinations.stored).isNotEmpty()
					.hasSameSizeAs(destinations.heard)
					.hasSameSizeAs(destinations.published);
				assertThat(destinations.heard).extracting((event) -> event.run().source()).containsOnlyNulls();
				assertThat(destinations.heard).extracting((event) -> event.run().runId())
					.containsOnly(destinations.heard.get(0).run().runId());
			});
		}
	}

	@Test
	void clientOfTheApplicationIsUsed() {
		try (LoopbackApi api = api()) {
			this.contexts
				.withBean(OpenAIClient.class,
						() -> OpenAIOkHttpClient.builder().apiKey("sk-own").baseUrl(api.baseUrl()).build())
				.run((context) -> context.getBean(AgentRunner.class).run(AGENT, "Hello"));
			assertThat(api.requests()).singleElement()
				.satisfies((request) -> assertThat(request.headers()).containsEntry("authorization", "Bearer sk-own"));
		}
	}

	@Test
	void runnerOfTheApplicationStays() {
		this.contexts.withBean(HarmlessRunner.class)
			.run((context) -> assertThat(context).hasSingleBean(AgentRunner.class).hasSingleBean(HarmlessRunner.class));
	}

	@Test
	void mocksReplaceTheLiveRunnerWithoutAKey(CapturedOutput output) {
		json(this.contexts, "{\"mock_simulate_delays\": false, \"mock_log_events\": false}").run((context) -> {
			assertThat(context).hasSingleBean(AgentRunner.class).doesNotHaveBean(OpenAIClient.class);
			assertThat(context.getBean("mockAgentsOpenAiAgentRunner")).isInstanceOf(MockAgentRunner.class);
			assertThat(context.getBean(AgentRunner.class).run(AGENT, "Hello").finalOutput()).isNotNull();
		});
		assertThat(output)
			.contains("Replacing AgentRunner bean 'mockAgentsOpenAiAgentRunner' of type "
					+ OpenAiAgentRunner.class.getName() + " with a mock")
			.contains("MOCKED")
			.doesNotContain("are live");
	}

	@ParameterizedTest
	@ValueSource(strings = { "com.openai", "com.openai.client.okhttp" })
	void withoutTheClientOnTheClassPathThereIsNoLiveRunner(String missing) {
		this.contexts.withClassLoader(new FilteredClassLoader(missing))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(AgentRunner.class)
				.doesNotHaveBean(OpenAiProperties.class));
	}

	private ApplicationContextRunner live(LoopbackApi api) {
		return this.contexts.withPropertyValues("OPENAI_API_KEY=" + KEY, "OPENAI_BASE_URL=" + api.baseUrl());
	}

	private static ApplicationContextRunner json(ApplicationContextRunner contexts, String json) {
		return contexts.withInitializer(new MockConfigsEnvironmentPostProcessor.Initializer())
			.withPropertyValues("OPENAI_MOCK_CONFIGS=" + json);
	}

	private static LoopbackApi api() {
		try {
			String response = Files
				.readString(Path.of("src/test/resources/goldens-more/sdk-0.2.9/u8_nonstream_no_usage/wire-1.json"));
			return new LoopbackApi((index) -> LoopbackApi.body(200, "application/json", response));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class DestinationsConfiguration {

		@Bean
		Destinations destinations() {
			return new Destinations();
		}

		@Bean
		ConversationJournal journal(Destinations destinations) {
			return (run) -> (event) -> {
				destinations.stored.add(event);
				return null;
			};
		}

		@Bean
		RunListener listener(Destinations destinations) {
			return destinations.heard::add;
		}

	}

	static class Destinations {

		private final List<Object> stored = new ArrayList<>();

		private final List<RunEvent> heard = new ArrayList<>();

		private final List<AgentStreamEvent<?>> published = new ArrayList<>();

		@EventListener
		void on(AgentStreamEvent<?> event) {
			this.published.add(event);
		}

	}

}
