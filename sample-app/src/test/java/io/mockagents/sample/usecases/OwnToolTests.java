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
 * A scenario may leave the output of a tool open. Then the application's own code runs:
 * here it rejects a patch that does not apply, and asks another agent, played from a
 * scenario of its own, about one that does.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_scenarios\": [\"classpath:scenarios/*.yaml\"]}")
class OwnToolTests {

	@Autowired
	private SampleApi api;

	@LocalServerPort
	private int port;

	@Test
	void applicationsToolDecides() {
		JsonObject session = this.api.newSession("Own tool");
		JsonObject answer = this.api.send(session, "Change the greeting");
		JsonObject diff = this.api.get("/diffs/" + answer.string("diff_id")).object();
		assertThat(diff).containsEntry("vibecoder_prompt", "Change the greeting")
			.containsEntry("evaluator_reasoning", "It's the greeting that was asked for")
			.containsEntry("commit_message", "Change the greeting");
		assertThat(diff.string("diff_content")).contains("+    print('Hello!')");
		List<JsonObject> events = this.api.events(session);
		assertThat(events).extracting((event) -> event.get("stream_sequence")).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
		assertThat(events).extracting((event) -> event.get("iteration")).containsExactly(0, 0, 0, 0, 1, 1, 1, 1);
		assertThat(toolOutput(events.get(2)))
			.startsWith("approved=False reasoning='The patch does not apply to the current code");
		assertThat(toolOutput(events.get(6))).isEqualTo("approved=True reasoning=\"It's the greeting that was asked "
				+ "for\" commit_message='Change the greeting'");
	}

	@Test
	void clientsHearNothingOfWhatTheEvaluatorIsAsked() {
		JsonObject session = this.api.newSession("Own tool followed");
		try (SocketIoClient client = SocketIoClient.subscribe(this.port, session, "websocket")) {
			this.api.send(session, "Change the greeting");
			await().until(() -> client.messages().size() >= 8);
			this.api.send(session, "Change the greeting");
			await().until(() -> client.messages().size() >= 16);
			assertThat(client.messages()).extracting((message) -> message.get("message_id"))
				.containsExactlyElementsOf(this.api.events(session).stream().map((row) -> row.get("id")).toList());
		}
	}

	private static String toolOutput(JsonObject event) {
		return event.objects("tool_outputs").get(0).string("output");
	}

}
