package io.mockagents.conversation;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

import org.jspecify.annotations.Nullable;

/**
 * The part of a row that readers of a conversation need.
 *
 * @param id the id of the row
 * @param messageType what kind of row it is: {@code user_input}, {@code stream_event} or
 * {@code error}
 * @param streamEventType the type of the event, or {@code null} if it is not one
 * @param streamSequence the number of the event, or {@code null}
 * @param iteration the application's count of runs, or {@code null}
 * @param eventData the event in any shape: rows of other applications have other shapes
 * than those written here
 * @param content the text, or {@code null}
 * @param createdAt when the row was made
 */
public record StoredRow(String id, String messageType, @Nullable String streamEventType,
		@Nullable Integer streamSequence, @Nullable Integer iteration, @Nullable Object eventData,
		@Nullable String content, Instant createdAt) {

	StoredRow(String id, String messageType, @Nullable String streamEventType, @Nullable Integer streamSequence,
			@Nullable Integer iteration, @Nullable Object eventData, @Nullable String content,
			LocalDateTime createdAt) {
		this(id, messageType, streamEventType, streamSequence, iteration, eventData, content,
				createdAt.toInstant(ZoneOffset.UTC));
	}

	/**
	 * Return the place of this row, without its content.
	 */
	StoredRow place() {
		return new StoredRow(this.id, this.messageType, null, this.streamSequence, this.iteration, null, null,
				this.createdAt);
	}

}
