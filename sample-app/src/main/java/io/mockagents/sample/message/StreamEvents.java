package io.mockagents.sample.message;

import java.util.List;

import io.mockagents.conversation.ConversationMessage;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The rows of stream events, piece by piece.
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
	 * Return the number of the last event of a session.
	 * @param sessionId the session
	 * @return the number, 0 if there is no event
	 */
	@Query("select coalesce(max(m.streamSequence), 0) from ConversationMessage m "
			+ "where m.sessionId = :sessionId and m.messageType = 'stream_event'")
	int findLastSequence(String sessionId);

}
