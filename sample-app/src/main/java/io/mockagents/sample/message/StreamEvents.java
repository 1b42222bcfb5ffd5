package io.mockagents.sample.message;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

import io.mockagents.conversation.ConversationMessage;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The rows of stream events, and what follows them, piece by piece.
 */
public interface StreamEvents extends Repository<ConversationMessage, String> {

	/**
	 * Return the events of a session that follow one.
	 * @param sessionId the session
	 * @param sequence the number of that event
	 * @param limit how many to return at most
	 * @return the rows, in the order of their numbers
	 */
	@Query("select m from ConversationMessage m where m.sessionId = :sessionId and m.messageType = 'stream_event' "
			+ "and m.streamSequence > :sequence order by m.streamSequence")
	List<ConversationMessage> findAfter(String sessionId, int sequence, Limit limit);

	/**
	 * Return when the last event of a session came that is not behind a number.
	 * @param sessionId the session
	 * @param sequence the number
	 * @return the time, in UTC; empty if there is no such event
	 */
	@Query("select max(m.createdAt) from ConversationMessage m where m.sessionId = :sessionId "
			+ "and m.messageType = 'stream_event' and m.streamSequence <= :sequence")
	Optional<LocalDateTime> findTime(String sessionId, int sequence);

	/**
	 * Return all messages of a session that follow an event, oldest first.
	 * @param sessionId the session
	 * @param time the time of the event, in UTC
	 * @param sequence the number of the event
	 * @param limit how many to return at most
	 * @return the rows
	 */
	@Query("select m from ConversationMessage m where m.sessionId = :sessionId and (m.createdAt > :time "
			+ "or (m.createdAt = :time and m.streamSequence > :sequence)) "
			+ "order by m.createdAt, m.streamSequence nulls first, m.id")
	List<ConversationMessage> findMessagesAfter(String sessionId, LocalDateTime time, int sequence, Limit limit);

	/**
	 * Return the number of the last event of a session.
	 * @param sessionId the session
	 * @return the number, 0 if there is no event
	 */
	@Query("select coalesce(max(m.streamSequence), 0) from ConversationMessage m "
			+ "where m.sessionId = :sessionId and m.messageType = 'stream_event'")
	int findLastSequence(String sessionId);

}
