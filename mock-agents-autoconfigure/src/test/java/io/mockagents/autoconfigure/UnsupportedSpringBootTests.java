package io.mockagents.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.FilteredClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link UnsupportedSpringBootException} and its analysis.
 */
class UnsupportedSpringBootTests {

	@Test
	void springBootOfTheBuildIsSupported() {
		assertThatNoException().isThrownBy(UnsupportedSpringBootException::check);
	}

	@Test
	void olderSpringBootIsRefusedInOneSentence() {
		UnsupportedSpringBootException refusal = catchThrowableOfType(UnsupportedSpringBootException.class,
				() -> UnsupportedSpringBootException.check(new FilteredClassLoader(FailureAnalyzedException.class)));
		FailureAnalysis analysis = new UnsupportedSpringBootFailureAnalyzer().analyze(refusal);
		assertThat(analysis.getDescription())
			.isEqualTo("mock-agents needs Spring Boot 4.1 or later, but found " + SpringBootVersion.getVersion() + ".");
		assertThat(analysis.getAction())
			.isEqualTo("Use Spring Boot 4.1 or later, or remove mock-agents-starter from the class path.");
	}

}
