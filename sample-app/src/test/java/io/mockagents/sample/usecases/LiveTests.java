package io.mockagents.sample.usecases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.openai.OpenAiAgentRunner;
import io.mockagents.sample.LiveApi;
import io.mockagents.sample.LiveApi.Answer;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Without mocks and with a key the same application asks the live model: here a server on
 * the loopback address, which plays what the API once answered.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "OPENAI_MOCK_CONFIGS=", "OPENAI_API_KEY=" + LiveTests.KEY, "mock-agents.openai.max-retries=0" })
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what is printed")
class LiveTests {

	static final String KEY = "sk-proj-0123456789abcdefghij";

	private static final Path RECORDING = Path
		.of("../mock-agents-autoconfigure/src/test/resources/goldens/sdk-0.2.9/b_tool_approved");

	private static LiveApi live;

	@Autowired
	private SampleApi api;

	@Autowired
	private AgentRunner runner;

	@Autowired
	private JdbcClient jdbc;

	@BeforeAll
	static void start() {
		live = new LiveApi();
	}

	@DynamicPropertySource
	static void address(DynamicPropertyRegistry registry) {
		registry.add("OPENAI_BASE_URL", () -> live.baseUrl());
	}

	@AfterAll
	static void stop() {
		live.close();
	}

	@Test
	@Order(1)
	void messageIsAnsweredByTheLiveModelAndItsRowsAreThoseOfProduction() throws IOException {
		assertThat(this.runner).isInstanceOf(OpenAiAgentRunner.class);
		JsonObject verdict = JsonObject.of("approved", true, "reasoning",
				"Good addition of clarifying comment that improves code readability", "commit_message",
				"Add explanatory comment to improve code clarity");
		live.answer(Answer.frames(read("wire-1.sse")), Answer.json(200, response(JsonCodec.write(verdict))),
				Answer.frames(read("wire-2.sse")));
		JsonObject session = this.api.newSession("Live");
		JsonObject answer = this.api.send(session, "Add a comment");
		assertThat(answer).containsEntry("error", null).containsEntry("content", null);
		assertThat(this.api.get("/diffs/" + answer.string("diff_id")).object())
			.containsEntry("commit_message", verdict.string("commit_message"))
			.containsEntry("evaluator_reasoning", verdict.string("reasoning"));
		assertRows(this.api, this.jdbc, session);
		List<JsonObject> requests = lines("requests.jsonl");
		assertThat(live.requests()).hasSize(3);
		assertThat(withoutPrompt(live.requests().get(0))).isEqualTo(withoutPrompt(requests.get(0).object("body")));
		assertThat(live.requests().get(1)).containsEntry("stream", false).containsEntry("model", "gpt-5-nano");
		assertThat(withoutPrompt(live.requests().get(2))).isEqualTo(withoutPrompt(requests.get(1).object("body")));
	}

	@Test
	@Order(2)
	void errorOfTheApiIsAnsweredAndStoredWithoutTheKey(CapturedOutput output) {
		live.answer(
				Answer.json(401, JsonObject.of("error", JsonObject.of("message", "Incorrect API key provided: " + KEY,
						"type", "invalid_request_error", "param", null, "code", "invalid_api_key"))));
		JsonObject session = this.api.newSession("Live and wrong");
		JsonObject answer = this.api.send(session, "Add a comment");
		assertThat(answer.string("error"))
			.startsWith("Error code: 401 - {'error': {'message': 'Incorrect API key provided: ***'");
		List<JsonObject> messages = this.api.messages(session);
		assertThat(messages).last()
			.satisfies(
					(row) -> assertThat(row.object("event_data")).containsEntry("error_type", "AuthenticationError"));
		assertThat(JsonCodec.write(messages)).doesNotContain(KEY);
		assertThat(output).contains("Incorrect API key provided").doesNotContain(KEY);
	}

	/**
	 * Assert that the rows of a session are those of production.
	 */
	static void assertRows(SampleApi api, JdbcClient jdbc, JsonObject session) throws IOException {
		List<JsonObject> recorded = lines("rows.jsonl");
		List<JsonObject> rows = api.events(session);
		assertThat(rows).hasSameSizeAs(recorded);
		for (int i = 0; i < recorded.size(); i++) {
			assertRow(rows.get(i), recorded.get(i), session.string("id"));
		}
		List<String> items = jdbc
			.sql("select event_data -> 'item' ->> 'raw_item' from conversation_messages where session_id = ? and "
					+ "event_data -> 'item' is not null order by stream_sequence")
			.param(session.string("id"))
			.query(String.class)
			.list();
		assertThat(items.stream().map(JsonCodec::parse).toList()).isEqualTo(lines("events.jsonl").stream()
			.filter((event) -> event.containsKey("item"))
			.map((event) -> (Object) event.object("item").object("raw_item"))
			.toList());
	}

	private static void assertRow(JsonObject row, JsonObject recorded, String sessionId) {
		for (String key : List.of("role", "message_type", "stream_event_type", "stream_sequence", "iteration",
				"content", "handoffs", "token_usage")) {
			assertThat(row.get(key)).as(key).isEqualTo(recorded.get(key));
		}
		assertThat(row.string("id")).isEqualTo(recorded.string("id").replace("SESSION", sessionId));
		assertThat(row.get("last_agent")).isEqualTo(recorded.get("last_agent"));
		for (String key : List.of("tool_calls", "tool_outputs")) {
			Object items = (recorded.get(key) != null)
					? recorded.array(key).stream().map((item) -> JsonCodec.parse((String) item)).toList() : null;
			assertThat(row.get(key)).as(key).isEqualTo(items);
		}
	}

	/**
	 * Return a request without the first item of its input, which quotes the code of a
	 * project.
	 */
	private static JsonObject withoutPrompt(JsonObject request) {
		List<JsonObject> input = request.objects("input");
		assertThat(input.get(0).string("content")).startsWith("Current code:").endsWith("User request: Add a comment");
		return request.with("input", input.subList(1, input.size()));
	}

	/**
	 * Return a response that is a message.
	 */
	private static JsonObject response(String text) throws IOException {
		String wire = read("wire-2.sse");
		JsonObject response = JsonCodec.parseObject(wire.substring(wire.lastIndexOf("data: ") + 6).strip())
			.object("response");
		JsonObject message = response.objects("output").get(0);
		JsonObject content = message.objects("content").get(0).with("text", text);
		return response.with("output", List.of(message.with("content", List.of(content))));
	}

	private static List<JsonObject> lines(String file) throws IOException {
		return read(file).lines().map(JsonCodec::parseObject).toList();
	}

	private static String read(String file) throws IOException {
		return Files.readString(RECORDING.resolve(file));
	}

}
