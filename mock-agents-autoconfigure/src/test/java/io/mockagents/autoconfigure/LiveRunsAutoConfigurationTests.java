package io.mockagents.autoconfigure;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.mock.LiveRunForbiddenException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LiveRunsAutoConfiguration}.
 */
class LiveRunsAutoConfigurationTests {

	private static final RunRequest REQUEST = RunRequest.of(Agent.builder("Triage").build(), "Hello");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(LiveRunsAutoConfiguration.class, MockAgentsAutoConfiguration.class))
		.withInitializer(new MockConfigsEnvironmentPostProcessor.Initializer())
		.withUserConfiguration(LiveRunner.class);

	@Test
	void forbiddenRunFailsAndNamesTheRemedyWithMocksOff() {
		this.runner
			.withPropertyValues("OPENAI_MOCK_CONFIGS={\"use_openai_mocks\": false, \"mock_live\": \"forbidden\"}")
			.run((context) -> {
				AgentRunner live = context.getBean(AgentRunner.class);
				assertThatExceptionOfType(LiveRunForbiddenException.class).isThrownBy(() -> live.run(REQUEST))
					.withMessageContaining("'Triage'")
					.withMessageContaining(Live.class.getName())
					.withMessageContaining("OPENAI_MOCK_CONFIGS={}");
				assertThatExceptionOfType(LiveRunForbiddenException.class).isThrownBy(() -> live.runStreamed(REQUEST));
			});
	}

	@Test
	void excludedRunnerIsForbiddenWithMocksOn() {
		this.runner
			.withPropertyValues("OPENAI_MOCK_CONFIGS={\"mock_live\": \"forbidden\", \"mock_log_events\": false}",
					"mock-agents.exclude=liveRunner")
			.run((context) -> assertThatExceptionOfType(LiveRunForbiddenException.class)
				.isThrownBy(() -> context.getBean("liveRunner", AgentRunner.class).run(REQUEST)));
	}

	@Test
	void mockedRunIsNotForbidden() {
		this.runner
			.withPropertyValues("OPENAI_MOCK_CONFIGS={\"mock_live\": \"forbidden\", \"mock_log_events\": false,"
					+ " \"mock_simulate_delays\": false, \"mock_default_scenario\": \"text_response_mode\"}")
			.run((context) -> assertThat(context.getBean(AgentRunner.class).run(REQUEST).finalOutput()).isNotNull());
	}

	@Test
	void liveRunsAreAllowedByDefaultAndWhenAsked() {
		this.runner.run((context) -> assertLive(context.getBean(AgentRunner.class)));
		this.runner.withPropertyValues("mock-agents.live=allowed")
			.run((context) -> assertLive(context.getBean(AgentRunner.class)));
	}

	private static void assertLive(AgentRunner runner) {
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(() -> runner.run(REQUEST))
			.withMessage("live");
	}

	@Test
	void otherValueIsRefusedWithMocksOff() {
		this.runner.withPropertyValues("mock-agents.live=never")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("mock-agents.live")
				.hasMessageContaining("one of [allowed, forbidden]"));
	}

	@Configuration(proxyBeanMethods = false)
	static class LiveRunner {

		@Bean
		AgentRunner liveRunner() {
			return new Live();
		}

	}

	static class Live implements AgentRunner {

		@Override
		public RunResult run(RunRequest request) {
			throw new UnsupportedOperationException("live");
		}

		@Override
		public RunResultStreaming runStreamed(RunRequest request) {
			throw new UnsupportedOperationException("live");
		}

	}

}
