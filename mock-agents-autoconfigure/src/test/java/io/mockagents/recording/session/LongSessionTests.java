package io.mockagents.recording.session;

import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

import io.mockagents.OwnJvm;
import io.mockagents.PostgresServer;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.ConversationDatabase;
import io.mockagents.goldens.GoldenSession;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.replay.RecordingPlayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conversations of many rows, played whole.
 */
class LongSessionTests {

	/**
	 * The size of the heap, in MiB. To start an application with JPA takes 92.
	 */
	private static final int HEAP = 160;

	private static final PostgresServer.Database address = PostgresServer.newDatabase();

	@RegisterExtension
	private static final ConversationDatabase database = new ConversationDatabase(address, true, Map.of());

	private final String session = "session-" + UUID.randomUUID();

	@ParameterizedTest
	@CsvSource({ "25_000, 4_800, false", "2_500, 68_000, true" })
	void sessionMayBeGreaterThanTheHeap(int runs, int length, boolean transaction) {
		store(runs, length);
		assertThat(database.jdbc.queryForObject(
				"select sum(length(event_data::text)) from conversation_messages where session_id = ?", Long.class,
				this.session))
			.isGreaterThan((long) HEAP << 20);
		assertThat(OwnJvm.run(HEAP, LongSession.class, address.url(), address.user(), address.password(), this.session,
				Boolean.toString(transaction)))
			.contains("Played %d stored events".formatted(4 * runs));
	}

	@Test
	void rowsAreReadWhenTheirEventsAreAskedFor() {
		store(1_000);
		try (EventStream events = new RecordingPlayer()
			.play(new SessionRecordingReader(database.messages, this.session))) {
			Iterator<StreamEvent> iterator = events.iterator();
			assertThat(iterator.next()).isInstanceOf(AgentUpdatedStreamEvent.class);
			assertThat(database.jdbc.update(
					"delete from conversation_messages where session_id = ? and stream_sequence > 3996", this.session))
				.isEqualTo(4);
			int stored = 1;
			while (iterator.hasNext()) {
				stored += (iterator.next() instanceof RawResponseEvent) ? 0 : 1;
			}
			assertThat(stored).isEqualTo(3_996);
		}
	}

	@Test
	void replayOfALongSessionIsStoredAsTheSameRows() {
		store(2_000);
		String replayed = replay();
		assertThat(database.numbers(replayed)).hasSize(8_000);
		assertSameRows(replayed);
	}

	@Test
	void replayOfALongSessionIsStoredWithinATransactionOfTheCaller() {
		store(1_000);
		String replayed = database.transaction.execute((status) -> {
			String stored = replay();
			assertThat(database.numbers(stored)).isEmpty();
			return stored;
		});
		assertThat(database.numbers(replayed)).hasSize(4_000);
		assertSameRows(replayed);
	}

	private void store(int runs) {
		store(runs, 0);
	}

	/**
	 * Store a run of four rows so many times, with an output of its tool that is so much
	 * longer.
	 */
	private void store(int runs, int length) {
		GoldenSession.of(SdkProfile.V0_2, "b_tool_approved").store(database, this.session);
		database.jdbc
			.update("insert into conversation_messages (id, session_id, role, message_type, stream_event_type, "
					+ "stream_sequence, event_data, content, iteration, last_agent, tool_calls, tool_outputs, handoffs, "
					+ "created_at, updated_at) select session_id || '_event_' || (4 * n + stream_sequence), session_id, role, "
					+ "message_type, stream_event_type, 4 * n + stream_sequence, replace(event_data::text, '\"output\":\"', "
					+ "'\"output\":\"' || repeat('long ', ?))::json, content, iteration, last_agent, "
					+ "tool_calls, tool_outputs, handoffs, created_at + n * interval '1 second', updated_at from "
					+ "conversation_messages, generate_series(1, ?) n where session_id = ? and message_type = 'stream_event'",
					length / 5, runs - 1, this.session);
		database.jdbc.execute("analyze conversation_messages");
	}

	private String replay() {
		String replayed = "replay-" + UUID.randomUUID();
		RecordingPlayer player = new RecordingPlayer().storing(database.messages.journal(), replayed);
		try (EventStream events = player.play(new SessionRecordingReader(database.messages, this.session))) {
			events.forEach((event) -> assertThat(event).isNotNull());
		}
		return replayed;
	}

	/**
	 * Compare all columns but ids and times, in the database.
	 */
	private void assertSameRows(String replayed) {
		String columns = "select role, message_type, stream_event_type, stream_sequence, iteration, content, last_agent, "
				+ "event_data::text, tool_calls::text, tool_outputs::text, handoffs::text from conversation_messages "
				+ "where message_type = 'stream_event' and session_id = ";
		String difference = "select count(*) from ((" + columns + "'" + this.session + "' except all " + columns + "'"
				+ replayed + "') union all (" + columns + "'" + replayed + "' except all " + columns + "'"
				+ this.session + "')) difference";
		assertThat(database.jdbc.queryForObject(difference, Long.class)).isZero();
	}

}
