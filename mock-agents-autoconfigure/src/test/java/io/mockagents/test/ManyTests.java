package io.mockagents.test;

import java.util.concurrent.ThreadLocalRandom;

import io.mockagents.test.KitApplication.Desk;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for many tests that run at the same time in one context.
 */
class ManyTests {

	@Test
	void noneOfAThousandTestsSeesAnothersScriptFailureOrJournal() {
		LaunchedTests results = LaunchedTests.run(Thousand.class, 16);
		assertThat(results.failures()).hasSize(100)
			.allSatisfy((name, failure) -> assertThat(failure).hasMessageContaining("has no script for it"));
		assertThat(results.successes()).isEqualTo(1_000);
	}

	@SpringBootTest(classes = KitApplication.class)
	@MockAgentsTest
	static class Thousand {

		@Autowired
		Desk desk;

		@RepeatedTest(value = 1_000, name = "passes {currentRepetition}")
		void passes(AgentScript script, RepetitionInfo repetition) {
			String own = "answer " + repetition.getCurrentRepetition();
			script.onAnyMessage().callsTool("lookup_order", new KitApplication.Lookup("7")).answers(own);
			assertThat(this.desk.ask("Where is it?")).isEqualTo(own);
			assertThat(script.runs()).hasSize(1);
			assertThat(script.lastRun()).isCompleted().calledTool("lookup_order");
		}

		@RepeatedTest(value = 100, name = "fails {currentRepetition}")
		void fails(AgentScript script) {
			assertThat(this.desk.ask("Where is it? " + ThreadLocalRandom.current().nextInt())).isEqualTo("Sorry");
			assertThat(script.runs()).hasSize(1);
		}

	}

}
