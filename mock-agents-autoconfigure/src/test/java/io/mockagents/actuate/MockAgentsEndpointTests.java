package io.mockagents.actuate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

import io.mockagents.actuate.MockAgentsEndpoint.Description;
import io.mockagents.actuate.MockAgentsEndpoint.Forced;
import io.mockagents.actuate.MockAgentsEndpoint.Mode;
import io.mockagents.actuate.MockAgentsEndpoint.Runner;
import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunConfig;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.autoconfigure.MockAgentsAutoConfiguration;
import io.mockagents.autoconfigure.OpenAiAutoConfiguration;
import io.mockagents.mock.MockAgents;
import io.mockagents.openai.LoopbackApi;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.UnknownScenarioException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.jmx.JmxEndpointsSupplier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class MockAgentsEndpointTests {

	private static final String TEXT = "text_response_mode";

	private static final String APPROVED = "comment_addition_approved";

	private static final String EXPOSED = "management.endpoints.jmx.exposure.include=mockagents";

	private static final String MOCKED = "mock-agents.enabled=true";

	private static final Agent AGENT = Agent.builder("Vibecoder").model("gpt-5-mini").build();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, EndpointAutoConfiguration.class,
				JmxEndpointAutoConfiguration.class, MockAgentsAutoConfiguration.class,
				MockAgentsEndpointAutoConfiguration.class))
		.withPropertyValues("spring.jmx.enabled=true", "spring.jmx.unique-names=true",
				"mock-agents.delays.enabled=false", "mock-agents.log.enabled=false");

	@Test
	void isAbsentUnlessTheApplicationExposesIt() {
		this.application.withPropertyValues(MOCKED, "management.endpoints.jmx.exposure.include=health")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MockAgentsEndpoint.class)
				.doesNotHaveBean(RecentRuns.class));
	}

	@ParameterizedTest
	@CsvSource({ "'', 1", "read-only, 1", "unrestricted, 3", "none, 0" })
	void changesNothingUnlessSwitchedOn(String access, int operations) {
		String property = access.isEmpty() ? "any=thing" : "management.endpoint.mockagents.access=" + access;
		this.application
			.withInitializer(
					(context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
			.withPropertyValues(MOCKED, EXPOSED, property)
			.run((context) -> assertThat(context.getBean(JmxEndpointsSupplier.class)
				.getEndpoints()
				.stream()
				.flatMap((endpoint) -> endpoint.getOperations().stream())).hasSize(operations));
	}

	@Test
	void reportsThatRunsAreNotMocked() {
		this.application.withPropertyValues(EXPOSED).withBean("live", LiveRunner.class).run((context) -> {
			MockAgentsEndpoint endpoint = context.getBean(MockAgentsEndpoint.class);
			Description description = endpoint.read();
			assertThat(description.mocked()).isFalse();
			assertThat(description.runners()).containsExactly(new Runner("live", false, null));
			assertThat(description.settings()).isNull();
			assertThat(description.scenarios()).isEmpty();
			assertThatExceptionOfType(InvalidEndpointRequestException.class)
				.isThrownBy(() -> force(endpoint, TEXT, null, null))
				.withMessageContaining("OPENAI_MOCK_CONFIGS={}");
			assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> endpoint.reset(null));
		});
	}

	@Test
	void reportsMocksAndSettings() {
		mocked((context) -> {
			Description description = context.getBean(MockAgentsEndpoint.class).read();
			assertThat(description.mocked()).isTrue();
			assertThat(description.runners()).containsExactly(new Runner("live", true, LiveRunner.class.getName()));
			assertThat(description.settings()).satisfies((settings) -> {
				assertThat(settings.defaultScenario()).isEqualTo("comment_approved");
				assertThat(settings.delays()).isNull();
				assertThat(settings.failureRate()).isZero();
				assertThat(settings.sdkProfile()).isEqualTo("0.2");
			});
			assertThat(description.scenarios()).filteredOn((scenario) -> scenario.name().equals(APPROVED))
				.singleElement()
				.satisfies((scenario) -> {
					assertThat(scenario.aliases()).containsExactly("comment_approved");
					assertThat(scenario.description()).contains("approved");
					assertThat(scenario.weight()).isEqualTo(0.7);
					assertThat(scenario.builtIn()).isTrue();
				});
			assertThat(description.forced()).isEmpty();
			assertThat(description.runs()).isEmpty();
		});
	}

	@Test
	void reportsTheSettingsOfTheNextRun() {
		mocked((context) -> {
			context.getBean(MockAgents.class)
				.delays(Duration.ofMillis(20), Duration.ofMillis(5))
				.failures(0.5, FailureKind.RATE_LIMIT)
				.seed(7L);
			assertThat(context.getBean(MockAgentsEndpoint.class).read().settings()).satisfies((settings) -> {
				assertThat(settings.delays()).isEqualTo(Duration.ofMillis(20));
				assertThat(settings.delayRange()).isEqualTo(Duration.ofMillis(5));
				assertThat(settings.failureRate()).isEqualTo(0.5);
				assertThat(settings.failureKinds()).containsExactly("rate_limit");
				assertThat(settings.seed()).isEqualTo(7);
			});
		});
	}

	@Test
	void forcesAScenarioForAllOrOneSessionOnceOrAlways() {
		mocked((context) -> {
			MockAgentsEndpoint endpoint = context.getBean(MockAgentsEndpoint.class);
			force(endpoint, "comment_approved", null, null);
			force(endpoint, TEXT, "s-1", Mode.ALWAYS);
			Description description = force(endpoint, "docstring_addition_approved", "s-1", Mode.ONCE);
			assertThat(description.forced()).containsExactly(
					new Forced("docstring_addition_approved", "scenario", "once", "s-1", false),
					new Forced(TEXT, "scenario", "always", "s-1", false),
					new Forced(APPROVED, "scenario", "always", null, false));
			play(context.getBean(AgentRunner.class), "s-1");
			play(context.getBean(AgentRunner.class), "s-1");
			play(context.getBean(AgentRunner.class), "s-2");
			assertThat(endpoint.read().runs()).extracting(RecentRun::scenario)
				.containsExactly(APPROVED, TEXT, "docstring_addition_approved");
			assertThat(endpoint.reset("s-1").forced())
				.containsExactly(new Forced(APPROVED, "scenario", "always", null, false));
			assertThat(endpoint.reset(null).forced()).isEmpty();
		});
	}

	@Test
	void forcedScenarioReplacesTheOneBefore() {
		mocked((context) -> {
			MockAgentsEndpoint endpoint = context.getBean(MockAgentsEndpoint.class);
			force(endpoint, APPROVED, "s-1", null);
			assertThat(force(endpoint, TEXT, "s-1", null).forced())
				.containsExactly(new Forced(TEXT, "scenario", "always", "s-1", false));
		});
	}

	@Test
	void refusesAScenarioThatDoesNotExist() {
		mocked((context) -> {
			MockAgentsEndpoint endpoint = context.getBean(MockAgentsEndpoint.class);
			assertThatExceptionOfType(UnknownScenarioException.class)
				.isThrownBy(() -> force(endpoint, "text_respons_mode", null, null))
				.withMessageContaining("Did you mean 'text_response_mode'?");
			assertThat(endpoint.read().forced()).isEmpty();
		});
	}

	@Test
	void remembersRunsWithTheirTurns() {
		mocked((context) -> {
			long rawEvents = play(context.getBean(AgentRunner.class), "s-1");
			assertThat(context.getBean(MockAgentsEndpoint.class).read().runs()).singleElement().satisfies((run) -> {
				assertThat(run.sessionId()).isEqualTo("s-1");
				assertThat(run.groupId()).isEqualTo("message-1");
				assertThat(run.scenario()).isEqualTo(TEXT);
				assertThat(run.agent()).isEqualTo("Vibecoder");
				assertThat(run.state()).isEqualTo(RecentRun.State.ENDED);
				assertThat(run.failure()).isNull();
				assertThat(run.ended()).isAfterOrEqualTo(run.started());
				assertThat(run.turns()).singleElement().satisfies((turn) -> {
					assertThat(turn.number()).isEqualTo(1);
					assertThat((long) turn.rawEvents()).isEqualTo(rawEvents).isPositive();
					assertThat(turn.inputTokens()).isPositive();
					assertThat(turn.outputTokens()).isPositive();
					assertThat(turn.ended()).isBetween(turn.started(), run.ended());
				});
			});
		});
	}

	@Test
	void remembersLiveRunsAsItDoesMockedOnes() throws Exception {
		String answer = Files.readString(Path.of("src/test/resources/goldens/sdk-0.2.9/a_text/wire-1.sse"));
		try (LoopbackApi api = new LoopbackApi((index) -> LoopbackApi.body(200, "text/event-stream", answer))) {
			this.application.withConfiguration(AutoConfigurations.of(OpenAiAutoConfiguration.class))
				.withPropertyValues(EXPOSED, "OPENAI_API_KEY=sk-any", "OPENAI_BASE_URL=" + api.baseUrl())
				.run((context) -> {
					long rawEvents = play(context.getBean(AgentRunner.class), "s-1");
					Description description = context.getBean(MockAgentsEndpoint.class).read();
					assertThat(description.mocked()).isFalse();
					assertThat(description.runs()).singleElement().satisfies((run) -> {
						assertThat(run.sessionId()).isEqualTo("s-1");
						assertThat(run.scenario()).isNull();
						assertThat(run.agent()).isEqualTo("Vibecoder");
						assertThat(run.state()).isEqualTo(RecentRun.State.ENDED);
						assertThat(run.turns()).singleElement().satisfies((turn) -> {
							assertThat((long) turn.rawEvents()).isEqualTo(rawEvents).isPositive();
							assertThat(turn.outputTokens()).isPositive();
						});
					});
				});
		}
	}

	@Test
	void reportsARunningRun() {
		mocked((context) -> {
			MockAgentsEndpoint endpoint = context.getBean(MockAgentsEndpoint.class);
			RunResultStreaming run = context.getBean(AgentRunner.class).runStreamed(request("s-1"));
			try (EventStream events = run.streamEvents()) {
				events.iterator().next();
				assertThat(endpoint.read().runs()).extracting(RecentRun::state)
					.containsExactly(RecentRun.State.RUNNING);
			}
			assertThat(endpoint.read().runs()).extracting(RecentRun::state).containsExactly(RecentRun.State.CANCELLED);
		});
	}

	@Test
	void runOfAnInterruptedThreadWasCancelled() {
		mocked((context) -> {
			MockAgentsEndpoint endpoint = context.getBean(MockAgentsEndpoint.class);
			context.getBean(MockAgents.class).delays(Duration.ofHours(1), Duration.ZERO);
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(CancellationException.class)
				.isThrownBy(() -> play(context.getBean(AgentRunner.class), "s-1"));
			assertThat(Thread.interrupted()).isTrue();
			assertThat(endpoint.read().runs()).singleElement().satisfies((run) -> {
				assertThat(run.state()).isEqualTo(RecentRun.State.CANCELLED);
				assertThat(run.failure()).isNull();
			});
		});
	}

	@Test
	void reportsTheFailureOfARun() {
		mocked((context) -> {
			context.getBean(MockAgents.class).failures(1, FailureKind.RATE_LIMIT);
			OpenAiException failure = catchThrowableOfType(OpenAiException.class,
					() -> play(context.getBean(AgentRunner.class), "s-1"));
			assertThat(context.getBean(MockAgentsEndpoint.class).read().runs()).singleElement().satisfies((run) -> {
				assertThat(run.state()).isEqualTo(RecentRun.State.FAILED);
				assertThat(run.failure()).isEqualTo(failure.getClass().getSimpleName());
			});
		});
	}

	@Test
	void remembersALimitedNumberOfRuns() {
		mocked((context) -> {
			AgentRunner runner = context.getBean(AgentRunner.class);
			for (int i = 0; i <= RecentRuns.LIMIT; i++) {
				play(runner, "s-" + i);
			}
			List<RecentRun> runs = context.getBean(MockAgentsEndpoint.class).read().runs();
			assertThat(runs).hasSize(RecentRuns.LIMIT);
			assertThat(runs.get(0).sessionId()).isEqualTo("s-" + RecentRuns.LIMIT);
			assertThat(runs.get(runs.size() - 1).sessionId()).isEqualTo("s-1");
		});
	}

	@Test
	void changesSettingsForOneSession() {
		mocked((context) -> {
			MockAgentsEndpoint endpoint = context.getBean(MockAgentsEndpoint.class);
			Description description = endpoint.change(null, "s-1", null, null, List.of("rate_limit"), null,
					Duration.ofMillis(20), null, 7L, true);
			assertThat(description.settings()).isEqualTo(endpoint.read().settings()).satisfies((settings) -> {
				assertThat(settings.failureRate()).isZero();
				assertThat(settings.seed()).isNull();
			});
			assertThat(description.changed()).singleElement().satisfies((changed) -> {
				assertThat(changed.changed()).containsExactly("delays", "failures", "logging", "seed");
				assertThat(changed.mode()).isEqualTo("always");
				assertThat(changed.sessionId()).isEqualTo("s-1");
				assertThat(changed.settings().failureRate()).isOne();
				assertThat(changed.settings().failureKinds()).containsExactly("rate_limit");
				assertThat(changed.settings().delays()).isEqualTo(Duration.ofMillis(20));
				assertThat(changed.settings().delayRange()).isZero();
				assertThat(changed.settings().seed()).isEqualTo(7);
				assertThat(changed.settings().logEvents()).isTrue();
			});
			endpoint.change(null, "s-1", null, null, null, null, Duration.ZERO, null, null, false);
			AgentRunner runner = context.getBean(AgentRunner.class);
			assertThatExceptionOfType(OpenAiException.class).isThrownBy(() -> play(runner, "s-1"));
			play(runner, "s-2");
			assertThat(endpoint.reset("s-1").changed()).isEmpty();
			play(runner, "s-1");
		});
	}

	@Test
	void changesSettingsForAllSessionsOrForOneRun() {
		mocked((context) -> {
			MockAgentsEndpoint endpoint = context.getBean(MockAgentsEndpoint.class);
			AgentRunner runner = context.getBean(AgentRunner.class);
			assertThat(endpoint.change(null, null, Mode.ONCE, null, null, 503, null, null, null, null).changed())
				.extracting(MockAgentsEndpoint.Changed::mode)
				.containsExactly("once");
			assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> play(runner, "s-1"))
				.satisfies((failure) -> assertThat(failure.statusCode()).isEqualTo(503));
			play(runner, "s-1");
			Description description = endpoint.change(null, null, null, 0.5, null, null, null, null, null, null);
			assertThat(description.changed()).isEmpty();
			assertThat(description.settings())
				.satisfies((settings) -> assertThat(settings.failureRate()).isEqualTo(0.5));
			endpoint.change(TEXT, "s-1", null, 0.0, null, null, null, null, null, null);
			assertThat(endpoint.reset(null)).satisfies((reset) -> {
				assertThat(reset.changed()).isEmpty();
				assertThat(reset.forced()).isEmpty();
				assertThat(reset.settings()).satisfies((settings) -> assertThat(settings.failureRate()).isZero());
			});
		});
	}

	@Test
	void refusesValuesThatMakeNoSense() {
		mocked((context) -> {
			MockAgentsEndpoint endpoint = context.getBean(MockAgentsEndpoint.class);
			assertRefused(() -> force(endpoint, null, "s-1", null), "needs 'scenario' or a setting");
			assertRefused(() -> endpoint.change(null, null, null, 2.0, null, null, null, null, null, null),
					"The rate of failures must be from 0 to 1 but is 2.0");
			assertRefused(
					() -> endpoint.change(null, null, null, null, List.of("rate_limi"), null, null, null, null, null),
					"Did you mean 'rate_limit'?");
			assertRefused(() -> endpoint.change(null, null, null, null, null, 418, null, null, null, null),
					"The statuses are [400, 401");
			assertRefused(() -> endpoint.change(null, null, null, null, List.of(), 429, null, null, null, null),
					"exclude each other");
			assertRefused(() -> endpoint.change(null, null, null, null, null, null, null, Duration.ZERO, null, null),
					"'delayRange' needs 'delays'");
			assertRefused(
					() -> endpoint.change(null, null, null, null, null, null, Duration.ofMillis(-1), null, null, null),
					"The pause must not be negative");
			assertThat(endpoint.read().changed()).isEmpty();
		});
	}

	private static void assertRefused(ThrowingCallable call, String message) {
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(call)
			.withMessageContaining(message);
	}

	private static Description force(MockAgentsEndpoint endpoint, @Nullable String scenario, @Nullable String sessionId,
			@Nullable Mode mode) {
		return endpoint.change(scenario, sessionId, mode, null, null, null, null, null, null, null);
	}

	private void mocked(ContextConsumer<AssertableApplicationContext> test) {
		this.application.withPropertyValues(MOCKED, EXPOSED).withBean("live", LiveRunner.class).run(test);
	}

	private static RunRequest request(String sessionId) {
		RunConfig config = new RunConfig("workflow", "message-1", null, List.of(), List.of());
		return RunRequest.builder(AGENT, "What does this do?").sessionId(sessionId).runConfig(config).build();
	}

	private static long play(AgentRunner runner, String sessionId) {
		try (EventStream events = runner.runStreamed(request(sessionId)).streamEvents()) {
			AtomicLong rawEvents = new AtomicLong();
			events.forEach((event) -> rawEvents.addAndGet((event instanceof RawResponseEvent) ? 1 : 0));
			return rawEvents.get();
		}
	}

	/**
	 * A runner of an application.
	 */
	static class LiveRunner implements AgentRunner {

		@Override
		public RunResultStreaming runStreamed(RunRequest request) {
			throw new UnsupportedOperationException();
		}

		@Override
		public RunResult run(RunRequest request) {
			throw new UnsupportedOperationException();
		}

	}

}
