package io.mockagents.sample.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import io.mockagents.loop.RunEvent;
import io.mockagents.sample.EventSource;
import io.mockagents.sample.Gate;
import io.mockagents.sample.PublishedEvents;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SocketIoClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many conversations at the same time, more than the web server has threads and the pool
 * has connections to the database.
 */
@FaultTest
class ConcurrentConversationsTests {

	private static final Duration LIMIT = Duration.ofMinutes(5);

	private static final int CONVERSATIONS = 200;

	private static final int FOLLOWED = 20;

	private static final int SOCKETS = 5;

	@Autowired
	private SampleApi api;

	@Autowired
	private PublishedEvents published;

	@Autowired
	private Gate gate;

	@LocalServerPort
	private int port;

	@AfterEach
	void open() {
		this.gate.open();
	}

	@Test
	void loseNothingAndKeepTheirOrder() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(CONVERSATIONS);
		List<EventSource> followers = new ArrayList<>();
		List<SocketIoClient> sockets = new ArrayList<>();
		try {
			List<JsonObject> sessions = get(IntStream.range(0, CONVERSATIONS)
				.mapToObj((i) -> clients.submit(() -> this.api.newSession("Concurrent " + i)))
				.toList());
			for (JsonObject session : sessions.subList(0, FOLLOWED)) {
				followers.add(EventSource.connect(this.port, session.string("id"), 0));
			}
			for (JsonObject session : sessions.subList(0, SOCKETS)) {
				sockets.add(SocketIoClient.subscribe(this.port, session, "websocket"));
			}
			this.gate.close();
			List<Future<JsonObject>> answers = sessions.stream()
				.map((session) -> clients.submit(() -> this.api.send(session, "Name the license")))
				.toList();
			await().atMost(LIMIT).until(() -> this.gate.held() == CONVERSATIONS);
			assertThat(this.api.get("/health").status()).as("while all wait for the model").isEqualTo(200);
			assertThat(this.api.messages(sessions.get(0))).as("while all wait for the model").isNotEmpty();
			this.gate.open();
			assertThat(get(answers))
				.allSatisfy((answer) -> assertThat(answer).containsEntry("error", null)
					.hasEntrySatisfying("diff_id", (id) -> assertThat(id).isInstanceOf(String.class)))
				.extracting((answer) -> answer.get("session_id"))
				.isEqualTo(sessions.stream().map((session) -> session.get("id")).toList());
			for (int i = 0; i < CONVERSATIONS; i++) {
				assertThatNothingIsLost(sessions.get(i), (i < FOLLOWED) ? followers.get(i) : null);
			}
			for (int i = 0; i < SOCKETS; i++) {
				SocketIoClient socket = sockets.get(i);
				await().atMost(LIMIT).until(() -> socket.messages().size() == 4);
				assertThat(socket.messages()).extracting((message) -> message.get("message_id"))
					.isEqualTo(this.api.events(sessions.get(i)).stream().map((row) -> row.get("id")).toList());
			}
		}
		finally {
			sockets.forEach(SocketIoClient::close);
			followers.forEach(EventSource::close);
			clients.shutdownNow();
		}
	}

	private static <T> List<T> get(List<Future<T>> futures) throws Exception {
		List<T> results = new ArrayList<>();
		for (Future<T> future : futures) {
			results.add(future.get());
		}
		return results;
	}

	private void assertThatNothingIsLost(JsonObject session, EventSource follower) {
		List<JsonObject> messages = this.api.messages(session);
		assertThat(messages).first()
			.satisfies((message) -> assertThat(message).containsEntry("message_type", "user_input"));
		List<JsonObject> rows = messages.subList(1, messages.size());
		assertThat(rows).extracting((row) -> row.get("stream_sequence"))
			.isEqualTo(IntStream.rangeClosed(1, 4).boxed().toList());
		List<RunEvent> events = this.published.stored(session.string("id"));
		assertThat(events).extracting(RunEvent::streamSequence).containsExactly(1, 2, 3, 4);
		assertThat(events).extracting((event) -> event.event().type())
			.isEqualTo(rows.stream().map((row) -> row.string("stream_event_type")).toList());
		assertThat(rows).extracting((row) -> row.object("event_data").get("name"))
			.containsExactly(null, "tool_called", "tool_output", "message_output_created");
		if (follower != null) {
			await().atMost(LIMIT).until(() -> follower.events().size() == rows.size());
			assertThat(follower.events()).extracting((event) -> event.data().get("message_id"))
				.isEqualTo(rows.stream().map((row) -> row.get("id")).toList());
		}
	}

}
