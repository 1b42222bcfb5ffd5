package io.mockagents.sample.usecases;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.JsonObject;
import io.mockagents.openai.OpenAiAgentRunner;
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
 * Without mocks and without a key the application starts, and its runs say what to set.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "OPENAI_API_KEY=")
class NotMockedTests {

	/**
	 * With the mocks switched off by any value that does so.
	 */
	abstract static class Off {

		@Autowired
		private SampleApi api;

		@Autowired
		private AgentRunner runner;

		@Test
		void aRunFailsWithASentenceThatSaysWhatToSet() {
			assertThat(this.runner).isInstanceOf(OpenAiAgentRunner.class);
			JsonObject session = this.api.newSession("Not mocked");
			JsonObject answer = this.api.send(session, "Add a comment");
			assertThat(answer.string("error")).contains("set OPENAI_API_KEY", "set OPENAI_MOCK_CONFIGS={}");
			assertThat(this.api.messages(session)).extracting((message) -> message.get("message_type"))
				.containsExactly("user_input", "error");
		}

	}

	@Nested
	@TestPropertySource(properties = "OPENAI_MOCK_CONFIGS=")
	class Blank extends Off {

	}

	@Nested
	@TestPropertySource(properties = "OPENAI_MOCK_CONFIGS=false")
	class False extends Off {

	}

	@Nested
	@TestPropertySource(properties = "OPENAI_MOCK_CONFIGS={\"use_openai_mocks\": false}")
	class SwitchedOff extends Off {

	}

}
