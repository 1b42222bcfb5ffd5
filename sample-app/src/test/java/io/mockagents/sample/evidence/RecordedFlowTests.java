package io.mockagents.sample.evidence;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.mock.MockAgents;
import io.mockagents.python.PythonValue;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import io.mockagents.sample.SocketIoClient;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static io.mockagents.sample.evidence.IntendedDifference.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Plays conversations that the production application recorded against the sample, the
 * model saying the same, and compares what clients, the database and the model see: the
 * differences listed here are intended, any other fails the test, and so does one that no
 * longer occurs.
 */
@SampleTest
@Import(RecordedFlowTests.Recordings.class)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false}")
class RecordedFlowTests {

	private static final String MESSAGE = "2[\"conversation_message\",";

	private static final Predicate<RecordedFlow> ALL = (flow) -> true;

	private static final Predicate<RecordedFlow> WITH_PATCH = (flow) -> flow.requests().size() > 1;

	private static final Predicate<RecordedFlow> WITH_DIFF = (flow) -> !flow.diffs().isEmpty();

	private static final Predicate<RecordedFlow> WITH_ITERATIONS = (flow) -> flow.emits().size() > 6;

	private static final List<IntendedDifference> INTENDED = List.of(
			at("(emits|rows)\\[\\d+]\\.event_data",
					"event_data was the JSON string of the Python repr of the event, in JSON again; it is an object "
							+ "with the same content, each agent reduced to name, model, instructions and tools",
					ALL, (recorded, ours) -> FlowComparison.equal(ofRepr(recorded), ours)),
			at("(emits|rows)\\[\\d+]\\.(tool_calls|tool_outputs)",
					"tool_calls and tool_outputs held their items as JSON strings; they hold objects", WITH_PATCH,
					(recorded, ours) -> FlowComparison.equal(ofStrings(recorded), ours)),
			at("emits\\[([6-9]|\\d\\d)]\\.stream_sequence",
					"the numbers of events began at 1 again in each iteration; they are consecutive in a session",
					WITH_ITERATIONS,
					(recorded, ours) -> (Integer) ours > 6 && (int) recorded == ((int) ours - 1) % 6 + 1),
			at("emits\\[([6-9]|\\d\\d)]\\.message_id",
					"the ids of events, made of their numbers, came again in each iteration; they are unique",
					WITH_ITERATIONS,
					(recorded, ours) -> recorded.toString().matches("<session>_event_[1-6]")
							&& ours.toString().matches("<session>_event_([7-9]|1[0-8])")),
			at("rows\\[([6-9]|\\d\\d)]",
					"events of later iterations were not stored, because of their ids; all that is sent is stored",
					WITH_ITERATIONS,
					(recorded, ours) -> FlowComparison.NOTHING.equals(recorded) && ours instanceof JsonObject),
			at("messages\\[([1-9]|\\d\\d)]",
					"reading the messages of a session answered with status 500 if it had events; they are listed", ALL,
					(recorded, ours) -> FlowComparison.NOTHING.equals(recorded) && ours instanceof JsonObject message
							&& message.string("message_type").equals("stream_event")),
			at("(replies\\[0]|messages\\[0]|diffs\\[0])\\.(created_at|updated_at)",
					"SQLite kept seconds; PostgreSQL keeps microseconds", ALL, (recorded,
							ours) -> "<time in seconds>".equals(recorded) && "<time with microseconds>".equals(ours)));

	@Autowired
	private SampleApi api;

	@Autowired
	private MockAgents mockAgents;

	@Autowired
	private ModelRequests requests;

	@Autowired
	private JdbcClient jdbc;

	@LocalServerPort
	private int port;

	static List<RecordedFlow> flows() {
		return RecordedFlow.all();
	}

	@ParameterizedTest
	@MethodSource("flows")
	void sampleDoesWhatProductionDid(RecordedFlow flow) throws Exception {
		JsonObject recordedSession = flow.replies().get(0);
		JsonObject session = open(flow);
		String sessionId = session.string("id");
		play(flow, session);
		this.requests.take();
		List<JsonObject> replies = new ArrayList<>(List.of(session));
		List<JsonObject> emits;
		try (SocketIoClient client = SocketIoClient.subscribe(this.port, session, "websocket")) {
			flow.prompts().forEach((prompt) -> replies.add(this.api.send(session, prompt)));
			await().atMost(Duration.ofSeconds(60)).until(() -> client.messages().size() >= flow.emits().size());
			emits = emits(client);
		}
		FlowComparison comparison = new FlowComparison(INTENDED);
		NormalForm recorded = new NormalForm(
				Map.of(recordedSession.string("id"), "<session>", recordedSession.string("project_id"), "<project>"));
		NormalForm ours = new NormalForm(Map.of(sessionId, "<session>", session.string("project_id"), "<project>"));
		List<JsonObject> recordedEmits = flow.emits().stream().map((emit) -> emit.object("data")).toList();
		comparison.compare("requests", recorded.of(requests(flow)), ours.of(this.requests.take()));
		comparison.compare("replies", recorded.of(flow.replies()), ours.of(replies));
		comparison.compare("emits", recorded.of(recordedEmits), ours.of(emits));
		comparison.compare("rows", recorded.of(rowsOf(recordedEmits)), ours.of(eventRows(sessionId)));
		comparison.compare("messages", recorded.of(flow.messages()), ours.of(this.api.messages(session)));
		comparison.compare("diffs", recorded.of(flow.diffs()), ours.of(stored("diffs", sessionId, "true")));
		report(flow, comparison);
		assertThat(comparison.unexplained()).as("differences that are not intended").isEmpty();
		assertThat(INTENDED).filteredOn((difference) -> difference.flows().test(flow))
			.allSatisfy((difference) -> assertThat(comparison.occurred(difference)).as(difference.reason()).isTrue());
	}

	/**
	 * Open the session of a project that has the recorded name, which is part of the
	 * data.
	 */
	private JsonObject open(RecordedFlow flow) {
		String slug = flow.replies().get(0).string("openai_session_key").replaceFirst("project_", "");
		this.api.get("/projects")
			.objects()
			.stream()
			.filter((project) -> project.string("slug").equals(slug))
			.forEach((project) -> this.api.delete("/projects/" + project.string("id")));
		return this.api.newSession(slug);
	}

	/**
	 * Let the model say in a session what it said when the flow was recorded.
	 */
	void play(RecordedFlow flow, JsonObject session) {
		play(flow, "Vibecoder", session.string("openai_session_key"));
		play(flow, "Evaluator", session.string("openai_session_key") + "_evaluator");
	}

	/**
	 * Return the requests to the model that a flow makes.
	 */
	List<JsonObject> requests(RecordedFlow flow) {
		return flow.requests();
	}

	private void play(RecordedFlow flow, String agent, String sessionKey) {
		for (Scenario run : flow.runs(agent)) {
			this.mockAgents.play(run.name())
				.when((request) -> request.session() != null && request.session().sessionId().equals(sessionKey))
				.once();
		}
	}

	/**
	 * Return the messages a client was sent, as they came: its library forgets the order
	 * of keys.
	 */
	private static List<JsonObject> emits(SocketIoClient client) {
		return client.frames()
			.stream()
			.map(SocketIoClient.Frame::text)
			.filter((text) -> text.startsWith(MESSAGE))
			.map((text) -> JsonCodec.parseObject(text.substring(MESSAGE.length(), text.length() - 1)))
			.toList();
	}

	/**
	 * Return the rows that production stored of the events it sent: the first of each id.
	 */
	private static List<JsonObject> rowsOf(List<JsonObject> emits) {
		Map<String, JsonObject> rows = new LinkedHashMap<>();
		for (JsonObject emit : emits) {
			JsonObject.Builder row = JsonObject.builder();
			PythonValue.Call event = event(emit.get("event_data"));
			for (String column : List.of("id", "session_id", "role", "message_type", "input", "new_items",
					"final_output", "final_output_typed", "last_agent", "tool_calls", "tool_outputs", "handoffs",
					"usage_input_tokens", "usage_output_tokens", "usage_total_tokens", "usage_cached_tokens",
					"usage_reasoning_tokens", "stream_event_type", "stream_sequence", "event_data", "content",
					"iteration", "openai_response", "token_usage", "diff_id", "last_response_id", "created_at",
					"updated_at")) {
				row.put(column, switch (column) {
					case "id" -> emit.get("message_id");
					case "last_agent" -> event.fields().containsKey("new_agent")
							? ((PythonValue.Call) event.field("new_agent")).field("name").toJson() : null;
					case "updated_at" -> emit.get("created_at");
					default -> emit.get(column);
				});
			}
			rows.putIfAbsent(emit.string("message_id"), row.build());
		}
		return List.copyOf(rows.values());
	}

	private List<JsonObject> eventRows(String sessionId) {
		return stored("conversation_messages", sessionId, "message_type = 'stream_event'").stream()
			.sorted((one, other) -> one.integer("stream_sequence") - other.integer("stream_sequence"))
			.toList();
	}

	/**
	 * Return rows as they are in the database.
	 */
	private List<JsonObject> stored(String table, String sessionId, String condition) {
		return this.jdbc
			.sql("select row_to_json(t) from " + table + " t where session_id = ? and " + condition
					+ " order by created_at")
			.param(sessionId)
			.query(String.class)
			.list()
			.stream()
			.map(JsonCodec::parseObject)
			.toList();
	}

	private static PythonValue.Call event(@Nullable Object eventData) {
		return (PythonValue.Call) PythonValue.parse((String) JsonCodec.parse((String) eventData));
	}

	/**
	 * Return the object that stands for a repr.
	 */
	private static @Nullable Object ofRepr(@Nullable Object eventData) {
		return (eventData instanceof String) ? reduced(event(eventData)) : null;
	}

	private static @Nullable Object reduced(PythonValue value) {
		if (value instanceof PythonValue.Call call && call.name().equals("Agent")) {
			String instructions = (String) Objects.requireNonNull(call.field("instructions").toJson());
			return JsonObject.of("name", call.field("name").toJson(), "model", call.field("model").toJson(),
					"instructions",
					(instructions.length() > 200) ? instructions.substring(0, 200) + "..." : instructions, "tools",
					((PythonValue.Sequence) call.field("tools")).elements()
						.stream()
						.map((tool) -> ((PythonValue.Call) tool).field("name").toJson())
						.toList(),
					"_type", "Agent");
		}
		if (value instanceof PythonValue.Call call) {
			JsonObject.Builder object = JsonObject.builder();
			call.fields().forEach((name, field) -> object.put(name, reduced(field)));
			return object.build();
		}
		return value.toJson();
	}

	private static @Nullable Object ofStrings(@Nullable Object items) {
		return (items instanceof List<?> list)
				? list.stream().<@Nullable Object>map((item) -> JsonCodec.parse((String) item)).toList() : null;
	}

	private void report(RecordedFlow flow, FlowComparison comparison) throws IOException {
		String test = getClass().getSimpleName().replace("Tests", "");
		Path directory = Files.createDirectories(Path.of("target", "validated_test_evidence"));
		JsonMapper.builder()
			.enable(SerializationFeature.INDENT_OUTPUT)
			.build()
			.writeValue(directory.resolve(test + "." + flow.name() + ".comparison.json").toFile(),
					comparison.report(flow));
	}

	/**
	 * What the recorded model said, beside the scenarios that there are.
	 */
	@TestConfiguration(proxyBeanMethods = false)
	static class Recordings {

		@Bean
		ScenarioLibrary recordedScenarios(ResourcePatternResolver resources) {
			return new ScenarioLibrary(Stream.concat(new ScenarioLoader(resources).load(List.of()).scenarios().stream(),
					flows().stream()
						.flatMap((flow) -> Stream.of("Vibecoder", "Evaluator")
							.flatMap((agent) -> flow.runs(agent).stream())))
				.toList());
		}

		@Bean
		static ModelRequests modelRequests() {
			return new ModelRequests();
		}

		@Bean
		@Primary
		Clock clockOfFractions() {
			return new ClockOfFractions(Clock.systemUTC());
		}

	}

	/**
	 * Never tells a whole second, which would be written without its microseconds.
	 */
	private static final class ClockOfFractions extends Clock {

		private final Clock clock;

		ClockOfFractions(Clock clock) {
			this.clock = clock;
		}

		@Override
		public ZoneId getZone() {
			return this.clock.getZone();
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return new ClockOfFractions(this.clock.withZone(zone));
		}

		@Override
		public Instant instant() {
			// The database would round
			Instant now = this.clock.instant().truncatedTo(ChronoUnit.MICROS);
			return (now.getNano() == 0) ? now.plusNanos(1_000) : now;
		}

	}

}
