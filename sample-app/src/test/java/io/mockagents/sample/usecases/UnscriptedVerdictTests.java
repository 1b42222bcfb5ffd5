package io.mockagents.sample.usecases;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scenario of the Vibecoder need not say what the Evaluator thinks: the application
 * ships scenarios for that agent.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_scenarios\": [\"classpath:unscripted/*.yaml\"]}")
class UnscriptedVerdictTests {

	@Autowired
	private SampleApi api;

	@Test
	void patchThatAppliesIsApproved() {
		JsonObject session = this.api.newSession("License");
		JsonObject answer = this.api.send(session, "Name the license");
		assertThat(answer).containsEntry("error", null).containsEntry("content", null);
		JsonObject diff = this.api.get("/diffs/" + answer.string("diff_id")).object();
		assertThat(diff)
			.containsEntry("evaluator_reasoning", "The patch applies cleanly and does what its description says")
			.containsEntry("commit_message", "Apply the requested change");
		assertThat(diff.string("diff_content")).contains("+# SPDX-License-Identifier");
	}

	@Test
	void blankLineIsRejected() {
		JsonObject session = this.api.newSession("Air");
		this.api.send(session, "Give it some air");
		assertThat(this.api.get("/sessions/" + session.string("id") + "/diffs").objects()).isEmpty();
		List<JsonObject> outputs = this.api.events(session)
			.stream()
			.filter((event) -> event.get("tool_outputs") != null)
			.toList();
		assertThat(outputs).hasSize(3)
			.allSatisfy((event) -> assertThat(event.objects("tool_outputs").get(0).string("output"))
				.startsWith("approved=False reasoning='The patch adds a blank line"));
	}

}
