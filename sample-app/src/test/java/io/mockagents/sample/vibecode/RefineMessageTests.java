package io.mockagents.sample.vibecode;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.GitHistory;
import io.mockagents.sample.ContractTest;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleApi.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A better commit message over HTTP.
 */
@ContractTest
class RefineMessageTests {

	private static final String ORIGINAL = "Apply the requested change";

	@Autowired
	private SampleApi api;

	@Autowired
	private JdbcClient jdbc;

	private JsonObject session;

	private JsonObject diff;

	private String path;

	@BeforeEach
	void createDiff() {
		this.session = this.api.newSession("Refined");
		String id = this.api.send(this.session, "Name the license").string("diff_id");
		this.diff = this.api.get("/diffs/" + id).object();
		this.path = "/diffs/" + id + "/refine-message";
	}

	@Test
	void agentIsAskedForWhatTheUserWants() {
		Answer answer = this.api.post(this.path, JsonObject.of("prompt", "Say which license"));
		assertThat(answer.status()).isEqualTo(200);
		assertThat(answer.object().entrySet()).containsExactlyElementsOf(JsonObject
			.of("diff_id", this.diff.string("id"), "original_message", ORIGINAL, "refined_message",
					ORIGINAL + "\n\nSay which license", "suggestion", "Consider adding more context about the changes")
			.entrySet());
	}

	@Test
	void messageThatTheUserHasEditedIsRefined() {
		assertThat(this.api.post(this.path, JsonObject.of("current_message", "Name it")).object())
			.containsEntry("original_message", "Name it")
			.containsEntry("refined_message", "Name it");
		assertThat(this.api.post(this.path, JsonObject.of("current_message", "Name it", "prompt", "Say why")).object())
			.containsEntry("refined_message", "Name it\n\nSay why");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "null", "{}", "{\"current_message\": \" \"}", "{\"prompt\": null}", "{\"prompt\": \" \"}" })
	void promptIsOptional(String body) {
		Answer answer = this.api.exchange(HttpMethod.POST, this.path, body.isEmpty() ? null : body,
				MediaType.APPLICATION_JSON);
		assertThat(answer.object()).containsEntry("original_message", ORIGINAL)
			.containsEntry("refined_message", ORIGINAL);
	}

	@Test
	void messageIsNotStored() {
		List<JsonObject> messages = this.api.messages(this.session);
		this.api.post(this.path, null);
		assertThat(this.api.get("/diffs/" + this.diff.string("id")).object()).isEqualTo(this.diff);
		assertThat(this.api.messages(this.session)).as("the conversation").isEqualTo(messages);
		assertThat(this.api.openSession(this.session.string("project_id"))).isEqualTo(this.session);
	}

	@Test
	void messageCanBeCommittedWith() {
		this.api.post("/diffs/" + this.diff.string("id") + "/review", JsonObject.of("approved", true));
		String refined = this.api.post(this.path, JsonObject.of("prompt", "Say why"))
			.object()
			.string("refined_message");
		this.api.post("/diffs/" + this.diff.string("id") + "/commit", JsonObject.of("commit_message", refined));
		JsonObject project = this.api.get("/projects/" + this.session.string("project_id")).object();
		assertThat(GitHistory.of(project).messages()).startsWith(ORIGINAL + "\n\nSay why");
	}

	@Test
	void runThatFailsIsReportedAndChangesNothing() {
		Answer answer = this.api.post(this.path, JsonObject.of("prompt", "Overload the model"));
		assertThat(answer.status()).isEqualTo(502);
		assertThat(answer.object().string("detail"))
			.startsWith("The commit message could not be refined: Error code: 503 - ")
			.contains("The model is overloaded");
		assertThat(this.api.get("/diffs/" + this.diff.string("id")).object()).isEqualTo(this.diff);
	}

	@Test
	void answerThatIsNotAMessageIsAFailure() {
		Answer answer = this.api.post(this.path, JsonObject.of("prompt", "Break the form"));
		assertThat(answer.status()).isEqualTo(502);
		assertThat(answer.object().string("detail")).startsWith("The commit message could not be refined: ");
	}

	@Test
	void writersSessionGoesWithTheProject() {
		this.api.post(this.path, null);
		assertThat(sessionTypes()).containsExactlyInAnyOrder("vibecode", "evaluator", "commit_message_writer");
		this.api.delete("/projects/" + this.session.string("project_id"));
		assertThat(sessionTypes()).isEmpty();
	}

	private List<String> sessionTypes() {
		return this.jdbc.sql("select session_type from vibecode_sessions where project_id = ?")
			.param(this.session.string("project_id"))
			.query(String.class)
			.list();
	}

}
