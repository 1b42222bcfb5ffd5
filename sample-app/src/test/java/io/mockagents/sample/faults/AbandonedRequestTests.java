package io.mockagents.sample.faults;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.sample.Gate;
import io.mockagents.sample.SampleApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A client goes away while the agents work for it: they stop, as the application is set
 * to.
 */
@FaultTest
@TestPropertySource(properties = "sample.cancel-abandoned-runs=true")
class AbandonedRequestTests {

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
	void runIsCancelled(String agent) throws Exception {
		this.gate.closeAt(agent);
		RawClient client = post("Name the license");
		await().until(() -> this.gate.held() == 1);
		client.close();
		await().until(() -> this.gate.held() == 0);
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
		RawClient client = post("Give it some air");
		await().until(() -> this.gate.held() == 1);
		client.close();
		await().until(() -> this.gate.held() == 0);
		this.gate.open();
		this.api.send(this.session, "What does this code do?");
		assertThat(this.api.events(this.session)).extracting((row) -> row.get("iteration")).containsOnly(0);
	}

	@Test
	void clientThatWaitsGetsItsAnswerAfterSpaces() throws Exception {
		this.gate.closeAt("Vibecoder");
		try (RawClient client = post("What does this code do?")) {
			String head = client.readUntil("\r\n\r\n");
			assertThat(head).startsWith("HTTP/1.1 200").containsIgnoringCase("\r\nContent-Type: application/json\r\n");
			client.readUntil(RawClient.SPACE);
			this.gate.open();
			assertThat(json(client.readUntil(RawClient.END))).containsEntry("session_id", this.session.string("id"))
				.containsEntry("error", null);
		}
	}

	@Test
	void commitMessageIsNoLongerRefined() throws Exception {
		String diff = this.api.send(this.session, "Name the license").string("diff_id");
		this.gate.closeAt("CommitMessageWriter");
		RawClient client = refine(diff, JsonObject.of());
		await().until(() -> this.gate.held() == 1);
		client.close();
		await().until(() -> this.gate.held() == 0);
		this.gate.open();
		assertThat(this.api.post("/diffs/" + diff + "/refine-message", null).object().string("refined_message"))
			.isNotBlank();
	}

	@Test
	void clientThatWaitsGetsItsCommitMessageAfterSpaces() throws Exception {
		String diff = this.api.send(this.session, "Name the license").string("diff_id");
		this.gate.closeAt("CommitMessageWriter");
		try (RawClient client = refine(diff, JsonObject.of())) {
			client.readUntil(RawClient.SPACE);
			this.gate.open();
			assertThat(json(client.readUntil(RawClient.END))).containsEntry("diff_id", diff)
				.containsOnlyKeys("diff_id", "original_message", "refined_message", "suggestion");
		}
	}

	@Test
	void failureBehindSpacesIsNotAWholeAnswer() throws Exception {
		String diff = this.api.send(this.session, "Name the license").string("diff_id");
		this.gate.closeAt("CommitMessageWriter");
		try (RawClient client = refine(diff, JsonObject.of("prompt", "Overload the model"))) {
			client.readUntil(RawClient.SPACE);
			this.gate.open();
			assertThat(client.readAll()).doesNotEndWith(RawClient.END);
		}
	}

	private RawClient post(String prompt) throws IOException {
		return RawClient.post(this.port, "/sessions/" + this.session.string("id") + "/messages",
				JsonObject.of("prompt", prompt));
	}

	private RawClient refine(String diff, JsonObject wish) throws IOException {
		return RawClient.post(this.port, "/diffs/" + diff + "/refine-message", wish);
	}

	private static JsonObject json(String chunks) {
		return JsonCodec.parseObject(chunks.replaceAll("(^|\r\n)[0-9a-f]+\r\n", ""));
	}

}
