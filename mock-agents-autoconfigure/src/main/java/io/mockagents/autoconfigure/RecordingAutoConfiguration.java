package io.mockagents.autoconfigure;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RunRedaction;
import io.mockagents.recording.live.RunRecorder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of the recording of runs that are not mocked. It applies where
 * {@code mock-agents.recording.enabled} is true, and concerns every
 * {@link io.mockagents.agent.AgentRunner} of the application but the mock's.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty("mock-agents.recording.enabled")
@EnableConfigurationProperties(RecordingProperties.class)
public final class RecordingAutoConfiguration {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
		.withZone(ZoneOffset.UTC);

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RunRecordingPostProcessor mockAgentsRunRecordingPostProcessor(ObjectProvider<RunRecorder> recorder) {
		return new RunRecordingPostProcessor(recorder::getObject);
	}

	@Bean
	RunRecorder mockAgentsRunRecorder(RecordingProperties properties, Environment environment,
			ObjectProvider<Clock> clock) {
		SdkProfile usual = SdkProfileProperty.of(environment);
		Clock time = clock.getIfUnique(Clock::systemUTC);
		RunRecorder recorder = new RunRecorder(directory(properties.directory()), redaction(properties), usual, time,
				System::nanoTime);
		String application = environment.getProperty("spring.application.name", "application");
		recorder.startWithFirstRun(application.replaceAll("[^\\w-]", "_") + "-" + TIME.format(time.instant()));
		return recorder;
	}

	private static Path directory(String directory) {
		try {
			if (!directory.isBlank()) {
				return Path.of(directory);
			}
		}
		catch (InvalidPathException ex) {
			// Told of below
		}
		throw invalid("directory", directory, "it is no path of a directory", "mock_recordings_directory");
	}

	private static RunRedaction redaction(RecordingProperties properties) {
		try {
			return new RunRedaction(properties.redact());
		}
		catch (IllegalArgumentException ex) {
			throw invalid("redact", properties.redact(), String.valueOf(ex.getMessage()), "mock_record_redact");
		}
	}

	private static MockAgentsConfigurationException invalid(String property, Object value, String problem, String key) {
		return new MockAgentsConfigurationException(
				"The property 'mock-agents.recording.%s' has an invalid value:%n%n    Value: %s%n    Reason: %s"
					.formatted(property, MockConfigs.cut(value.toString()), problem),
				"Correct the property 'mock-agents.recording.%s', or %s in %s.".formatted(property, key,
						MockConfigs.NAME));
	}

}
