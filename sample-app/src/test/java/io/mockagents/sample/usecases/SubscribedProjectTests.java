package io.mockagents.sample.usecases;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.sample.FollowableSampleTest;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SocketIoClient;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A page subscribes to a project over Socket.IO.
 */
@FollowableSampleTest
class SubscribedProjectTests {

	private static final String MESSAGE = "2[\"conversation_message\",";

	@Autowired
	private SampleApi api;

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "websocket", "polling", "polling,websocket" })
	void messagesArriveAsTheyAreStored(String transports) {
		JsonObject session = this.api.newSession("Subscribed");
		try (SocketIoClient client = subscribe(session, transports.split(","))) {
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == 4);
			List<JsonObject> rows = this.api.events(session);
			assertThat(IntStream.range(0, 4)).allSatisfy((i) -> {
				JsonObject message = client.messages().get(i);
				assertThat(message.get("message_id")).isEqualTo(rows.get(i).get("id"));
				assertThat(rows.get(i)).containsAllEntriesOf(message.without("message_id").without("agent"));
			});
			assertThat(client.messages()).extracting((message) -> message.get("agent"))
				.containsExactly("vibecoder", null, null, null);
		}
	}

	@Test
	void messageHasItsKeysInTheOrderOfTheContract() {
		JsonObject session = this.api.newSession("Ordered");
		try (SocketIoClient client = subscribe(session, "websocket")) {
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == 4);
			assertThat(
					client.frames().stream().map(SocketIoClient.Frame::text).filter((text) -> text.startsWith(MESSAGE)))
				.hasSize(4)
				.allSatisfy((text) -> assertThat(
						JsonCodec.parseObject(text.substring(MESSAGE.length(), text.length() - 1)).keySet())
					.containsExactly("message_id", "session_id", "role", "message_type", "content", "stream_event_type",
							"stream_sequence", "event_data", "tool_calls", "tool_outputs", "handoffs", "agent",
							"iteration", "created_at"));
		}
	}

	@Test
	void clientMayStartWithPollingAndUpgrade() {
		JsonObject session = this.api.newSession("Upgraded");
		try (SocketIoClient client = subscribe(session, "polling", "websocket")) {
			await().until(() -> framesByWebSocket(client).anyMatch((text) -> text.startsWith("2[\"heartbeat\"")));
			assertThat(transports(client)).containsExactly("polling", "websocket");
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == 4);
			assertThat(client.frames().stream().filter((frame) -> frame.text().startsWith(MESSAGE)))
				.extracting(SocketIoClient.Frame::transport)
				.containsOnly("websocket");
		}
	}

	@Test
	void clientsHearOfTheProjectsTheySubscribedToOnly() {
		JsonObject first = this.api.newSession("First");
		JsonObject second = this.api.newSession("Second");
		try (SocketIoClient one = subscribe(first, "websocket");
				SocketIoClient other = subscribe(second, "polling");
				SocketIoClient both = subscribe(first, "websocket");
				SocketIoClient none = SocketIoClient.connect(this.port, "websocket")) {
			both.subscribe(second);
			both.subscribe(second);
			this.api.send(first, "Add a comment");
			this.api.send(second, "What does this code do?");
			await().until(() -> one.messages().size() == 4);
			await().until(() -> other.messages().size() == 2);
			await().until(() -> both.messages().size() == 6);
			int heartbeats = none.received("heartbeat").size();
			await().until(() -> none.received("heartbeat").size() > heartbeats);
			assertThat(sessions(one)).containsOnly(first.string("id"));
			assertThat(sessions(other)).containsOnly(second.string("id"));
			assertThat(sessions(both)).containsOnly(first.string("id"), second.string("id")).hasSize(6);
			assertThat(none.messages()).isEmpty();
		}
	}

	@Test
	void clientIsNotifiedOfItsConnectionAndSubscription() {
		JsonObject session = this.api.newSession("Greeted");
		try (SocketIoClient client = subscribe(session, "websocket")) {
			assertThat(client.received("connected")).containsExactly(JsonObject.of("sid", client.id()));
			assertThat(client.received("subscribed"))
				.containsExactly(JsonObject.of("project_id", session.string("project_id"), "sid", client.id()));
		}
	}

	@Test
	void subscriptionNamesAProject() {
		try (SocketIoClient client = SocketIoClient.connect(this.port, "websocket")) {
			client.emit("subscribe");
			client.emit("subscribe", (Object) null);
			client.emit("subscribe", "project");
			client.emit("subscribe", new JSONArray(List.of("project")));
			client.emit("subscribe", new JSONObject());
			client.emit("subscribe", new JSONObject(Map.of("project_id", "  ")));
			client.emit("subscribe", new JSONObject(Map.of("project_id", 5)));
			client.emit("subscribe", new JSONObject(Map.of("project_id", JSONObject.NULL)));
			await().until(() -> client.received("error").size() == 8);
			assertThat(client.received("error")).containsOnly(JsonObject.of("message", "project_id required"));
			assertThat(client.received("subscribed")).isEmpty();
		}
	}

	@Test
	void clientHearsThatTheServerLives() {
		try (SocketIoClient client = SocketIoClient.connect(this.port, "polling")) {
			await().until(() -> client.received("heartbeat").size() >= 2);
			JsonObject heartbeat = client.received("heartbeat").get(0);
			assertThat(heartbeat).hasSize(3).containsEntry("status", "alive");
			assertThat(heartbeat.integer("connections")).isPositive();
			assertThat(heartbeat.string("server_time"))
				.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{6})?");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "websocket", "polling" })
	void clientThatComesAgainSubscribesAgain(String transport) {
		JsonObject session = this.api.newSession("Reconnected");
		try (SocketIoClient client = subscribe(session, transport);
				SocketIoClient other = subscribe(session, "websocket")) {
			String before = client.id();
			client.loseConnection();
			await().until(() -> client.received("connected").size() >= 2);
			assertThat(client.id()).isNotEqualTo(before);
			this.api.send(session, "What does this code do?");
			await().until(() -> other.messages().size() == 2);
			client.subscribe(session);
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == 4);
			assertThat(client.messages()).extracting((message) -> message.get("stream_sequence"))
				.containsExactly(3, 4, 5, 6);
		}
	}

	@Test
	void clientsHearNothingOfADeletedProject() {
		JsonObject session = this.api.newSession("Deleted");
		try (SocketIoClient client = subscribe(session, "websocket")) {
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == 4);
			this.api.delete("/projects/" + session.string("project_id"));
			int heartbeats = client.received("heartbeat").size();
			await().until(() -> client.received("heartbeat").size() > heartbeats);
			assertThat(client.messages()).hasSize(4);
		}
	}

	private SocketIoClient subscribe(JsonObject session, String... transports) {
		return SocketIoClient.subscribe(this.port, session, transports);
	}

	private static Stream<String> framesByWebSocket(SocketIoClient client) {
		return client.frames()
			.stream()
			.filter((frame) -> frame.transport().equals("websocket"))
			.map(SocketIoClient.Frame::text);
	}

	private static List<String> transports(SocketIoClient client) {
		return client.frames().stream().map(SocketIoClient.Frame::transport).distinct().toList();
	}

	private static List<String> sessions(SocketIoClient client) {
		return client.messages().stream().map((message) -> message.string("session_id")).toList();
	}

}
