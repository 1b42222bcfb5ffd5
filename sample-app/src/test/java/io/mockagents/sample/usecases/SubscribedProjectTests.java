package io.mockagents.sample.usecases;

import java.util.List;

import io.mockagents.agent.JsonObject;
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
 * A page subscribes to a project over Socket.IO.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_scenario_weights\": {\"comment_addition_rejected_then_approved\": 0}}",
		"sample.heartbeat=100ms" })
class SubscribedProjectTests {

	@Autowired
	private SampleApi api;

	@LocalServerPort
	private int port;

	@Test
	void messagesArriveAsTheyAreStored() {
		JsonObject session = this.api.newSession("Subscribed");
		try (SocketIoClient client = SocketIoClient.subscribe(this.port, session, "websocket")) {
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == 4);
			List<JsonObject> rows = this.api.events(session);
			assertThat(client.messages()).extracting((message) -> message.get("message_id"))
				.containsExactlyElementsOf(rows.stream().map((row) -> row.get("id")).toList());
		}
	}

	@Test
	void aClientMayPoll() {
		JsonObject session = this.api.newSession("Subscribed");
		try (SocketIoClient client = SocketIoClient.subscribe(this.port, session, "polling")) {
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == 4);
		}
	}

	@Test
	void aClientMayUpgrade() {
		JsonObject session = this.api.newSession("Subscribed");
		try (SocketIoClient client = SocketIoClient.subscribe(this.port, session, "polling", "websocket")) {
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == 4);
		}
	}

}
