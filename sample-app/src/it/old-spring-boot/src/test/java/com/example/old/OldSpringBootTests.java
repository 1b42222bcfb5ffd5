package com.example.old;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Starts the application with mocks on and off.
 */
@ExtendWith(OutputCaptureExtension.class)
class OldSpringBootTests {

	@Test
	void startUpWithMocksSaysWhichSpringBootIsNeeded(CapturedOutput output) {
		assertRefused(output, "--OPENAI_MOCK_CONFIGS={}");
	}

	@Test
	void startUpWithoutMocksSaysWhichSpringBootIsNeeded(CapturedOutput output) {
		assertRefused(output, "--OPENAI_MOCK_CONFIGS=");
	}

	private static void assertRefused(CapturedOutput output, String argument) {
		assertThatThrownBy(() -> SpringApplication.run(Application.class, argument)).isNotNull();
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("mock-agents needs Spring Boot 4.1 or later, but found " + SpringBootVersion.getVersion() + ".")
			.doesNotContain("NoClassDefFoundError");
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
