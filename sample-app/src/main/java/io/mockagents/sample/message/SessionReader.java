package io.mockagents.sample.message;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.mockagents.conversation.ConversationMessage;

import org.springframework.data.domain.Limit;

/**
 * Reads what is new in a session: stream events in the order of their numbers, each once,
 * and failures after the events that preceded them. Its rows are committed, since it
 * reads the rows.
 * <p>
 * One thread at a time reads; any thread may say that a run has failed.
 */
public final class SessionReader {

	private static final Limit BATCH = Limit.of(100);

	private final Queue<ConversationMessage> failures = new ConcurrentLinkedQueue<>();

	private final StreamEvents events;

	private final String sessionId;

	private int last;

	/**
	 * Create a reader.
	 * @param events the stored events
	 * @param sessionId the session
	 * @param after the number of the last event that is not new
	 */
	public SessionReader(StreamEvents events, String sessionId, int after) {
		this.events = events;
		this.sessionId = sessionId;
		this.last = after;
	}

	/**
	 * Say that a run has failed.
	 * @param row the row of the failure
	 */
	public void failed(ConversationMessage row) {
		this.failures.add(row);
	}

	/**
	 * Skip rows that have no listener.
	 * @param sequence the number of the last event that is not new
	 */
	public void skipTo(int sequence) {
		this.last = Math.max(this.last, sequence);
		this.failures.clear();
	}

	/**
	 * Tell of the next events or, if there are none, of the failures.
	 * @param listener the receiver; an event for which it throws is sent again
	 * @param <X> what the listener throws
	 * @return whether there may be more
	 * @throws X if the listener throws it
	 */
	public <X extends Exception> boolean readNext(ConversationListener<X> listener) throws X {
		List<ConversationMessage> rows = this.events.findAfter(this.sessionId, this.last, BATCH);
		for (ConversationMessage row : rows) {
			listener.onEvent(ConversationEvent.of(row));
			Integer sequence = row.getStreamSequence();
			this.last = (sequence != null) ? sequence : this.last;
		}
		if (rows.isEmpty()) {
			tellFailures(listener);
		}
		return !rows.isEmpty();
	}

	private <X extends Exception> void tellFailures(ConversationListener<X> listener) throws X {
		ConversationMessage row;
		while ((row = this.failures.poll()) != null) {
			listener.onFailure(ConversationEvent.ofFailure(row));
		}
	}

}
