package io.mockagents.sample.message;

import java.util.List;

import io.mockagents.conversation.ConversationMessage;

import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The rows of stream events, piece by piece.
 */
interface StreamEvents extends Repository<ConversationMessage, String> {

	@Query("select m from ConversationMessage m where m.sessionId = :sessionId and m.messageType = 'stream_event' "
			+ "and m.streamSequence > :sequence order by m.streamSequence")
	List<ConversationMessage> findAfter(String sessionId, int sequence, Limit limit);

	@Query("select coalesce(max(m.streamSequence), 0) from ConversationMessage m "
			+ "where m.sessionId = :sessionId and m.messageType = 'stream_event'")
	int findLastSequence(String sessionId);

}
