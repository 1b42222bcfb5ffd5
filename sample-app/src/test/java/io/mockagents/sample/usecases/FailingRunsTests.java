package io.mockagents.sample.usecases;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.EventSource;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import io.mockagents.sample.SocketIoClient;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Failures can be made to happen, here in every run: the application shows how it deals
 * with them.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_simulate_failures\": true, \"mock_failure_rate\": 1.0}")
class FailingRunsTests {

	@Autowired
	private SampleApi api;

	@LocalServerPort
	private int port;

	@Test
	void failedRunIsAnsweredAndStored() {
		JsonObject session = this.api.newSession("Failing");
		JsonObject answer = this.api.send(session, "Add a comment");
		assertThat(answer).containsEntry("diff_id", null)
			.containsEntry("content", null)
			.containsEntry("token_usage", JsonObject.of());
		assertThat(answer.string("error")).isNotBlank();
		List<JsonObject> errors = errors(session);
		assertThat(errors).singleElement().satisfies((row) -> {
			assertThat(row.string("id")).matches(session.string("id") + "_error_[0-9a-f]{8}");
			assertThat(row).containsEntry("role", "system").containsEntry("stream_sequence", 99999);
			assertThat(row.string("content")).contains(answer.string("error"));
			JsonObject data = row.object("event_data");
			assertThat(data.keySet()).containsExactly("error", "error_type", "stack_trace", "context");
			assertThat(data).containsEntry("error", answer.string("error"));
		});
	}

	@Test
	void numberingContinuesAfterAFailure() {
		JsonObject session = this.api.newSession("Failing twice");
		this.api.send(session, "Add a comment");
		this.api.send(session, "Add a comment");
		assertThat(errors(session)).hasSize(2);
		assertThat(this.api.events(session)).extracting((event) -> event.integer("stream_sequence"))
			.doesNotContain(99999, 100000)
			.startsWith(1, 2)
			.doesNotHaveDuplicates();
	}

	@Test
	void followersOfTheSessionAreNotified() throws Exception {
		JsonObject session = this.api.newSession("Failing followed");
		try (EventSource source = EventSource.connect(this.port, session.string("id"), 0)) {
			await().until(() -> source.comments().contains("connected"));
			this.api.send(session, "Add a comment");
			await().until(() -> source.events().stream().anyMatch((event) -> "run_failed".equals(event.name())));
			EventSource.Event failure = source.events().get(source.events().size() - 1);
			assertThat(failure.id()).as("which would be resumed from").isNull();
			assertThat(failure.data().keySet()).containsExactly("message_id", "session_id", "role", "message_type",
					"content", "created_at", "stream_sequence");
			assertThat(errors(session)).singleElement()
				.satisfies((row) -> assertThat(row).containsAllEntriesOf(failure.data().without("message_id")));
		}
	}

	@Test
	void subscribersOfTheProjectAreNotified() {
		JsonObject session = this.api.newSession("Failing subscribed");
		try (SocketIoClient client = SocketIoClient.subscribe(this.port, session, "websocket")) {
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages()
				.stream()
				.anyMatch((message) -> message.string("message_type").equals("error")));
			JsonObject failure = client.messages().get(client.messages().size() - 1);
			assertThat(failure).hasSize(7).containsEntry("role", "system").containsEntry("stream_sequence", 99999);
			assertThat(client.frames())
				.filteredOn((frame) -> frame.text().startsWith("2[\"conversation_message\",{\"message_id\":"))
				.last()
				.extracting(SocketIoClient.Frame::text)
				.asString()
				.containsSubsequence("\"message_id\":", "\"session_id\":", "\"role\":", "\"message_type\":",
						"\"content\":", "\"created_at\":", "\"stream_sequence\":99999}]");
			assertThat(errors(session)).singleElement()
				.satisfies((row) -> assertThat(row).containsEntry("id", failure.get("message_id"))
					.containsAllEntriesOf(failure.without("message_id")));
		}
	}

	private List<JsonObject> errors(JsonObject session) {
		return this.api.messages(session)
			.stream()
			.filter((message) -> message.string("message_type").equals("error"))
			.toList();
	}

}
