package io.mockagents.sample.faults;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.JsonCodec;
import io.mockagents.sample.Gate;
import io.mockagents.sample.SampleApi;
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
 * A client goes away while the agents work for it: they stop.
 */
@FaultTest
class AbandonedRequestTests {

	private static final Duration LIMIT = Duration.ofSeconds(60);

	@Autowired
	private SampleApi api;

	@Autowired
	private Gate gate;

	@LocalServerPort
	private int port;

	private JsonObject session;

	@BeforeEach
	void openSession() {
		this.session = this.api.newSession("Abandoned");
	}

	@AfterEach
	void open() {
		this.gate.open();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Vibecoder", "Evaluator" })
	void theRunIsCancelled(String agent) throws Exception {
		this.gate.closeAt(agent);
		Socket client = post("Name the license");
		await().atMost(LIMIT).until(() -> this.gate.held() == 1);
		client.close();
		await().atMost(LIMIT).until(() -> this.gate.held() == 0);
		this.gate.open();
		List<JsonObject> rows = this.api.messages(this.session);
		assertThat(rows).extracting((row) -> row.get("message_type")).startsWith("user_input").doesNotContain("error");
		assertThat(rows.subList(1, rows.size())).extracting((row) -> row.object("event_data").get("name"))
			.isEqualTo(
					agent.equals("Vibecoder") ? Collections.singletonList(null) : Arrays.asList(null, "tool_called"));
		assertThat(this.api.send(this.session, "Name the license").string("diff_id")).isNotBlank();
		assertThat(this.api.get("/sessions/" + this.session.string("id") + "/diffs").objects())
			.as("of the second request only")
			.hasSize(1);
		assertThat(this.api.events(this.session)).extracting((row) -> row.get("stream_sequence"))
			.isEqualTo(IntStream.rangeClosed(1, rows.size() - 1 + 4).boxed().toList());
	}

	@Test
	void noFurtherIterationBegins() throws Exception {
		this.gate.closeAt("Evaluator");
		Socket client = post("Give it some air");
		await().atMost(LIMIT).until(() -> this.gate.held() == 1);
		client.close();
		await().atMost(LIMIT).until(() -> this.gate.held() == 0);
		this.gate.open();
		this.api.send(this.session, "What does this code do?");
		assertThat(this.api.events(this.session)).extracting((row) -> row.get("iteration")).containsOnly(0);
	}

	@Test
	void aClientThatWaitsGetsItsAnswerAfterSpaces() throws Exception {
		this.gate.closeAt("Vibecoder");
		try (Socket client = post("What does this code do?")) {
			String head = readUntil(client, "\r\n\r\n");
			assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("\r\nContent-Type: application/json\r\n");
			readUntil(client, "1\r\n \r\n");
			this.gate.open();
			String body = readUntil(client, "\r\n0\r\n\r\n").replaceAll("(^|\r\n)[0-9a-f]+\r\n", "");
			assertThat(JsonCodec.parseObject(body)).containsEntry("session_id", this.session.string("id"))
				.containsEntry("error", null);
		}
	}

	private Socket post(String prompt) throws IOException {
		byte[] body = JsonCodec.write(JsonObject.of("prompt", prompt)).getBytes(StandardCharsets.UTF_8);
		Socket socket = new Socket("localhost", this.port);
		socket.getOutputStream()
			.write(("POST /sessions/" + this.session.string("id") + "/messages HTTP/1.1\r\nHost: localhost\r\n"
					+ "Connection: close\r\nContent-Type: application/json\r\nContent-Length: " + body.length
					+ "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().write(body);
		return socket;
	}

	private static String readUntil(Socket socket, String end) throws IOException {
		StringBuilder text = new StringBuilder();
		while (text.indexOf(end) < 0) {
			int next = socket.getInputStream().read();
			assertThat(next).as("after %s", text).isNotNegative();
			text.append((char) next);
		}
		return text.toString();
	}

}
