package io.mockagents.sample.usecases;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.JsonObject;
import io.mockagents.openai.OpenAiAgentRunner;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import io.mockagents.sample.diff.ApprovedPatch;
import io.mockagents.sample.diff.DiffService;
import io.mockagents.sample.project.ProjectService;
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

		@Autowired
		private DiffService diffs;

		@Autowired
		private ProjectService projects;

		@Test
		void commitMessageIsRefinedWithoutAModel() {
			JsonObject session = this.api.newSession("Not mocked");
			String diff = this.diffs
				.add(session.string("id"), this.projects.get(session.string("project_id")),
						new ApprovedPatch("Do it", "@@ -1,0 +2,1 @@\n+    # inside\n", "Fine", "Say inside"))
				.getId();
			assertThat(this.api.post("/diffs/" + diff + "/refine-message", JsonObject.of("prompt", "Say why")).object())
				.isEqualTo(JsonObject.of("diff_id", diff, "original_message", "Say inside", "refined_message",
						"Say inside\n\nSay why", "suggestion", "Consider adding more context about the changes"));
		}

		@Test
		void runFailsWithASentenceThatSaysWhatToSet() {
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
