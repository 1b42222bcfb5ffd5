package io.mockagents.sample.usecases;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The two shortest values switch the mocks on. What the JSON leaves open, properties may
 * set: here that runs do not pause.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "mock-agents.delays.enabled=false")
class MockedByDefaultsTests {

	/**
	 * With the mocks switched on by any value that does so.
	 */
	abstract static class On {

		@Autowired
		private SampleApi api;

		@Test
		void runIsPlayedFromAScenario() {
			JsonObject session = this.api.newSession("Mocked");
			assertThat(this.api.send(session, "Add a comment").string("diff_id")).isNotBlank();
			assertThat(this.api.events(session)).isNotEmpty();
		}

		@Test
		void defaultScenarioIsPlayedWhenNoRuleMatches() {
			JsonObject answer = this.api.send(this.api.newSession("Default"), "Rename it");
			assertThat(this.api.get("/diffs/" + answer.string("diff_id")).object()).containsEntry("commit_message",
					"Add explanatory comment to improve code clarity");
		}

	}

	@Nested
	@TestPropertySource(properties = "OPENAI_MOCK_CONFIGS={}")
	class EmptyObject extends On {

	}

	@Nested
	@TestPropertySource(properties = "OPENAI_MOCK_CONFIGS=true")
	class True extends On {

	}

}
