package io.mockagents.conversation;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.persistence.QueryHint;
import org.hibernate.jpa.HibernateHints;
import org.springframework.data.domain.Limit;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.jpa.repository.QueryHints;
import org.springframework.data.repository.NoRepositoryBean;
import org.springframework.data.repository.Repository;

/**
 * The queries of {@link ConversationMessages}, which builds this repository itself: a
 * scan of the application must not depend on finding it.
 */
@NoRepositoryBean
interface ConversationMessageRepository extends Repository<ConversationMessage, String> {

	/**
	 * The order of a session: by time, then a user's words before the events they led to.
	 */
	String IN_SESSION = "select m from ConversationMessage m where m.sessionId = :sessionId "
			+ "order by m.createdAt, m.streamSequence nulls first, m.id";

	Optional<ConversationMessage> findById(String id);

	@Query(IN_SESSION)
	List<ConversationMessage> findBySession(String sessionId);

	@Query(IN_SESSION)
	@QueryHints({ @QueryHint(name = HibernateHints.HINT_FETCH_SIZE, value = "100"),
			@QueryHint(name = HibernateHints.HINT_READ_ONLY, value = "true") })
	Stream<ConversationMessage> streamBySession(String sessionId);

	@Query("select m from ConversationMessage m where m.sessionId = :sessionId "
			+ "and m.messageType = 'stream_event' order by m.streamSequence")
	List<ConversationMessage> findEvents(String sessionId);

	/**
	 * What is read of a row to read a conversation again.
	 */
	String STORED_ROW = "select new io.mockagents.conversation.StoredRow(m.id, m.messageType, m.streamEventType, "
			+ "m.streamSequence, m.iteration, m.eventData, m.content, m.createdAt) from ConversationMessage m "
			+ "where m.sessionId = :sessionId and ";

	@Query(STORED_ROW + "m.messageType = 'stream_event' and m.streamSequence >= :sequence and "
			+ "(m.streamSequence > :sequence or m.id > :id) order by m.streamSequence, m.id")
	List<StoredRow> findEventsByNumber(String sessionId, int sequence, String id, Limit limit);

	@Query(STORED_ROW + "m.messageType = 'stream_event' and (m.createdAt > :time or (m.createdAt = :time and "
			+ "(coalesce(m.iteration, 0) > :iteration or (coalesce(m.iteration, 0) = :iteration and "
			+ "(m.streamSequence > :sequence or (m.streamSequence = :sequence and m.id > :id)))))) "
			+ "order by m.createdAt, coalesce(m.iteration, 0), m.streamSequence, m.id")
	List<StoredRow> findEventsByTime(String sessionId, LocalDateTime time, int iteration, int sequence, String id,
			Limit limit);

	@Query(STORED_ROW + "m.messageType in ('user_input', 'error') and "
			+ "(m.streamSequence is null or m.streamSequence = 99999) and (m.createdAt > :time or "
			+ "(m.createdAt = :time and m.id > :id)) order by m.createdAt, m.id")
	List<StoredRow> findMessagesByTime(String sessionId, LocalDateTime time, String id, Limit limit);

	@Query(STORED_ROW + "m.messageType = 'stream_event' and m.streamSequence is null order by m.createdAt, m.id")
	List<StoredRow> findUnnumberedEvents(String sessionId, Limit limit);

	@Query("select count(m) from ConversationMessage m where m.sessionId = :sessionId "
			+ "and m.messageType = 'stream_event' and m.streamSequence = 1")
	long countFirstEvents(String sessionId);

	@Modifying(flushAutomatically = true)
	@Query("delete from ConversationMessage m where m.sessionId = :sessionId")
	int deleteBySession(String sessionId);

}
