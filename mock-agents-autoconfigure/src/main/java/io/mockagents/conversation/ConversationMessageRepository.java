package io.mockagents.conversation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import jakarta.persistence.QueryHint;
import org.hibernate.jpa.HibernateHints;
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

	@Modifying(flushAutomatically = true)
	@Query("delete from ConversationMessage m where m.sessionId = :sessionId")
	int deleteBySession(String sessionId);

}
