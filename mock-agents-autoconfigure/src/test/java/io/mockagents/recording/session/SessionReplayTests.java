package io.mockagents.recording.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

import io.mockagents.agent.EventStream;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.ConversationDatabase;
import io.mockagents.goldens.GoldenSession;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.replay.RecordingPlayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recordings of the real SDK, stored as rows, read back and played.
 */
class SessionReplayTests {

	@RegisterExtension
	private static final ConversationDatabase database = new ConversationDatabase();

	static List<GoldenSession> recordings() {
		return GoldenSession.all();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("recordings")
	void replayIsStoredAsTheSameRows(GoldenSession recording) {
		String session = recording.store(database);
		String replayed = "replay-" + UUID.randomUUID();
		List<StreamEvent> events = new ArrayList<>();
		RecordingPlayer player = new RecordingPlayer().storing(database.messages.journal(), replayed);
		try (EventStream stream = player.play(new SessionRecordingReader(database.messages, session, true))) {
			stream.forEach(events::add);
		}
		assertThat(GoldenSession.columns(database, replayed)).isEqualTo(GoldenSession.columns(database, session))
			.isNotEmpty();
		assertThat(events.stream().filter((event) -> !(event instanceof RawResponseEvent)))
			.hasSameSizeAs(recording.events());
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("recordings")
	void replayedEventsEqualTheStoredOnesByteForByte(GoldenSession recording) {
		String session = recording.store(database);
		List<String> stored = database.jdbc.queryForList(
				"select event_data::text from conversation_messages "
						+ "where session_id = ? and message_type = 'stream_event' order by stream_sequence",
				String.class, session);
		assertThat(play(new RecordingPlayer(), session)).isEqualTo(stored).isNotEmpty();
		List<String> fresh = play(new RecordingPlayer().withFreshIds(new Random(1)), session);
		assertThat(fresh.stream().map(SessionReplayTests::withoutIds).toList())
			.isEqualTo(stored.stream().map(SessionReplayTests::withoutIds).toList());
	}

	private static List<String> play(RecordingPlayer player, String session) {
		List<String> played = new ArrayList<>();
		try (EventStream events = player.play(new SessionRecordingReader(database.messages, session, true))) {
			events.forEach((event) -> {
				if (!(event instanceof RawResponseEvent)) {
					played.add(JsonCodec.write(GoldenSession.json(event)));
				}
			});
		}
		return played;
	}

	private static String withoutIds(String event) {
		return event.replaceAll("\"(id|call_id|item_id|approval_request_id)\":\"[^\"]*\"", "\"$1\":\"\"");
	}

	@Test
	void listenersReceiveEachEventBeforeTheConsumer() {
		String session = GoldenSession.of(SdkProfile.V0_2, "b_tool_approved").store(database);
		List<StreamEvent> told = new ArrayList<>();
		List<StreamEvent> seen = new ArrayList<>();
		RecordingPlayer player = new RecordingPlayer().telling((event) -> told.add(event.event()));
		try (EventStream events = player.play(new SessionRecordingReader(database.messages, session))) {
			events.forEach((event) -> {
				seen.add(event);
				assertThat(told).isEqualTo(seen);
			});
		}
		assertThat(told).hasSizeGreaterThan(4).isEqualTo(seen);
	}

	@Test
	void recordingsAreMany() {
		assertThat(recordings()).hasSizeGreaterThan(200);
	}

}
