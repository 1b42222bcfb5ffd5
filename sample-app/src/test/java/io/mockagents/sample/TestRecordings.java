package io.mockagents.sample;

import java.io.IOException;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import io.mockagents.agent.AgentRunner;
import io.mockagents.mock.MockAgents;
import io.mockagents.recording.RecordingWriter;
import io.mockagents.recording.live.Recording;
import io.mockagents.recording.live.RunRecorder;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.junit.jupiter.SpringExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recordings of the runs of tests, a file for each test: made by the class that declares
 * it, and played in another class that inherits it.
 */
public final class TestRecordings {

	private static final Path DIRECTORY = Path.of("target", "recordings");

	private static final Path UNFINISHED = Path.of("target", "unfinished-recordings");

	private TestRecordings() {
	}

	private static String name(ExtensionContext context) {
		return context.getRequiredTestMethod().getDeclaringClass().getSimpleName() + "."
				+ EvidenceExtension.invocation(context);
	}

	/**
	 * Records the runs of each test, which the mock plays.
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@Import(RecordedRunners.class)
	@ExtendWith(Recorder.class)
	public @interface Recorded {

	}

	/**
	 * Plays the runs of each test from its recording, and from nothing else.
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_strict\": true, \"mock_recordings\": [\"file:target/recordings/\"]}")
	@ExtendWith(Player.class)
	public @interface Replayed {

	}

	@TestConfiguration(proxyBeanMethods = false)
	static class RecordedRunners {

		@Bean
		static RunRecorder runRecorder() {
			return new RunRecorder(UNFINISHED);
		}

		@Bean
		static BeanPostProcessor recordedRunners(RunRecorder recorder) {
			return new BeanPostProcessor() {

				@Override
				public Object postProcessAfterInitialization(Object bean, String beanName) {
					return (bean instanceof AgentRunner runner) ? recorder.record(runner) : bean;
				}

			};
		}

	}

	/**
	 * Opens a recording for each test.
	 */
	static class Recorder implements BeforeTestExecutionCallback, AfterTestExecutionCallback {

		@Override
		public void beforeTestExecution(ExtensionContext context) {
			Recording recording = SpringExtension.getApplicationContext(context)
				.getBean(RunRecorder.class)
				.start(name(context));
			store(context).put(Recording.class, recording);
		}

		@Override
		public void afterTestExecution(ExtensionContext context) throws IOException {
			Recording recording = store(context).remove(Recording.class, Recording.class);
			recording.stop();
			assertThat(recording.failure()).isNull();
			assertThat(recording.runs()).isPositive();
			Files.createDirectories(DIRECTORY);
			Files.move(recording.file(), DIRECTORY.resolve(name(context) + RecordingWriter.SUFFIX),
					StandardCopyOption.REPLACE_EXISTING);
		}

		private static ExtensionContext.Store store(ExtensionContext context) {
			return context.getStore(ExtensionContext.Namespace.create(Recorder.class));
		}

	}

	/**
	 * Lets all runs of a test be played from its recording.
	 */
	static class Player implements BeforeEachCallback, AfterTestExecutionCallback, AfterEachCallback {

		@Override
		public void beforeEach(ExtensionContext context) {
			mockAgents(context).playRecording(name(context) + RecordingWriter.SUFFIX).always();
		}

		@Override
		public void afterTestExecution(ExtensionContext context) {
			assertThat(SpringExtension.getApplicationContext(context).getBean(PublishedEvents.class).sources())
				.as("what was played")
				.containsExactly(name(context) + RecordingWriter.SUFFIX);
		}

		@Override
		public void afterEach(ExtensionContext context) {
			mockAgents(context).reset();
		}

		private static MockAgents mockAgents(ExtensionContext context) {
			return SpringExtension.getApplicationContext(context).getBean(MockAgents.class);
		}

	}

}
