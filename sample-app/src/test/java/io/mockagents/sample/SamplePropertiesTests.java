package io.mockagents.sample;

import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SampleProperties}.
 */
class SamplePropertiesTests {

	private static final Duration TIME = Duration.ofMillis(1);

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void heartbeatThatTakesNoTimeIsRefused(String heartbeat) {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new SampleProperties(null, List.of(), false, TIME, Duration.parse(heartbeat), "test", "here"))
			.withMessage(
					"sample.heartbeat: '" + heartbeat + "' must be a positive duration. Use a longer one, such as 30s");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void keepAliveThatTakesNoTimeIsRefused(String keepAlive) {
		assertThatIllegalArgumentException()
			.isThrownBy(
					() -> new SampleProperties(null, List.of(), false, Duration.parse(keepAlive), TIME, "test", "here"))
			.withMessageStartingWith("sample.keep-alive: '" + keepAlive + "'");
	}

	@Test
	void timesMayBeShort() {
		SampleProperties properties = new SampleProperties(null, List.of(), false, TIME, TIME, "test", "here");
		assertThat(properties.keepAlive()).isPositive();
		assertThat(properties.heartbeat()).isPositive();
	}

}
