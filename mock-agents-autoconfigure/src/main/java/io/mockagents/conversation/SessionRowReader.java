package io.mockagents.conversation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a session one after the other, a page at a time: no more than that is
 * held, and no transaction stays open between pages. Rows that are added behind those
 * that were read are read too. Not safe for several threads.
 */
public final class SessionRowReader {

	private final Deque<StoredRow> events = new ArrayDeque<>();

	private final Deque<StoredRow> messages = new ArrayDeque<>();

	private final Function<@Nullable StoredRow, List<StoredRow>> eventPages;

	private final Function<@Nullable StoredRow, List<StoredRow>> messagePages;

	private @Nullable StoredRow lastEvent;

	private @Nullable StoredRow lastMessage;

	SessionRowReader(Function<@Nullable StoredRow, List<StoredRow>> eventPages,
			Function<@Nullable StoredRow, List<StoredRow>> messagePages, @Nullable Place from) {
		this.lastEvent = (from != null) ? from.event() : null;
		this.lastMessage = (from != null) ? from.message() : null;
		this.eventPages = eventPages;
		this.messagePages = messagePages;
	}

	/**
	 * Return the next stream event, in the order of their numbers; where several events
	 * have the number 1, as each iteration starts counting again, in the order of time.
	 * @return the row, or {@code null} after the last one
	 */
	public @Nullable StoredRow nextEvent() {
		if (this.events.isEmpty()) {
			this.events.addAll(this.eventPages.apply(this.lastEvent));
		}
		StoredRow row = this.events.poll();
		this.lastEvent = (row != null) ? row : this.lastEvent;
		return row;
	}

	/**
	 * Return the next message of the user or failure, in the order of time.
	 * @return the row, or {@code null} after the last one
	 */
	public @Nullable StoredRow nextMessage() {
		if (this.messages.isEmpty()) {
			this.messages.addAll(this.messagePages.apply(this.lastMessage));
		}
		StoredRow row = this.messages.poll();
		this.lastMessage = (row != null) ? row : this.lastMessage;
		return row;
	}

	/**
	 * A place among the rows of a session, from which it can be read on.
	 *
	 * @param event the last event before it, or {@code null} if there is none
	 * @param message the last message or failure before it, or {@code null} if there is
	 * none
	 */
	public record Place(@Nullable StoredRow event, @Nullable StoredRow message) {

		public Place {
			event = (event != null) ? event.place() : null;
			message = (message != null) ? message.place() : null;
		}

	}

}
