package io.mockagents.recording.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.conversation.ConversationDatabase;
import io.mockagents.goldens.GoldenSession;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.Pauses;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.replay.RecordingPlayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SessionRecordingReaderTests {

	@RegisterExtension
	private static final ConversationDatabase database = new ConversationDatabase();

	private final String session = "session-" + UUID.randomUUID();

	@Test
	void runHasWhatTheUserWroteBeforeIt() {
		store("b_tool_approved");
		RecordedRun run = read().get(0);
		assertThat(run.input()).startsWith("Current code:");
		assertThat(run.profile()).isEqualTo(SdkProfile.V0_2);
		assertThat(run.turns()).hasSize(2);
		assertThat(run.turns().get(0).key().toolOutputs()).isEmpty();
		assertThat(run.turns().get(1).key().toolOutputs()).singleElement().asString().startsWith("approved=True");
		assertThat(run.turns().get(1).key().userMessage()).isEqualTo(run.input());
	}

	@Test
	void missingRowIsReportedAndTheNextRunIsRead() {
		store("b_tool_approved");
		store("b_tool_approved");
		update("delete from conversation_messages where session_id = ? and stream_sequence = 3");
		SessionRecordingReader reader = reader();
		assertThatExceptionOfType(InvalidRecordingException.class).isThrownBy(reader::next)
			.withMessage("Row '" + this.session
					+ "_event_4': has the number 4, but the rows with the numbers 3 to 3 are missing");
		assertThat(reader.next()).isNotNull();
		assertThat(reader.next()).isNull();
	}

	@Test
	void duplicateIsReported() {
		store("b_tool_approved");
		update("insert into conversation_messages (id, session_id, role, message_type, stream_event_type, "
				+ "stream_sequence, event_data, content, iteration, created_at, updated_at) select 'zz' || id, session_id, "
				+ "role, message_type, stream_event_type, stream_sequence, event_data, content, iteration, created_at, "
				+ "updated_at from conversation_messages where stream_sequence = 3 and session_id = ?");
		assertInvalid("Row 'zz" + this.session + "_event_3': has the number 3, as the row before it: one of "
				+ "them is a duplicate");
	}

	@Test
	void runWhoseLastRowsAreMissingIsReported() {
		store("b_tool_approved");
		update("delete from conversation_messages where session_id = ? and stream_sequence = (select max(stream_sequence) "
				+ "from conversation_messages c where c.session_id = conversation_messages.session_id)");
		assertThat(problems()).singleElement()
			.asString()
			.startsWith("Row '" + this.session + "_event_3': is the last of a run that was cut off: neither a message")
			.contains("with incomplete runs allowed");
		update("delete from conversation_messages where session_id = ? and stream_sequence = 3");
		assertThat(problems()).singleElement()
			.asString()
			.startsWith("Row '" + this.session + "_event_2'")
			.contains("no row contains the result of row '" + this.session + "_event_2'");
	}

	@Test
	void runThatWasCutOffIsPlayedOnRequest() {
		store("b_tool_approved");
		update("delete from conversation_messages where session_id = ? and stream_sequence > 2");
		RecordedRun run = new SessionRecordingReader(database.messages, this.session, true).next();
		assertThat(run.failure().isCutOff()).isTrue();
		assertThat(play(new SessionRecordingReader(database.messages, this.session, true))).hasSize(2);
	}

	@Test
	void rowsOfAnIterationWhoseFirstRowsWereNotStoredAreReported() {
		store("a_text");
		int last = database.numbers(this.session).size();
		store("b_tool_approved");
		update("update conversation_messages set iteration = 1 where session_id = ? and stream_sequence > " + last);
		update("delete from conversation_messages where session_id = ? and stream_sequence > " + last
				+ " and stream_sequence <= " + (2 * last));
		update("update conversation_messages set stream_sequence = stream_sequence - " + last
				+ ", id = session_id || '_event_' || (stream_sequence - " + last
				+ ") where session_id = ? and stream_sequence > " + last);
		assertThat(problems()).singleElement()
			.asString()
			.startsWith("Row '" + this.session + "_event_" + (last + 1) + "': belongs to iteration 1")
			.contains("restarts the numbers in each iteration");
	}

	@Test
	void iterationsThatAreNumberedAgainAreRuns() {
		store("b_tool_approved");
		store("a_text");
		update("update conversation_messages set iteration = 1, id = id || 'b', stream_sequence = stream_sequence - 4 "
				+ "where session_id = ? and message_type = 'stream_event' and stream_sequence > 4");
		assertThat(read()).extracting(RecordedRun::iteration).containsExactly(0, 1);
	}

	@Test
	void unknownItemIsReported() {
		store("b_tool_approved");
		update("update conversation_messages set event_data = replace(event_data::text, '\"type\":\"function_call\"', "
				+ "'\"type\":\"computer_call\"')::json where session_id = ? and stream_event_type = 'run_item_stream_event'");
		assertThat(problems()).singleElement()
			.asString()
			.startsWith("Row '" + this.session
					+ "_event_2': contains an item of the unknown type computer_call in an event " + "'tool_called'");
	}

	@Test
	void unknownEventIsReported() {
		store("a_text");
		update("update conversation_messages set event_data = '{\"type\":\"strange_event\"}' where session_id = ? "
				+ "and stream_sequence = 2");
		assertThat(problems()).first().asString().contains("its type is strange_event");
	}

	@Test
	void formThatNoSdkWritesIsReported() {
		store("a_text");
		update("update conversation_messages set event_data = replace(event_data::text, '\"role\":\"assistant\"', "
				+ "'\"role\":\"assistant\",\"mood\":1')::json where session_id = ? and content <> ''");
		update("update conversation_messages set event_data = replace(event_data::text, '\"content\":[', "
				+ "'\"items\":[')::json where session_id = ? and content <> '' and message_type = 'stream_event'");
		assertThat(problems()).singleElement()
			.asString()
			.contains("does not match any of the profiles [0.2, 0.22, 0.24]");
	}

	@Test
	void itemThatIsMissingOrHasAnUnknownPartIsReported() {
		store("b_tool_approved");
		store("a_text");
		update("update conversation_messages set event_data = replace(event_data::text, '\"raw_item\":', "
				+ "'\"raw\":')::json where session_id = ? and stream_sequence = 2");
		update("update conversation_messages set event_data = replace(event_data::text, '\"type\":\"output_text\"', "
				+ "'\"type\":\"output_hologram\"')::json where session_id = ? and stream_sequence > 4");
		update("update conversation_messages set event_data = replace(event_data::text, '\"text\":', "
				+ "'\"light\":')::json where session_id = ? and stream_sequence > 4");
		assertThat(problems()).hasSize(2);
		assertThat(problems().get(0))
			.startsWith("Row '" + this.session + "_event_2': does not contain a readable event")
			.contains("'raw_item'");
		assertThat(problems().get(1)).startsWith("Row '" + this.session + "_event_");
	}

	@Test
	void eventWithoutNumberIsReported() {
		store("a_text");
		update("update conversation_messages set stream_sequence = null where session_id = ? and stream_sequence = 2");
		assertThat(problems()).first().asString().contains("is an event without a number");
	}

	@Test
	void outputOfAnotherCallIsReported() {
		store("b_tool_approved");
		update("update conversation_messages set event_data = replace(event_data::text, '\"call_id\":\"call_', '\"call_id\":\"call_x')::json "
				+ "where session_id = ? and stream_sequence = 3");
		assertThat(problems()).singleElement()
			.asString()
			.startsWith("Row '" + this.session + "_event_3': contains the output of call 'call_x");
	}

	@Test
	void messagesRevealTheSdkThatWroteThem() {
		GoldenSession.of(SdkProfile.V0_22, "a_text").store(database, this.session);
		store("a_text");
		GoldenSession.of(SdkProfile.V0_22, "a_text").store(database, this.session);
		assertThat(read()).extracting(RecordedRun::profile)
			.containsExactly(SdkProfile.V0_22, SdkProfile.V0_2, SdkProfile.V0_22);
	}

	@Test
	void storedFailureEndsTheRun() {
		store("n1_http_401");
		RecordedRun run = read().get(0);
		assertThat(run.failure().type()).isEqualTo("AuthenticationError");
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> {
			try (EventStream events = new RecordingPlayer().play(run).streamEvents()) {
				events.forEach((event) -> assertThat(event).isInstanceOf(AgentUpdatedStreamEvent.class));
			}
		}).withMessageStartingWith("Error code: 401");
	}

	@Test
	void freshIdsAreReplacedEverywhere() {
		store("b_tool_approved");
		List<StreamEvent> recorded = playAll(new RecordingPlayer(), reader());
		List<StreamEvent> fresh = playAll(new RecordingPlayer().withFreshIds(new Random(1)), reader());
		assertThat(fresh).hasSameSizeAs(recorded);
		String callId = items(recorded, ToolCallItem.class).get(0).rawItem().string("call_id");
		String freshId = items(fresh, ToolCallItem.class).get(0).rawItem().string("call_id");
		assertThat(freshId).matches("call_[0-9A-Za-z]{24}").isNotEqualTo(callId);
		assertThat(items(fresh, ToolCallOutputItem.class).get(0).rawItem().string("call_id")).isEqualTo(freshId);
		for (String id : List.of("resp_", "msg_", "fc_", "call_")) {
			assertThat(ids(fresh, id)).hasSameSizeAs(ids(recorded, id)).doesNotContainAnyElementsOf(ids(recorded, id));
		}
	}

	@Test
	void pausesAreThoseBetweenTheRows() {
		store("b_tool_approved");
		update("update conversation_messages set created_at = timestamp '2026-01-01' + stream_sequence * interval '2 "
				+ "seconds' where session_id = ? and message_type = 'stream_event'");
		RecordedRun run = read().get(0);
		List<Duration> pauses = new ArrayList<>();
		try (EventStream events = new RecordingPlayer().atRecordedPace(2, new Pauses() {

			@Override
			public void sleep(Duration pause, CountDownLatch cancelled) {
				pauses.add(pause);
			}

			@Override
			public void schedule(Duration pause, Runnable step) {
				step.run();
			}

		}).play(run).streamEvents()) {
			events.forEach((event) -> {
			});
		}
		assertThat(pauses.stream().filter((pause) -> !pause.isZero()))
			.hasSize(database.numbers(this.session).size() - 1)
			.allMatch(Duration.ofSeconds(1)::equals);
	}

	/**
	 * As the Python application stores them: an event is the text of a Python object in a
	 * JSON string, and that is put into JSON again.
	 */
	@Test
	void pythonObjectsInStringsAreReadAsEvents() {
		String agent = "Agent(name='Vibecoder', handoff_description=None, tools=[FunctionTool(name='submit_patch', "
				+ "description='Submit a patch.', params_json_schema={'properties': {}, 'type': 'object'}, "
				+ "on_invoke_tool=<function f at 0x7f01>, strict_json_schema=True, is_enabled=True)], mcp_servers=[], "
				+ "instructions=\"It's you\", prompt=None, handoffs=[], model='gpt-5-mini', output_type=None)";
		storePython(1, "AgentUpdatedStreamEvent(new_agent=" + agent + ", type='agent_updated_stream_event')");
		storePython(2, "RunItemStreamEvent(name='tool_called', item=ToolCallItem(agent=" + agent
				+ ", raw_item=ResponseFunctionToolCall(arguments='{\"patch\":\"x\"}', call_id='call_1', "
				+ "name='submit_patch', type='function_call', id='fc_1', status='completed'), type='tool_call_item'), "
				+ "type='run_item_stream_event')");
		storePython(3,
				"RunItemStreamEvent(name='tool_output', item=ToolCallOutputItem(agent=" + agent
						+ ", raw_item={'call_id': 'call_1', 'output': \"approved=True reasoning='ok'\", 'type': "
						+ "'function_call_output'}, output=EvaluationResult(approved=True, reasoning='ok'), "
						+ "type='tool_call_output_item'), type='run_item_stream_event')");
		storePython(4,
				"RunItemStreamEvent(name='message_output_created', item=MessageOutputItem(agent=" + agent
						+ ", raw_item=ResponseOutputMessage(id='msg_1', content=[ResponseOutputText(annotations=[], "
						+ "text='Done\\n', type='output_text', logprobs=[])], role='assistant', status='completed', "
						+ "type='message'), type='message_output_item'), type='run_item_stream_event')");
		RecordedRun run = read().get(0);
		assertThat(run.startingAgent().tools().get(0).description()).isEqualTo("Submit a patch.");
		assertThat(run.turns()).hasSize(2);
		String snapshot = "{\"name\":\"Vibecoder\",\"model\":\"gpt-5-mini\",\"instructions\":\"It's you\","
				+ "\"tools\":[\"submit_patch\"],\"_type\":\"Agent\"}";
		assertThat(play(reader()).stream().map((event) -> JsonCodec.write(GoldenSession.json(event)))).containsExactly(
				"{\"new_agent\":" + snapshot + ",\"type\":\"agent_updated_stream_event\"}",
				"{\"name\":\"tool_called\",\"item\":{\"agent\":" + snapshot
						+ ",\"raw_item\":{\"arguments\":\"{\\\"patch\\\":\\\"x\\\"}\",\"call_id\":\"call_1\","
						+ "\"name\":\"submit_patch\",\"type\":\"function_call\",\"id\":\"fc_1\","
						+ "\"status\":\"completed\"},\"type\":\"tool_call_item\"},\"type\":\"run_item_stream_event\"}",
				"{\"name\":\"tool_output\",\"item\":{\"agent\":" + snapshot
						+ ",\"raw_item\":{\"call_id\":\"call_1\",\"output\":\"approved=True reasoning='ok'\","
						+ "\"type\":\"function_call_output\"},\"output\":{\"approved\":true,\"reasoning\":\"ok\"},"
						+ "\"type\":\"tool_call_output_item\"},\"type\":\"run_item_stream_event\"}",
				"{\"name\":\"message_output_created\",\"item\":{\"agent\":" + snapshot
						+ ",\"raw_item\":{\"id\":\"msg_1\",\"content\":[{\"annotations\":[],\"text\":\"Done\\n\","
						+ "\"type\":\"output_text\",\"logprobs\":[]}],\"role\":\"assistant\","
						+ "\"status\":\"completed\",\"type\":\"message\"},\"type\":\"message_output_item\"},"
						+ "\"type\":\"run_item_stream_event\"}");
	}

	private void storePython(int number, String event) {
		database.jdbc.update(
				"insert into conversation_messages (id, session_id, role, message_type, stream_event_type, "
						+ "stream_sequence, event_data, content, iteration, tool_calls, created_at, updated_at) values "
						+ "(?, ?, 'assistant', 'stream_event', 'x', ?, ?::json, '', 0, 'null'::json, now(), now())",
				this.session + "_event_" + number, this.session, number, JsonCodec.write(JsonCodec.write(event)));
	}

	@Test
	void longSessionIsPlayedLazily() {
		store("b_tool_approved");
		update("insert into conversation_messages (id, session_id, role, message_type, stream_event_type, "
				+ "stream_sequence, event_data, content, iteration, created_at, updated_at) select session_id "
				+ "|| '_event_' || (4 * n + stream_sequence), session_id, role, message_type, stream_event_type, "
				+ "4 * n + stream_sequence, event_data, content, iteration, created_at, updated_at from "
				+ "conversation_messages, generate_series(1, 999) n where session_id = ? and message_type = 'stream_event'");
		try (EventStream events = new RecordingPlayer().play(reader())) {
			assertThat(events.iterator().next()).isInstanceOf(AgentUpdatedStreamEvent.class);
			update("delete from conversation_messages where session_id = ? and stream_sequence > 500");
			long stored = 0;
			for (StreamEvent event : events) {
				stored += (event instanceof RawResponseEvent) ? 0 : 1;
			}
			assertThat(stored).isEqualTo(499);
		}
	}

	@Test
	void sessionIsReadWithinATransactionOfTheCaller() {
		store("b_tool_approved");
		List<RecordedRun> runs = database.transaction.execute((status) -> {
			store("b_tool_approved");
			return read();
		});
		assertThat(runs).hasSize(2);
	}

	@Test
	void sessionWithoutRowsHasNoRuns() {
		assertThat(reader().next()).isNull();
	}

	private void store(String recording) {
		GoldenSession golden = GoldenSession.of(SdkProfile.V0_2, recording);
		golden.store(database, this.session);
	}

	private SessionRecordingReader reader() {
		return new SessionRecordingReader(database.messages, this.session);
	}

	private List<RecordedRun> read() {
		List<RecordedRun> runs = new ArrayList<>();
		try (SessionRecordingReader reader = reader()) {
			for (RecordedRun run = reader.next(); run != null; run = reader.next()) {
				runs.add(run);
			}
		}
		return runs;
	}

	private List<String> problems() {
		List<String> problems = new ArrayList<>();
		SessionRecordingReader reader = reader();
		while (true) {
			try {
				if (reader.next() == null) {
					return problems;
				}
			}
			catch (InvalidRecordingException ex) {
				problems.add(ex.getMessage());
			}
		}
	}

	private void assertInvalid(String message) {
		assertThat(problems()).contains(message);
	}

	private void update(String sql) {
		assertThat(database.jdbc.update(sql, this.session)).isPositive();
	}

	private static List<StreamEvent> play(SessionRecordingReader reader) {
		List<StreamEvent> played = new ArrayList<>();
		try (EventStream events = new RecordingPlayer().play(reader)) {
			events.forEach((event) -> {
				if (!(event instanceof RawResponseEvent)) {
					played.add(event);
				}
			});
		}
		return played;
	}

	private static Set<String> ids(List<StreamEvent> events, String prefix) {
		Set<String> ids = new TreeSet<>();
		for (StreamEvent event : events) {
			Pattern.compile("\"(" + prefix + "[0-9A-Za-z]{20,})\"")
				.matcher(JsonCodec.write(GoldenSession.json(event)))
				.results()
				.forEach((id) -> ids.add(id.group(1)));
		}
		return ids;
	}

	private static List<StreamEvent> playAll(RecordingPlayer player, SessionRecordingReader reader) {
		List<StreamEvent> played = new ArrayList<>();
		try (EventStream events = player.play(reader)) {
			events.forEach(played::add);
		}
		return played;
	}

	private static <T> List<T> items(List<StreamEvent> events, Class<T> type) {
		return events.stream()
			.filter(RunItemStreamEvent.class::isInstance)
			.map((event) -> ((RunItemStreamEvent) event).item())
			.filter(type::isInstance)
			.map(type::cast)
			.toList();
	}

}
