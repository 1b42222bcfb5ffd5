package io.mockagents.sample.usecases;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Weights choose between scenarios that match the same input: here a patch is always
 * rejected once before another is approved.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_scenario_weights\": {\"comment_addition_approved\": 0}}")
class RejectedThenApprovedTests {

	@Autowired
	private SampleApi api;

	@Test
	void lastVerdictCounts() {
		JsonObject session = this.api.newSession("Rejected then approved");
		JsonObject answer = this.api.send(session, "Add a comment");
		JsonObject diff = this.api.get("/diffs/" + answer.string("diff_id")).object();
		assertThat(diff.string("diff_content")).contains("+# The main function");
		assertThat(diff).containsEntry("evaluator_reasoning",
				"Good addition of meaningful comment that explains the function's purpose");
		assertThat(this.api.events(session)).extracting((event) -> event.object("event_data").get("name"))
			.containsExactly(null, "tool_called", "tool_output", "tool_called", "tool_output",
					"message_output_created");
	}

}
