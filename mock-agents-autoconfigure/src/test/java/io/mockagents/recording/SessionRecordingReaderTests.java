package io.mockagents.recording;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.mockagents.agent.EventStream;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.conversation.ConversationDatabase;
import io.mockagents.model.JsonCodec;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class SessionRecordingReaderTests {

	private static ConversationDatabase database;

	@BeforeAll
	static void createDatabase() {
		database = new ConversationDatabase();
	}

	@AfterAll
	static void closeDatabase() {
		database.close();
	}

	private final String session = "session-" + UUID.randomUUID();

	@Test
	void runHasWhatTheUserWroteBeforeIt() {
		store("b_tool_approved");
		RecordedRun run = read().get(0);
		assertThat(run.input()).startsWith("Here is the current code");
		assertThat(run.profile()).isEqualTo(SdkProfile.V0_2);
		assertThat(run.turns()).hasSize(2);
		assertThat(run.turns().get(0).key().toolOutputs()).isEmpty();
		assertThat(run.turns().get(1).key().toolOutputs()).singleElement().asString().startsWith("approved=True");
		assertThat(run.turns().get(1).key().userMessage()).isEqualTo(run.input());
	}

	@Test
	void missingRowIsReportedAndTheNextRunIsRead() {
		store("b_tool_approved");
		update("update conversation_messages set stream_sequence = stream_sequence + 1, "
				+ "id = session_id || '_event_' || (stream_sequence + 1) where stream_sequence > 2 and session_id = ?");
		appendRun("b_tool_approved");
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
		assertInvalid("Row 'zz" + this.session + "_event_3': has the number 3, which the row before it has too: one of "
				+ "them is a duplicate");
	}

	@Test
	void runWhoseLastRowsAreMissingIsReported() {
		store("b_tool_approved");
		update("delete from conversation_messages where session_id = ? and stream_sequence = (select max(stream_sequence) "
				+ "from conversation_messages c where c.session_id = conversation_messages.session_id)");
		assertThat(problems()).singleElement()
			.asString()
			.startsWith("Row '" + this.session + "_event_4': is the last of a run that was cut off: neither a message")
			.contains("played as far as they go");
		update("delete from conversation_messages where session_id = ? and stream_sequence = 4");
		assertThat(problems()).singleElement()
			.asString()
			.startsWith("Row '" + this.session + "_event_3'")
			.contains("no row holds what came of row '" + this.session + "_event_3'");
	}

	@Test
	void runThatWasCutOffIsPlayedAsFarAsItGoesOnRequest() {
		store("b_tool_approved");
		update("delete from conversation_messages where session_id = ? and stream_sequence > 3");
		RecordedRun run = new SessionRecordingReader(database.messages, this.session, true).next();
		assertThat(run.failure().isCutOff()).isTrue();
		assertThat(play(new SessionRecordingReader(database.messages, this.session, true))).hasSize(3);
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
			.contains("numbers each iteration anew");
	}

	@Test
	void iterationsThatAreNumberedAnewAreRuns() {
		store("b_tool_approved");
		store("a_text");
		update("update conversation_messages set iteration = 1, id = id || 'b', stream_sequence = stream_sequence - 5 "
				+ "where session_id = ? and message_type = 'stream_event' and stream_sequence > 5");
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
					+ "_event_3': holds an item of the unknown type computer_call in an event " + "'tool_called'");
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
		assertThat(problems()).singleElement().asString().contains("neither profile 0.2 nor 0.22");
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
		update("update conversation_messages set event_data = replace(event_data::text, 'call_', 'call_x')::json "
				+ "where session_id = ? and stream_sequence = 4");
		assertThat(problems()).singleElement()
			.asString()
			.startsWith("Row '" + this.session + "_event_4': holds the output of call 'call_x");
	}

	@Test
	void storedFailureEndsTheRun() {
		store("n1_http_401");
		RecordedRun run = read().get(0);
		assertThat(run.failure().type()).isEqualTo("AuthenticationError");
		assertThatExceptionOfType(io.mockagents.agent.OpenAiStatusException.class)
			.isThrownBy(() -> new RecordingPlayer().play(run).streamEvents().stream().toList())
			.withMessageStartingWith("Error code: 401");
	}

	@Test
	void freshIdsAreReplacedEverywhere() {
		store("b_tool_approved");
		List<StreamEvent> recorded = play(reader());
		List<StreamEvent> fresh = new ArrayList<>();
		try (EventStream events = new RecordingPlayer().withFreshIds(new Random(1)).play(reader())) {
			events.forEach(fresh::add);
		}
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
		try (EventStream events = new RecordingPlayer().atRecordedPace(2, (pause, cancelled) -> {
			pauses.add(pause);
			return true;
		}).play(run).streamEvents()) {
			events.forEach((event) -> {
			});
		}
		assertThat(pauses.stream().filter((pause) -> !pause.isZero()))
			.hasSize(database.numbers(this.session).size() - 1)
			.allMatch(Duration.ofSeconds(1)::equals);
	}

	@Test
	void pythonObjectsInStringsAreReadAsEvents() {
		String session = "python-" + UUID.randomUUID();
		int number = 0;
		for (String event : LoggedEvents.of(Logs.text("production/vg_approved"))) {
			if (event.contains("RawResponsesStreamEvent(")) {
				continue;
			}
			number++;
			// As production does: a JSON string, and that in a JSON column
			String data = JsonCodec.write(event.startsWith("\"") ? event : JsonCodec.write(event));
			database.jdbc
				.update("insert into conversation_messages (id, session_id, role, message_type, stream_event_type, "
						+ "stream_sequence, event_data, content, iteration, tool_calls, created_at, updated_at) values "
						+ "(?, ?, 'assistant', 'stream_event', 'x', ?, ?::json, '', 0, 'null'::json, now(), now())",
						session + "_event_" + number, session, number, data);
		}
		SessionRecordingReader reader = new SessionRecordingReader(database.messages, session);
		RecordedRun run = reader.next();
		assertThat(run.startingAgent().tools().get(0).parameters()).isNotNull();
		List<StreamEvent> played = play(new SessionRecordingReader(database.messages, session));
		List<String> logged = LoggedEvents.of(Logs.text("production/vg_approved"))
			.stream()
			.map((event) -> LoggedEvent.parse(event).json())
			.filter((event) -> !RawResponseEvent.TYPE.equals(event.get("type")))
			.map(JsonCodec::write)
			.toList();
		assertThat(played.stream().map(GoldenSession::json).map(JsonCodec::write)).containsExactlyElementsOf(logged);
	}

	@Test
	void sessionWithoutRowsHasNoRuns() {
		assertThat(reader().next()).isNull();
	}

	private void store(String recording) {
		GoldenSession golden = GoldenSession.of(SdkProfile.V0_2, recording);
		golden.store(database, this.session);
	}

	private void appendRun(String recording) {
		// The journal goes on after the greatest number
		store(recording);
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

	private static <T> List<T> items(List<StreamEvent> events, Class<T> type) {
		return events.stream()
			.filter(RunItemStreamEvent.class::isInstance)
			.map((event) -> ((RunItemStreamEvent) event).item())
			.filter(type::isInstance)
			.map(type::cast)
			.toList();
	}

}
