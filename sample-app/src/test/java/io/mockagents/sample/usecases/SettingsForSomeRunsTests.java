package io.mockagents.sample.usecases;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mockagents.agent.JsonObject;
import io.mockagents.mock.MockAgents;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import io.mockagents.scenario.FailureKind;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test changes the mock for its own runs only, so that tests which share a context can
 * run at the same time.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false}")
class SettingsForSomeRunsTests {

	@Autowired
	private SampleApi api;

	@Autowired
	private MockAgents mockAgents;

	@Test
	void failuresOfOneSessionSpareTheOthers() {
		List<JsonObject> sessions = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			sessions.add(this.api.newSession("Parallel " + i));
		}
		String failing = sessions.get(3).string("id");
		this.mockAgents.forSession(failing).failures(1, FailureKind.RATE_LIMIT).always();
		List<CompletableFuture<JsonObject>> answers = sessions.stream()
			.map((session) -> this.api.sendAsync(session, "Add a comment"))
			.toList();
		for (int i = 0; i < sessions.size(); i++) {
			Object error = answers.get(i).join().get("error");
			if (i == 3) {
				assertThat(error).asString().contains("429");
			}
			else {
				assertThat(error).isNull();
			}
		}
		this.mockAgents.reset(failing);
		assertThat(this.api.send(sessions.get(3), "Add a comment")).containsEntry("error", null);
	}

	@Test
	void nextRunOfASessionFailsAndTheOneAfterDoesNot() {
		JsonObject session = this.api.newSession("Once");
		this.mockAgents.forSession(session.string("id")).failures(1, FailureKind.ofStatus(503)).once();
		assertThat(this.api.send(session, "Add a comment").string("error")).contains("503");
		assertThat(this.api.send(session, "Add a comment")).containsEntry("error", null);
	}

	@Test
	void scopeRecognizesItsRunsByTheirMessage() {
		JsonObject session = this.api.newSession("Scope");
		try (MockAgents.Scope scope = this.mockAgents.when((run) -> run.input().lastUserMessage().contains("7f3a"))
			.play("text_response_mode")
			.untilClosed()) {
			assertThat(scope).isNotNull();
			assertThat(this.api.send(session, "Add a comment 7f3a").string("content")).startsWith("This code");
			assertThat(this.api.send(session, "Add a comment").string("diff_id")).isNotBlank();
		}
		assertThat(this.api.send(session, "Add a comment 7f3a").string("diff_id")).isNotBlank();
	}

}
