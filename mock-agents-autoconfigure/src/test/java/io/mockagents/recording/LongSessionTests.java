package io.mockagents.recording;

import java.util.Iterator;
import java.util.UUID;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.ConversationDatabase;
import io.mockagents.model.SdkProfile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conversations of many rows, played whole.
 */
class LongSessionTests {

	private static ConversationDatabase database;

	private final String session = "session-" + UUID.randomUUID();

	@BeforeAll
	static void createDatabase() {
		database = new ConversationDatabase();
	}

	@AfterAll
	static void closeDatabase() {
		database.close();
	}

	@Test
	void hundredThousandRowsArePlayedLazilyInConstantMemory() {
		store(25_000);
		play(100_000);
	}

	@Test
	void longSessionIsPlayedInConstantMemoryWithinATransactionOfTheCaller() {
		store(5_000);
		database.transaction.executeWithoutResult((status) -> play(20_000));
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

	/**
	 * Store a run of four rows so many times.
	 */
	private void store(int runs) {
		GoldenSession.of(SdkProfile.V0_2, "b_tool_approved").store(database, this.session);
		database.jdbc
			.update("insert into conversation_messages (id, session_id, role, message_type, stream_event_type, "
					+ "stream_sequence, event_data, content, iteration, last_agent, tool_calls, tool_outputs, handoffs, "
					+ "created_at, updated_at) select session_id || '_event_' || (4 * n + stream_sequence), session_id, role, "
					+ "message_type, stream_event_type, 4 * n + stream_sequence, event_data, content, iteration, last_agent, "
					+ "tool_calls, tool_outputs, handoffs, created_at + n * interval '1 second', updated_at from "
					+ "conversation_messages, generate_series(1, ?) n where session_id = ? and message_type = 'stream_event'",
					runs - 1, this.session);
		database.jdbc.execute("analyze conversation_messages");
	}

	private void play(int rows) {
		SessionRecordingReader reader = new SessionRecordingReader(database.messages, this.session);
		int stored = 0;
		long least = Long.MAX_VALUE;
		long most = 0;
		try (EventStream events = new RecordingPlayer().play(reader)) {
			Iterator<StreamEvent> iterator = events.iterator();
			assertThat(iterator.next()).isInstanceOf(AgentUpdatedStreamEvent.class);
			stored++;
			// Rows that were not read yet when the first event was given are played too
			assertThat(database.jdbc
				.update("update conversation_messages set updated_at = now(), iteration = 7 where session_id = ? "
						+ "and stream_sequence > ?", this.session, rows - 4))
				.isEqualTo(4);
			while (iterator.hasNext()) {
				stored += (iterator.next() instanceof RawResponseEvent) ? 0 : 1;
				if (stored % (rows / 5) == 0) {
					long used = liveHeap();
					least = Math.min(least, used);
					most = Math.max(most, used);
				}
			}
		}
		assertThat(stored).isEqualTo(rows);
		assertThat(most - least).isLessThan(16L << 20);
	}

	private static long liveHeap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
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
