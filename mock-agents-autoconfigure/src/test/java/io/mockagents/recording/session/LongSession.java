package io.mockagents.recording.session;

import java.util.Iterator;
import java.util.Map;

import io.mockagents.PostgresServer;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.ConversationDatabase;
import io.mockagents.recording.replay.RecordingPlayer;

/**
 * A program that plays a stored session and prints how many stored events that gave.
 */
final class LongSession {

	private LongSession() {
	}

	/**
	 * Play a session.
	 * @param arguments URL, user and password of the database, the session, and whether
	 * to play it within a transaction
	 */
	public static void main(String[] arguments) {
		try (ConversationDatabase database = new ConversationDatabase(
				new PostgresServer.Database(arguments[0], arguments[1], arguments[2]), true, Map.of())) {
			String session = arguments[3];
			int stored = Boolean.parseBoolean(arguments[4])
					? database.transaction.execute((status) -> play(database, session)) : play(database, session);
			System.out.printf("Played %d stored events%n", stored);
		}
	}

	private static int play(ConversationDatabase database, String session) {
		int stored = 0;
		try (EventStream events = new RecordingPlayer().play(new SessionRecordingReader(database.messages, session))) {
			for (Iterator<StreamEvent> iterator = events.iterator(); iterator.hasNext();) {
				stored += (iterator.next() instanceof RawResponseEvent) ? 0 : 1;
			}
		}
		return stored;
	}

}
