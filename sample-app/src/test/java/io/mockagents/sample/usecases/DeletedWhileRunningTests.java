package io.mockagents.sample.usecases;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.conversation.AgentStreamEvent;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events are published before the run goes on, so a test can do anything in the middle of
 * one: here the project is deleted.
 */
@SampleTest
@Import(DeletedWhileRunningTests.Deletion.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false}")
class DeletedWhileRunningTests {

	@Autowired
	private SampleApi api;

	@Autowired
	private Deletion deletion;

	@AfterEach
	void reset() {
		this.deletion.path = null;
	}

	@Test
	void theAnswerSaysSo() {
		JsonObject session = this.api.newSession("Deleted");
		this.deletion.path = "/projects/" + session.string("project_id");
		JsonObject answer = this.api.send(session, "Add a comment");
		assertThat(answer).containsEntry("diff_id", null)
			.containsEntry("error", "The session was deleted while the agents worked on the message");
		assertThat(this.api.get("/sessions/" + session.string("id")).status()).isEqualTo(404);
	}

	static class Deletion {

		private final SampleApi api;

		private volatile @Nullable String path;

		Deletion(SampleApi api) {
			this.api = api;
		}

		@EventListener
		void onEvent(AgentStreamEvent<?> event) {
			if (this.path != null && event.event() instanceof RunItemStreamEvent item
					&& item.name() == RunItemEventName.TOOL_CALLED) {
				this.api.delete(this.path);
			}
		}

	}

}
