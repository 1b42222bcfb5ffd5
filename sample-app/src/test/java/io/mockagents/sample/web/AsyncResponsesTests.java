package io.mockagents.sample.web;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AsyncResponsesTests {

	@Test
	void responseIsEnded() {
		AtomicInteger ended = new AtomicInteger();
		AsyncResponses.end(ended::incrementAndGet);
		assertThat(ended).hasValue(1);
	}

	@Test
	void responseThatTheServerHasEndedIsLeftAlone() {
		AtomicInteger tried = new AtomicInteger();
		AsyncResponses.end(() -> {
			tried.incrementAndGet();
			throw new IllegalStateException("After an error had occurred");
		});
		assertThat(tried).hasValue(1);
	}

	@Test
	void otherFailuresAreThrown() {
		assertThatIllegalArgumentException().isThrownBy(() -> AsyncResponses.end(() -> {
			throw new IllegalArgumentException("No response");
		})).withMessage("No response");
	}

}
