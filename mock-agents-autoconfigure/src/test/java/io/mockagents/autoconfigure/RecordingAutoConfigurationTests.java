package io.mockagents.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.mock.MockAgentRunner;
import io.mockagents.mock.MockAgents;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.FileRecordingReader;
import io.mockagents.recording.RecordingReader;
import io.mockagents.recording.live.RunRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Records the runs of runner beans.
 */
@Isolated("sets a system property")
class RecordingAutoConfigurationTests {

	private static final Agent AGENT = Agent.builder("Assistant").build();

	@TempDir
	private Path directory;

	private ApplicationContextRunner contexts() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RecordingAutoConfiguration.class))
			.withPropertyValues("mock-agents.recording.directory=" + this.directory);
	}

	private static AgentRunner player() {
		ApplicationContextRunner mock = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MockAgentsAutoConfiguration.class))
			.withPropertyValues("mock-agents.enabled=true", "mock-agents.log.enabled=false",
					"mock-agents.delays.enabled=false");
		AgentRunner[] runner = new AgentRunner[1];
		mock.run((context) -> runner[0] = context.getBean(AgentRunner.class));
		return runner[0];
	}

	@Test
	void runsOfEveryRunnerAreRecordedAndInjectedByTheirClasses() {
		contexts().withUserConfiguration(Runners.class)
			.withPropertyValues("mock-agents.recording.enabled=true", "spring.application.name=my app")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				consume(context.getBean("own", OwnRunner.class).runStreamed(AGENT, "by the default method"));
				context.getBean("declared", AgentRunner.class).run(AGENT, "not streamed");
				context.getBean(RunRecorder.class).stop();
				assertThat(recorded()).extracting(RecordedRun::input)
					.containsExactly("by the default method", "not streamed");
				assertThat(files()).singleElement().asString().contains("my_app-").endsWith(".recording.jsonl");
				assertThat(context.getBean(FinalRunner.class).getClass()).isEqualTo(FinalRunner.class);
			});
	}

	@Test
	void runThatIsDelegatedIsRecordedOnce() {
		contexts().withUserConfiguration(Runners.class, Delegating.class)
			.withPropertyValues("mock-agents.recording.enabled=true")
			.run((context) -> {
				consume(context.getBean("delegating", AgentRunner.class).runStreamed(AGENT, "once"));
				context.getBean(RunRecorder.class).stop();
				assertThat(recorded()).extracting(RecordedRun::input).containsExactly("once");
			});
	}

	@Test
	void nothingIsWrappedUnlessItIsSwitchedOn() {
		contexts().withUserConfiguration(Runners.class).run((context) -> {
			assertThat(context).doesNotHaveBean(RunRecorder.class);
			assertThat(context.getBean("own", OwnRunner.class).getClass()).isEqualTo(OwnRunner.class);
		});
	}

	@Test
	void mockedRunsAreNotRecorded() {
		contexts().withConfiguration(AutoConfigurations.of(MockAgentsAutoConfiguration.class))
			.withPropertyValues("mock-agents.recording.enabled=true", "mock-agents.enabled=true",
					"mock-agents.log.enabled=false", "mock-agents.delays.enabled=false")
			.run((context) -> {
				assertThat(context.getBean(AgentRunner.class).getClass()).isEqualTo(MockAgentRunner.class);
				consume(context.getBean(AgentRunner.class).runStreamed(AGENT, "hello"));
				context.getBean(RunRecorder.class).stop();
				assertThat(files()).isEmpty();
			});
	}

	@Test
	void runsContinueWhereTheDirectoryCannotBeCreated() throws IOException {
		Path file = Files.createFile(this.directory.resolve("taken"));
		contexts().withUserConfiguration(Runners.class)
			.withPropertyValues("mock-agents.recording.enabled=true",
					"mock-agents.recording.directory=" + file.resolve("below"))
			.run((context) -> {
				consume(context.getBean("own", OwnRunner.class).runStreamed(AGENT, "hello"));
				assertThat(context.getBean("own", OwnRunner.class).run(AGENT, "again").finalOutput()).isNotNull();
			});
	}

	@Test
	void fieldThatCannotBeRedactedFailsStartUp() {
		contexts().withPropertyValues("mock-agents.recording.enabled=true", "mock-agents.recording.redact=type")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(MockAgentsConfigurationException.class)
				.hasMessageContaining("mock-agents.recording.redact")
				.hasMessageContaining("'type' cannot be redacted"));
	}

	@Test
	void variableSwitchesRecordingOnWithoutTheMock() {
		new ApplicationContextRunner()
			.withInitializer((context) -> new MockConfigsEnvironmentPostProcessor()
				.postProcessEnvironment(context.getEnvironment(), new SpringApplication()))
			.withConfiguration(
					AutoConfigurations.of(MockAgentsAutoConfiguration.class, RecordingAutoConfiguration.class))
			.withSystemProperties("OPENAI_MOCK_CONFIGS={\"use_openai_mocks\": false, \"mock_record_runs\": true, "
					+ "\"mock_record_redact\": [\"pin\"], \"mock_recordings_directory\": \"" + this.directory + "\"}")
			.run((context) -> {
				assertThat(context).hasSingleBean(RunRecorder.class).doesNotHaveBean(MockAgents.class);
				RecordingProperties properties = context.getBean(RecordingProperties.class);
				assertThat(properties.redact()).containsExactly("pin");
				assertThat(properties.directory()).isEqualTo(this.directory.toString());
			});
	}

	private static void consume(RunResultStreaming run) {
		try (EventStream events = run.streamEvents()) {
			assertThat(events.stream().count()).isPositive();
		}
		assertThat(run.finalOutput()).isNotNull();
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

	private List<RecordedRun> recorded() throws IOException {
		List<RecordedRun> runs = new ArrayList<>();
		for (Path file : files()) {
			try (RecordingReader reader = new FileRecordingReader("a", Files.newInputStream(file))) {
				for (RecordedRun run = reader.next(); run != null; run = reader.next()) {
					runs.add(run);
				}
			}
		}
		return runs;
	}

	@Configuration(proxyBeanMethods = false)
	static class Runners {

		@Bean
		OwnRunner own() {
			return new OwnRunner();
		}

		@Bean
		AgentRunner declared() {
			return new FinalDeclared(player());
		}

		@Bean
		FinalRunner last() {
			return new FinalRunner();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Delegating {

		@Bean
		AgentRunner delegating(OwnRunner own) {
			return new AgentRunner() {

				@Override
				public RunResultStreaming runStreamed(RunRequest request) {
					return own.runStreamed(request);
				}

				@Override
				public RunResult run(RunRequest request) {
					return own.run(request);
				}

			};
		}

	}

	static class OwnRunner implements AgentRunner {

		private final AgentRunner runner = player();

		@Override
		public RunResultStreaming runStreamed(RunRequest request) {
			return this.runner.runStreamed(request);
		}

		@Override
		public RunResult run(RunRequest request) {
			return this.runner.run(request);
		}

	}

	static final class FinalRunner extends OwnRunner {

	}

	record FinalDeclared(AgentRunner runner) implements AgentRunner {

		@Override
		public RunResultStreaming runStreamed(RunRequest request) {
			return this.runner.runStreamed(request);
		}

		@Override
		public RunResult run(RunRequest request) {
			return this.runner.run(request);
		}

	}

}
