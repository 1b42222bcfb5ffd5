package io.mockagents.sample.socket;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.sample.FollowableSampleTest;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SocketIoClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what goes over the wire of the sockets, and for clients that are no good.
 */
@FollowableSampleTest
class SocketTransportTests {

	private final HttpClient http = HttpClient.newHttpClient();

	@Autowired
	private SampleApi api;

	@Autowired
	private SocketServer server;

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(strings = { "/socket.io/", "/socket.io" })
	void handshakeHasTheLimitsForTheClient(String path) throws Exception {
		HttpResponse<String> response = get(path + "?EIO=4&transport=polling");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
		assertThat(response.body()).startsWith("0");
		JsonObject handshake = JsonCodec.parseObject(response.body().substring(1));
		assertThat(handshake.without("sid")).isEqualTo(JsonObject.of("upgrades", List.of("websocket"), "pingInterval",
				25000, "pingTimeout", 60000, "maxPayload", 1_000_000));
		assertThat(handshake.string("sid")).isNotBlank();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			EIO=3&transport=polling | 5 | Unsupported protocol version
			transport=polling | 5 | Unsupported protocol version
			'' | 5 | Unsupported protocol version
			EIO=4 | 0 | Transport unknown
			EIO=4&transport=pigeon | 0 | Transport unknown
			EIO=4&transport=polling&sid=unknown | 1 | Session ID unknown
			EIO=4&transport=polling&transport=polling | 3 | Bad request
			""")
	void requestThatDoesNotFollowTheProtocolIsRefused(String query, int code, String message) throws Exception {
		HttpResponse<String> response = get("/socket.io/?" + query);
		assertThat(response.statusCode()).isEqualTo(400);
		assertThat(JsonCodec.parseObject(response.body())).isEqualTo(JsonObject.of("code", code, "message", message));
	}

	@Test
	void invalidPacketsAreRefused() throws Exception {
		String connection = open();
		assertThat(post(connection, "").statusCode()).isEqualTo(400);
		assertThat(post(connection, "x").statusCode()).isEqualTo(400);
		assertThat(post(connection, "4" + "x".repeat(1_000_000)).statusCode()).isEqualTo(413);
	}

	@Test
	void subscriptionIsAcknowledgedIfItsClientAsksForThat() throws Exception {
		String connection = open();
		post(connection, "40");
		post(connection, "420[\"subscribe\",{\"project_id\":\"p\"}]");
		post(connection, "427[\"subscribe\"]");
		post(connection, "42[\"subscribe\",{\"project_id\":\"p\"}]");
		List<String> packets = new ArrayList<>();
		while (packets.stream().filter((packet) -> packet.contains("\"subscribed\"")).count() < 2) {
			packets
				.addAll(List.of(get("/socket.io/?EIO=4&transport=polling&sid=" + connection).body().split("\u001e")));
		}
		assertThat(packets.stream().filter((packet) -> packet.startsWith("43"))).containsExactly("430[]", "437[]");
		assertThat(packets.stream().filter((packet) -> packet.contains("\"error\""))).hasSize(1);
	}

	@Test
	void handshakeOfAWebSocketNamesHowMuchAClientMaySend() throws Exception {
		Received received = new Received();
		WebSocket client = webSocket("http://localhost:5173", received).get();
		await().until(() -> !received.messages.isEmpty());
		assertThat(JsonCodec.parseObject(received.messages.get(0).substring(1))).containsEntry("maxPayload", 1_000_000)
			.containsEntry("pingTimeout", 60000);
		client.abort();
	}

	@Test
	void messageMayBeAsLongAsTheHandshakeSays() throws Exception {
		String project = this.api.newSession("Long").string("project_id");
		Received received = new Received();
		WebSocket client = webSocket("http://localhost:5173", received).get();
		client.sendText("40", true).get();
		String head = "420[\"subscribe\",{\"project_id\":\"" + project + "\",\"more\":\"";
		String tail = "\"}]";
		client.sendText(head + "x".repeat(1_000_000 - head.length() - tail.length()) + tail, true).get();
		await().until(() -> received.messages.contains("430[]"));
		assertThat(this.server.subscribers(project)).isOne();
		client.sendText("4" + "x".repeat(1_000_000), true).get();
		await().until(() -> received.closedWith == 1009);
		await().until(() -> this.server.subscribers(project) == 0);
	}

	@Test
	void onlyThatIsServedThere() throws Exception {
		HttpResponse<String> response = get("/socket.io/other?EIO=4&transport=polling");
		assertThat(response.statusCode()).isEqualTo(404);
	}

	@Test
	void pagesOfConfiguredOriginsMayPoll() throws Exception {
		HttpResponse<String> response = get("/socket.io/?EIO=4&transport=polling", "Origin", "http://localhost:5173");
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().allValues("Access-Control-Allow-Origin"))
			.containsExactly("http://localhost:5173");
		assertThat(response.headers().allValues("Access-Control-Allow-Credentials")).containsExactly("true");
	}

	@Test
	void pagesOfOtherOriginsMayNot() throws Exception {
		HttpResponse<String> response = get("/socket.io/?EIO=4&transport=polling", "Origin", "http://evil.example");
		assertThat(response.statusCode()).isEqualTo(403);
		assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
		assertThat(webSocket("http://evil.example")).failsWithin(Duration.ofMinutes(1))
			.withThrowableOfType(ExecutionException.class)
			.havingCause()
			.isInstanceOfSatisfying(WebSocketHandshakeException.class,
					(ex) -> assertThat(ex.getResponse().statusCode()).isEqualTo(403));
	}

	@Test
	void pagesOfConfiguredOriginsMayOpenWebSockets() throws Exception {
		webSocket("http://localhost:5173").get().abort();
	}

	@Test
	void clientsThatDoNotFetchDelayNoOtherAndAreDisconnected() throws Exception {
		JsonObject session = this.api.newSession("Slow");
		String project = session.string("project_id");
		WebSocket silent = webSocket("http://localhost:5173").get();
		silent.sendText("40", true).get();
		silent.sendText("42[\"subscribe\",{\"project_id\":\"" + project + "\"}]", true).get();
		String absent = open();
		post(absent, "40");
		post(absent, "42[\"subscribe\",{\"project_id\":\"" + project + "\"}]");
		try (SocketIoClient client = SocketIoClient.subscribe(this.port, session, "websocket")) {
			await().until(() -> this.server.subscribers(project) == 3);
			JsonObject large = JsonObject.of("text", "x".repeat(50_000));
			for (int sent = 10; this.server.subscribers(project) > 1; sent += 10) {
				IntStream.range(0, 10).forEach((i) -> this.server.send(project, "conversation_message", large));
				int all = sent;
				await().until(() -> client.messages().size() == all);
			}
			int before = client.messages().size();
			this.api.send(session, "Add a comment");
			await().until(() -> client.messages().size() == before + 4);
			assertThat(client.received("connected")).as("of the client that fetches").hasSize(1);
		}
		finally {
			silent.abort();
		}
	}

	@Test
	void clientThatIsGoneIsForgotten() throws Exception {
		JsonObject session = this.api.newSession("Gone");
		String project = session.string("project_id");
		SocketIoClient.subscribe(this.port, session, "polling").close();
		await().until(() -> this.server.subscribers(project) == 0);
		WebSocket silent = webSocket("http://localhost:5173").get();
		silent.sendText("40", true).get();
		silent.sendText("42[\"subscribe\",{\"project_id\":\"" + project + "\"}]", true).get();
		await().until(() -> this.server.subscribers(project) == 1);
		silent.abort();
		await().until(() -> this.server.subscribers(project) == 0);
	}

	private String open() throws IOException, InterruptedException {
		String body = get("/socket.io/?EIO=4&transport=polling").body();
		return JsonCodec.parseObject(body.substring(1)).string("sid");
	}

	private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
		if (headers.length > 0) {
			request.headers(headers);
		}
		return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
	}

	private HttpResponse<String> post(String connection, String body) throws IOException, InterruptedException {
		URI uri = URI.create("http://localhost:" + this.port + "/socket.io/?EIO=4&transport=polling&sid=" + connection);
		return this.http.send(HttpRequest.newBuilder(uri)
			.header("Content-Type", "text/plain;charset=UTF-8")
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build(), HttpResponse.BodyHandlers.ofString());
	}

	/**
	 * Open a websocket of which nobody reads.
	 */
	private CompletableFuture<WebSocket> webSocket(String origin) {
		return webSocket(origin, new WebSocket.Listener() {

			@Override
			public void onOpen(WebSocket webSocket) {
				// Requests nothing
			}

		});
	}

	private CompletableFuture<WebSocket> webSocket(String origin, WebSocket.Listener listener) {
		return this.http.newWebSocketBuilder()
			.header("Origin", origin)
			.buildAsync(URI.create("ws://localhost:" + this.port + "/socket.io/?EIO=4&transport=websocket"), listener);
	}

	/**
	 * Remembers what came.
	 */
	private static final class Received implements WebSocket.Listener {

		private final List<String> messages = new CopyOnWriteArrayList<>();

		private volatile int closedWith;

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
			this.messages.add(text.toString());
			webSocket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int status, String reason) {
			this.closedWith = status;
			return null;
		}

	}

}
