package io.mockagents.autoconfigure;

import java.lang.reflect.UndeclaredThrowableException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RunRedaction;
import io.mockagents.recording.live.RunRecorder;
import org.aopalliance.intercept.MethodInvocation;
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
	static RunAdvicePostProcessor mockAgentsRunRecordingPostProcessor(ObjectProvider<RunRecorder> recorder) {
		return new RunAdvicePostProcessor("recorded",
				(request,
						invocation) -> RunResultStreaming.class.isAssignableFrom(invocation.getMethod().getReturnType())
								? recorder.getObject()
									.streamed(request, () -> proceed(invocation, RunResultStreaming.class))
								: recorder.getObject().blocking(request, () -> proceed(invocation, RunResult.class)));
	}

	@SuppressWarnings("NullAway") // a runner that is a stub may return nothing
	private static <T> T proceed(MethodInvocation invocation, Class<T> type) {
		try {
			return type.cast(invocation.proceed());
		}
		catch (RuntimeException | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

	@Bean
	RunRecorder mockAgentsRunRecorder(RecordingProperties properties, Environment environment,
			ObjectProvider<Clock> clock) {
		SdkProfile usual = SdkProfileProperty.of(environment);
		Clock time = clock.getIfUnique(Clock::systemUTC);
		RunRecorder recorder = new RunRecorder(directory(properties, environment), redaction(properties, environment),
				usual, time, System::nanoTime);
		String application = environment.getProperty("spring.application.name", "application");
		recorder.startWithFirstRun(application.replaceAll("[^\\w-]", "_") + "-" + TIME.format(time.instant()));
		return recorder;
	}

	private static Path directory(RecordingProperties properties, Environment environment) {
		String directory = properties.directory();
		try {
			if (!directory.isBlank()) {
				return Path.of(directory);
			}
		}
		catch (InvalidPathException ex) {
			// Reported below
		}
		throw InvalidSetting.of(environment, MockConfigsKey.MOCK_RECORDINGS_DIRECTORY.property(), directory,
				"must be the path of a directory");
	}

	private static RunRedaction redaction(RecordingProperties properties, Environment environment) {
		try {
			return new RunRedaction(properties.redact());
		}
		catch (IllegalArgumentException ex) {
			throw InvalidSetting.of(environment, MockConfigsKey.MOCK_RECORD_REDACT.property(), properties.redact(),
					"is refused. " + ex.getMessage());
		}
	}

}
