package io.mockagents.sample.faults;

import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.Gate;
import io.mockagents.sample.SampleApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A project or its session is deleted while the agents work in it: they stop, and nothing
 * is left.
 */
@FaultTest
class DeletedWhileRunningTests {

	@Autowired
	private SampleApi api;

	@Autowired
	private Gate gate;

	@Autowired
	private JdbcClient jdbc;

	@LocalServerPort
	private int port;

	private JsonObject session;

	@BeforeEach
	void openSession() {
		this.session = this.api.newSession("Deleted");
	}

	@AfterEach
	void open() {
		this.gate.open();
	}

	@ParameterizedTest
	@CsvSource({ "Vibecoder, project_id, /projects/", "Evaluator, project_id, /projects/", "Vibecoder, id, /sessions/",
			"Evaluator, id, /sessions/" })
	void runIsCancelledAndTheAnswerSaysSo(String agent, String key, String path) {
		this.gate.closeAt(agent);
		CompletableFuture<JsonObject> answer = this.api.sendAsync(this.session, "Name the license");
		await().until(() -> this.gate.held() == 1);
		List<String> sessions = sessionsOfProject();
		assertThat(this.api.delete(path + this.session.string(key)).status()).isEqualTo(204);
		assertThat(answer.join()).as("while the gate is closed")
			.isEqualTo(JsonObject.of("session_id", this.session.string("id"), "diff_id", null, "content", null, "patch",
					null, "token_usage", JsonObject.of(), "error",
					"The session was deleted while the agents worked on the message"));
		await().until(() -> this.gate.held() == 0);
		this.gate.open();
		assertThat(sessions).hasSize(agent.equals("Evaluator") ? 2 : 1)
			.allSatisfy((id) -> assertThat(rowsOf(id)).isZero());
		assertThat(sessionsOfProject()).isEmpty();
	}

	@Test
	void otherProjectsContinue() {
		JsonObject other = this.api.newSession("Kept");
		this.gate.close();
		CompletableFuture<JsonObject> answer = this.api.sendAsync(this.session, "Name the license");
		CompletableFuture<JsonObject> answerOfOther = this.api.sendAsync(other, "Name the license");
		await().until(() -> this.gate.held() == 2);
		this.api.delete("/projects/" + this.session.string("project_id"));
		assertThat(answer.join().string("error")).startsWith("The session was deleted");
		assertThat(this.gate.held()).as("the other run").isEqualTo(1);
		this.gate.open();
		assertThat(answerOfOther.join()).containsEntry("error", null)
			.hasEntrySatisfying("diff_id", (id) -> assertThat(id).isNotNull());
		assertThat(this.api.events(other)).hasSize(4);
	}

	@Test
	void sessionThatIsOpenedAgainStartsFromOne() {
		this.gate.closeAt("Evaluator");
		CompletableFuture<JsonObject> answer = this.api.sendAsync(this.session, "Name the license");
		await().until(() -> this.gate.held() == 1);
		this.api.delete("/sessions/" + this.session.string("id"));
		answer.join();
		this.gate.open();
		JsonObject again = this.api.openSession(this.session.string("project_id"));
		assertThat(this.api.send(again, "Name the license").string("diff_id")).isNotBlank();
		assertThat(this.api.events(again)).extracting((row) -> row.get("stream_sequence")).containsExactly(1, 2, 3, 4);
	}

	@Test
	void commitMessageThatIsRefinedIsBrokenOff() throws Exception {
		String diff = this.api.send(this.session, "Name the license").string("diff_id");
		this.gate.closeAt("CommitMessageWriter");
		try (RawClient client = RawClient.post(this.port, "/diffs/" + diff + "/refine-message", JsonObject.of())) {
			client.readUntil(RawClient.SPACE);
			await().until(() -> this.gate.held() == 1);
			List<String> sessions = sessionsOfProject();
			this.api.delete("/projects/" + this.session.string("project_id"));
			assertThat(client.readAll()).as("what is no whole answer").doesNotEndWith(RawClient.END);
			assertThat(sessions).hasSize(3).allSatisfy((id) -> assertThat(rowsOf(id)).isZero());
		}
	}

	private List<String> sessionsOfProject() {
		return this.jdbc.sql("select id from vibecode_sessions where project_id = ?")
			.param(this.session.string("project_id"))
			.query(String.class)
			.list();
	}

	private int rowsOf(String session) {
		return this.jdbc
			.sql("select (select count(*) from conversation_messages where session_id = :id) "
					+ "+ (select count(*) from diffs where session_id = :id)")
			.param("id", session)
			.query(Integer.class)
			.single();
	}

}
