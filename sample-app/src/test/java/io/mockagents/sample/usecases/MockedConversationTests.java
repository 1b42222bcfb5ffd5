package io.mockagents.sample.usecases;

import java.util.List;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One line switches the agents of an application to scenarios; all else stays as it is:
 * the API answers, rows are stored, nothing needs a key or a network.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_scenario_weights\": {\"comment_addition_rejected_then_approved\": 0}}")
class MockedConversationTests {

	@Autowired
	private SampleApi api;

	@Test
	void requestForACommentBecomesADiff() {
		JsonObject session = this.api.newSession("Approved");
		JsonObject answer = this.api.send(session, "Add a comment explaining main");
		assertThat(answer.keySet()).containsExactly("session_id", "diff_id", "content", "patch", "token_usage",
				"error");
		assertThat(answer).containsEntry("content", null).containsEntry("patch", null).containsEntry("error", null);
		JsonObject usage = answer.object("token_usage");
		assertThat(usage.keySet()).containsExactly("total_tokens", "prompt_tokens", "completion_tokens");
		assertThat(usage.integer("total_tokens"))
			.isEqualTo(usage.integer("prompt_tokens") + usage.integer("completion_tokens"))
			.isPositive();
		JsonObject diff = this.api.get("/diffs/" + answer.string("diff_id")).object();
		assertThat(diff.keySet()).containsExactly("id", "session_id", "project_id", "base_commit", "target_branch",
				"diff_content", "status", "test_results", "tests_run_at", "vibecoder_prompt", "evaluator_reasoning",
				"commit_message", "human_feedback", "committed_sha", "created_at", "updated_at");
		assertThat(diff).containsEntry("status", "evaluator_approved")
			.containsEntry("vibecoder_prompt", "Add a comment explaining main")
			.containsEntry("evaluator_reasoning", "Good addition of clarifying comment that improves code readability")
			.containsEntry("commit_message", "Add explanatory comment to improve code clarity")
			.containsEntry("target_branch", "main");
		assertThat(diff.string("diff_content")).contains("+# Added explanatory comment");
	}

	@Test
	void conversationIsStored() {
		JsonObject session = this.api.newSession("Stored");
		this.api.send(session, "Add a comment explaining main");
		List<JsonObject> messages = this.api.messages(session);
		assertThat(messages).extracting((message) -> message.get("message_type"))
			.containsExactly("user_input", "stream_event", "stream_event", "stream_event", "stream_event");
		assertThat(messages.get(0)).containsEntry("role", "user")
			.containsEntry("content", "Add a comment explaining main");
		List<JsonObject> events = messages.subList(1, messages.size());
		assertThat(events).extracting((event) -> event.get("stream_sequence")).containsExactly(1, 2, 3, 4);
		assertThat(events).extracting((event) -> event.get("id"))
			.allSatisfy((id) -> assertThat(id).asString().startsWith(session.string("id") + "_event_"));
		assertThat(events).extracting((event) -> event.object("event_data").get("name"))
			.containsExactly(null, "tool_called", "tool_output", "message_output_created");
		assertThat(messages).allSatisfy((message) -> assertThat(message.keySet()).containsExactly("id", "session_id",
				"role", "message_type", "input", "new_items", "final_output", "final_output_typed", "last_agent",
				"tool_calls", "tool_outputs", "handoffs", "usage_input_tokens", "usage_output_tokens",
				"usage_total_tokens", "usage_cached_tokens", "usage_reasoning_tokens", "stream_event_type",
				"stream_sequence", "event_data", "content", "iteration", "openai_response", "token_usage", "diff_id",
				"last_response_id", "created_at", "updated_at"));
	}

	@Test
	void secondMessageContinuesTheNumbering() {
		JsonObject session = this.api.newSession("Continued");
		this.api.send(session, "Add a comment explaining main");
		List<JsonObject> before = this.api.messages(session);
		this.api.send(session, "What does this code do?");
		List<JsonObject> after = this.api.messages(session);
		assertThat(after).startsWith(before.toArray(JsonObject[]::new));
		assertThat(this.api.events(session)).extracting((event) -> event.get("stream_sequence"))
			.isEqualTo(IntStream.rangeClosed(1, after.size() - 2).boxed().toList());
	}

	@Test
	void questionIsAnsweredInText() {
		JsonObject session = this.api.newSession("Text");
		JsonObject answer = this.api.send(session, "What does this code do?");
		assertThat(answer).containsEntry("diff_id", null)
			.containsEntry("content", "This code defines a simple Python application with a main function that prints "
					+ "'Ready for vibecoding!' when executed.");
		assertThat(this.api.get("/sessions/" + session.string("id") + "/diffs").objects()).isEmpty();
	}

	@Test
	void messageCanBeReadInFull() {
		JsonObject session = this.api.newSession("Full");
		this.api.send(session, "What does this code do?");
		JsonObject message = this.api.messages(session).get(0);
		JsonObject full = this.api.get("/messages/" + message.string("id") + "/full").object();
		assertThat(full.keySet()).containsExactly("id", "session_id", "role", "content", "openai_response",
				"token_usage", "diff_id", "created_at", "last_response_id");
		assertThat(message).containsAllEntriesOf(full);
	}

	@Test
	void repeatedMessageIsStoredOnceAndWorkedOnAgain() {
		JsonObject session = this.api.newSession("Repeated");
		String path = "/sessions/" + session.string("id") + "/messages";
		JsonObject message = JsonObject.of("prompt", "What does this code do?", "message_id",
				"repeated-" + session.string("id"));
		JsonObject first = this.api.post(path, message).object();
		JsonObject second = this.api.post(path, message).object();
		assertThat(second).isEqualTo(first);
		List<JsonObject> messages = this.api.messages(session);
		assertThat(messages).filteredOn((row) -> row.string("role").equals("user"))
			.singleElement()
			.satisfies((row) -> assertThat(row.string("id")).isEqualTo(message.string("message_id")));
		assertThat(this.api.events(session)).hasSize(messages.size() - 1).hasSizeGreaterThan(3);
	}

	@Test
	void idOfAnotherMessageIsRefused() {
		JsonObject session = this.api.newSession("First");
		this.api.send(session, "What does this code do?");
		JsonObject other = this.api.newSession("Second");
		for (JsonObject taken : this.api.messages(session)) {
			SampleApi.Answer answer = this.api.post("/sessions/" + other.string("id") + "/messages",
					JsonObject.of("prompt", "Add a comment", "message_id", taken.string("id")));
			assertThat(answer.status()).isEqualTo(409);
			assertThat(answer.object().string("detail")).contains("message_id", taken.string("id"));
		}
		assertThat(this.api.messages(other)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "_event_1", "_event_99", "_error_0123abcd" })
	void idThatAnEventMayNeedIsRefused(String suffix) {
		JsonObject session = this.api.newSession("Reserved");
		String path = "/sessions/" + session.string("id") + "/messages";
		String messageId = session.string("id") + suffix;
		SampleApi.Answer answer = this.api.post(path,
				JsonObject.of("prompt", "Add a comment", "message_id", messageId));
		assertThat(answer).isEqualTo(new SampleApi.Answer(422, JsonObject.of("detail", "message_id: '" + messageId
				+ "' has the form of the ids of events and failures. Send another, such as a UUID, or omit it")));
		assertThat(this.api.send(session, "Add a comment")).containsEntry("error", null);
		assertThat(this.api.events(session)).hasSize(4);
	}

	@Test
	void dataOfAProjectAreDeletedWithIt() {
		JsonObject session = this.api.newSession("Deleted");
		String diffId = this.api.send(session, "Add a comment").string("diff_id");
		String messageId = this.api.messages(session).get(0).string("id");
		assertThat(this.api.delete("/projects/" + session.string("project_id")).status()).isEqualTo(204);
		assertThat(List.of("/projects/" + session.string("project_id"), "/sessions/" + session.string("id"),
				"/sessions/" + session.string("id") + "/messages", "/messages/" + messageId + "/full",
				"/diffs/" + diffId))
			.allSatisfy((path) -> assertThat(this.api.get(path).status()).isEqualTo(404));
	}

	@Test
	void sessionThatIsOpenedAgainAfterItsDeletionIsEmpty() {
		JsonObject session = this.api.newSession("Again");
		this.api.send(session, "Add a comment");
		assertThat(this.api.delete("/sessions/" + session.string("id")).status()).isEqualTo(204);
		JsonObject again = this.api.openSession(session.string("project_id"));
		assertThat(again.string("id")).isNotEqualTo(session.string("id"));
		assertThat(this.api.messages(again)).isEmpty();
		this.api.send(again, "What does this code do?");
		assertThat(this.api.events(again).get(0)).containsEntry("stream_sequence", 1);
	}

}
