package io.mockagents.sample.faults;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.mockagents.actuate.MockAgentsEndpoint;
import io.mockagents.actuate.RecentRun;
import io.mockagents.agent.JsonObject;
import io.mockagents.sample.Gate;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SocketIoClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A run belongs to its session: it continues when its client goes away, and stops when a
 * client asks for that.
 */
@FaultTest
class CancelledRunTests {

	@Autowired
	private SampleApi api;

	@Autowired
	private Gate gate;

	@Autowired
	private MockAgentsEndpoint endpoint;

	@LocalServerPort
	private int port;

	private JsonObject session;

	private String path;

	@BeforeEach
	void openSession() {
		this.session = this.api.newSession("Cancelled");
		this.path = "/sessions/" + this.session.string("id");
	}

	@AfterEach
	void open() {
		this.gate.open();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Vibecoder", "Evaluator" })
	void runContinuesWhenItsClientGoesAway(String agent) throws Exception {
		this.gate.closeAt(agent);
		RawClient client = RawClient.post(this.port, this.path + "/messages",
				JsonObject.of("prompt", "Name the license"));
		client.readUntil(RawClient.SPACE);
		await().until(() -> this.gate.held() == 1);
		client.close();
		this.gate.open();
		await().until(() -> pending().size() == 1);
		assertThat(this.api.messages(this.session)).extracting((row) -> row.get("message_type"))
			.containsExactly("user_input", "stream_event", "stream_event", "stream_event", "stream_event");
		assertThat(runs()).extracting(RecentRun::state).containsOnly(RecentRun.State.ENDED);
	}

	@Test
	void clientThatComesAgainFindsTheDiff() throws Exception {
		try (SocketIoClient client = SocketIoClient.subscribe(this.port, this.session, "websocket")) {
			this.gate.closeAt("Evaluator");
			RawClient request = RawClient.post(this.port, this.path + "/messages",
					JsonObject.of("prompt", "Name the license"));
			await().until(() -> this.gate.held() == 1 && client.messages().size() == 2);
			request.close();
			String before = client.id();
			client.loseConnection();
			await().until(() -> client.received("connected").size() == 2 && !before.equals(client.id()));
			this.gate.open();
			await().until(() -> pending().size() == 1);
			client.subscribe(this.session);
			List<JsonObject> missed = this.api.get(this.path + "/messages?after_sequence=2").objects();
			assertThat(missed).extracting((row) -> row.get("stream_sequence")).containsExactly(3, 4);
			int known = client.messages().size();
			this.api.send(this.session, "What does this code do?");
			await().until(() -> client.messages().size() == known + 2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Vibecoder", "Evaluator" })
	void runStopsWhenAClientAsksForIt(String agent) {
		this.gate.closeAt(agent);
		CompletableFuture<JsonObject> answer = this.api.sendAsync(this.session, "Name the license");
		await().until(() -> this.gate.held() == 1);
		assertThat(this.api.post(this.path + "/cancel", null)).isEqualTo(new SampleApi.Answer(202, null));
		assertThat(answer.join()).as("while the gate is closed")
			.isEqualTo(JsonObject.of("session_id", this.session.string("id"), "diff_id", null, "content", null, "patch",
					null, "token_usage", JsonObject.of(), "error", "cancelled"));
		await().until(() -> this.gate.held() == 0);
		this.gate.open();
		assertThat(this.api.messages(this.session)).extracting((row) -> row.get("message_type"))
			.startsWith("user_input")
			.doesNotContain("error");
		assertThat(runs()).first().satisfies((run) -> {
			assertThat(run.state()).isEqualTo(RecentRun.State.CANCELLED);
			assertThat(run.failure()).isNull();
		});
		assertThat(pending()).isEmpty();
	}

	@Test
	void sessionContinuesAfterACancelledRun() {
		this.gate.closeAt("Evaluator");
		CompletableFuture<JsonObject> answer = this.api.sendAsync(this.session, "Name the license");
		await().until(() -> this.gate.held() == 1);
		this.api.post(this.path + "/cancel", null);
		answer.join();
		this.gate.open();
		assertThat(this.api.send(this.session, "Name the license").string("diff_id")).isNotBlank();
		List<JsonObject> events = this.api.events(this.session);
		assertThat(events).extracting((row) -> row.get("stream_sequence"))
			.isEqualTo(IntStream.rangeClosed(1, events.size()).boxed().toList());
	}

	@Test
	void runWhoseClientIsGoneCanBeStopped() throws Exception {
		this.gate.closeAt("Vibecoder");
		RawClient client = RawClient.post(this.port, this.path + "/messages",
				JsonObject.of("prompt", "Name the license"));
		await().until(() -> this.gate.held() == 1);
		client.close();
		assertThat(this.api.post(this.path + "/cancel", null).status()).isEqualTo(202);
		await().until(() -> this.gate.held() == 0);
		await().untilAsserted(
				() -> assertThat(runs()).extracting(RecentRun::state).containsExactly(RecentRun.State.CANCELLED));
	}

	@Test
	void allRunsOfASessionStop() {
		this.gate.close();
		CompletableFuture<JsonObject> first = this.api.sendAsync(this.session, "Name the license");
		CompletableFuture<JsonObject> second = this.api.sendAsync(this.session, "Name the license");
		await().until(() -> this.gate.held() == 2);
		this.api.post(this.path + "/cancel", null);
		assertThat(List.of(first.join(), second.join())).extracting((answer) -> answer.get("error"))
			.containsExactly("cancelled", "cancelled");
	}

	@Test
	void whereNothingRunsNothingStops() {
		assertThat(this.api.post(this.path + "/cancel", null))
			.isEqualTo(new SampleApi.Answer(409, JsonObject.of("detail", "No run in progress")));
		this.api.send(this.session, "Name the license");
		assertThat(this.api.post(this.path + "/cancel", null).status()).isEqualTo(409);
	}

	@Test
	void commitMessageIsRefinedToItsEndWithoutItsClient() throws Exception {
		String diff = this.api.send(this.session, "Name the license").string("diff_id");
		this.gate.closeAt("CommitMessageWriter");
		RawClient client = RawClient.post(this.port, "/diffs/" + diff + "/refine-message", JsonObject.of());
		client.readUntil(RawClient.SPACE);
		await().until(() -> this.gate.held() == 1);
		client.close();
		this.gate.open();
		await().untilAsserted(() -> assertThat(this.endpoint.read().runs())
			.filteredOn((run) -> "CommitMessageWriter".equals(run.agent()))
			.first()
			.extracting(RecentRun::state)
			.isEqualTo(RecentRun.State.ENDED));
	}

	private List<JsonObject> pending() {
		return this.api.get(this.path + "/diffs/pending").objects();
	}

	private List<RecentRun> runs() {
		return this.endpoint.read()
			.runs()
			.stream()
			.filter((run) -> run.sessionId().equals(this.session.string("id")))
			.toList();
	}

}
