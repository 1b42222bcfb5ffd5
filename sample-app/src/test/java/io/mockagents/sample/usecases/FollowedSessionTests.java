package io.mockagents.sample.usecases;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.EventSource;
import io.mockagents.sample.FollowableSampleTest;
import io.mockagents.sample.SampleApi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A page follows a session by server-sent events.
 */
@FollowableSampleTest
class FollowedSessionTests {

	@Autowired
	private SampleApi api;

	@LocalServerPort
	private int port;

	@Test
	void eventsArriveAsTheyHappen() throws Exception {
		JsonObject session = this.api.newSession("Followed");
		try (EventSource source = follow(session, null)) {
			this.api.send(session, "Add a comment");
			await().until(() -> source.events().size() == 4);
			assertThat(source.events()).extracting(EventSource.Event::id).containsExactly("1", "2", "3", "4");
			assertThat(source.events()).extracting(EventSource.Event::name)
				.containsExactly("agent_updated_stream_event", "run_item_stream_event", "run_item_stream_event",
						"run_item_stream_event");
			assertThat(source.events()).extracting((event) -> event.data().get("agent"))
				.containsExactly("vibecoder", null, null, null);
			List<JsonObject> rows = this.api.events(session);
			assertThat(IntStream.range(0, 4)).allSatisfy((i) -> {
				JsonObject data = source.events().get(i).data();
				assertThat(data.keySet()).containsExactly("message_id", "session_id", "role", "message_type", "content",
						"stream_event_type", "stream_sequence", "event_data", "tool_calls", "tool_outputs", "handoffs",
						"agent", "iteration", "created_at");
				assertThat(data.without("message_id").without("agent"))
					.satisfies((common) -> assertThat(rows.get(i)).containsAllEntriesOf(common));
				assertThat(data.get("message_id")).isEqualTo(rows.get(i).get("id"));
			});
		}
	}

	@Test
	void clientThatComesAgainMissesNothing() throws Exception {
		JsonObject session = this.api.newSession("Resumed");
		this.api.send(session, "Add a comment");
		try (EventSource source = follow(session, 2)) {
			await().until(() -> source.events().size() == 2);
			this.api.send(session, "What does this code do?");
			await().until(() -> source.events().size() == 4);
			assertThat(source.events()).extracting(EventSource.Event::id).containsExactly("3", "4", "5", "6");
		}
	}

	@Test
	void newClientHearsOfWhatComesOnly() throws Exception {
		JsonObject session = this.api.newSession("New");
		this.api.send(session, "Add a comment");
		try (EventSource source = follow(session, null)) {
			this.api.send(session, "What does this code do?");
			await().until(() -> source.events().size() == 2);
			assertThat(source.events()).extracting(EventSource.Event::id).containsExactly("5", "6");
		}
	}

	@Test
	void clientHearsThatTheConnectionLives() throws Exception {
		JsonObject session = this.api.newSession("Quiet");
		try (EventSource source = follow(session, null)) {
			await().until(() -> source.comments().contains("heartbeat"));
		}
	}

	@Test
	void clientsOfOtherSessionsHearNothing() throws Exception {
		JsonObject session = this.api.newSession("Loud");
		try (EventSource source = follow(session, null);
				EventSource other = follow(this.api.newSession("Silent"), null)) {
			this.api.send(session, "Add a comment");
			await().until(() -> source.events().size() == 4);
			int heartbeats = other.comments().size();
			await().until(() -> other.comments().size() > heartbeats);
			assertThat(other.events()).isEmpty();
		}
	}

	@Test
	void clientThatDoesNotReadDelaysNoOtherClient() throws Exception {
		JsonObject session = this.api.newSession("Slow");
		try (Socket slow = request(session); EventSource source = follow(session, null)) {
			slow.getInputStream().read();
			for (int i = 0; i < 50; i++) {
				this.api.send(session, "Add a comment");
			}
			await().until(() -> source.events().size() == 200);
		}
	}

	@Test
	void clientThatIsGoneDelaysNoOtherClient() throws Exception {
		JsonObject session = this.api.newSession("Gone");
		request(session).close();
		follow(session, null).close();
		assertThat(this.api.send(session, "Add a comment").string("diff_id")).isNotBlank();
	}

	@Test
	void streamEndsWithTheSession() throws Exception {
		JsonObject session = this.api.newSession("Ended");
		try (EventSource source = follow(session, null)) {
			this.api.delete("/sessions/" + session.string("id"));
			await().until(source::isEnded);
		}
	}

	private EventSource follow(JsonObject session, @Nullable Integer lastEventId)
			throws IOException, InterruptedException {
		EventSource source = EventSource.connect(this.port, session.string("id"), lastEventId);
		await().until(() -> source.comments().contains("connected"));
		return source;
	}

	private Socket request(JsonObject session) throws IOException {
		Socket socket = new Socket();
		socket.setReceiveBufferSize(1024);
		socket.connect(new InetSocketAddress("localhost", this.port));
		socket.getOutputStream()
			.write(("GET /sessions/" + session.string("id") + "/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

}
