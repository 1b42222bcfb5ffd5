package io.mockagents.sample.usecases;

import java.io.IOException;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.FollowableSampleTest;
import io.mockagents.sample.NodeClient;
import io.mockagents.sample.SampleApi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A page subscribes to a project with the official JavaScript client.
 */
@FollowableSampleTest
class JavaScriptClientTests {

	@Autowired
	private SampleApi api;

	@LocalServerPort
	private int port;

	@BeforeAll
	static void install() throws IOException, InterruptedException {
		NodeClient.install();
	}

	@ParameterizedTest
	@ValueSource(strings = { "websocket", "polling", "polling,websocket" })
	void messagesArriveAsTheyAreStored(String transports) throws IOException {
		JsonObject session = this.api.newSession("JavaScript");
		try (NodeClient client = subscribe(session, transports)) {
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == 4);
			List<JsonObject> rows = this.api.events(session);
			assertThat(client.messages()).extracting((message) -> message.get("message_id"))
				.containsExactlyElementsOf(rows.stream().map((row) -> row.get("id")).toList());
			assertThat(client.messages())
				.allSatisfy((message) -> assertThat(message.keySet()).containsExactly("message_id", "session_id",
						"role", "message_type", "content", "stream_event_type", "stream_sequence", "event_data",
						"tool_calls", "tool_outputs", "handoffs", "agent", "iteration", "created_at"));
			assertThat(client.received("connected")).singleElement()
				.satisfies((event) -> assertThat(event.object("data"))
					.containsExactlyEntriesOf(JsonObject.of("sid", event.get("sid"))));
		}
	}

	@Test
	void clientUpgrades() throws IOException {
		JsonObject session = this.api.newSession("JavaScript upgraded");
		try (NodeClient client = subscribe(session, "polling,websocket")) {
			await().until(() -> client.received("heartbeat")
				.stream()
				.anyMatch((event) -> event.string("transport").equals("websocket")));
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == 4);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "websocket", "polling" })
	void clientThatComesAgainSubscribesAgain(String transport) throws IOException {
		JsonObject session = this.api.newSession("JavaScript again");
		try (NodeClient client = subscribe(session, transport)) {
			client.loseConnection();
			await().until(() -> client.received("subscribed").size() >= 2);
			assertThat(client.received("connected")).extracting((event) -> event.get("sid"))
				.hasSizeGreaterThanOrEqualTo(2)
				.doesNotHaveDuplicates();
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == 4);
		}
	}

	@Test
	void clientsHearOfTheProjectsTheySubscribedToOnly() throws IOException {
		JsonObject first = this.api.newSession("JavaScript first");
		JsonObject second = this.api.newSession("JavaScript second");
		try (NodeClient one = subscribe(first, "websocket"); NodeClient other = subscribe(second, "polling")) {
			this.api.send(first, "Add a comment");
			this.api.send(second, "What does this code do?");
			await().until(() -> one.messages().size() == 4 && other.messages().size() == 2);
			assertThat(one.messages()).extracting((message) -> message.get("session_id")).containsOnly(first.get("id"));
			assertThat(other.messages()).extracting((message) -> message.get("session_id"))
				.containsOnly(second.get("id"));
		}
	}

	private NodeClient subscribe(JsonObject session, String transports) throws IOException {
		NodeClient client = NodeClient.subscribe(this.port, transports, session.string("project_id"));
		await().until(() -> !client.received("subscribed").isEmpty());
		return client;
	}

}
