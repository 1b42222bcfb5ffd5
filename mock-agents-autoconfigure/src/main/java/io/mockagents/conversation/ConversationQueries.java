package io.mockagents.conversation;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.mockagents.json.JsonCodec;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Query;
import org.hibernate.Session;
import org.hibernate.query.NativeQuery;
import org.hibernate.query.SynchronizeableQuery;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.util.Assert;

/**
 * The queries of {@link ConversationMessages}, each in the current transaction. They are
 * SQL and not JPQL: an application that starts pays for no parser, and no proxy depends
 * on a class loader.
 */
final class ConversationQueries {

	private static final int STREAM_FETCH_SIZE = 100;

	/**
	 * The order of a session: by time, then a user's words before the events they led to.
	 */
	private static final String OF_SESSION = "select * from {table} where {session_id} = :session "
			+ "order by {created_at}, {stream_sequence} nulls first, {id}";

	private static final String EVENTS = "select * from {table} where {session_id} = :session "
			+ "and {message_type} = 'stream_event' order by {stream_sequence}";

	private static final String STORED_ROW = "select {id}, {message_type}, {stream_event_type}, {stream_sequence}, "
			+ "{iteration}, {event_data}, {content}, {created_at} from {table} where {session_id} = ? and ";

	private static final String EVENTS_BY_NUMBER = STORED_ROW + "{message_type} = 'stream_event' "
			+ "and {stream_sequence} >= ? and ({stream_sequence} > ? or {id} > ?) "
			+ "order by {stream_sequence}, {id} limit ?";

	private static final String EVENTS_BY_TIME = STORED_ROW + "{message_type} = 'stream_event' "
			+ "and ({created_at}, coalesce({iteration}, 0), {stream_sequence}, {id}) > (?, ?, ?, ?) "
			+ "order by {created_at}, coalesce({iteration}, 0), {stream_sequence}, {id} limit ?";

	private static final String MESSAGES_BY_TIME = STORED_ROW + "{message_type} in ('user_input', 'error') "
			+ "and ({stream_sequence} is null or {stream_sequence} = 99999) and ({created_at}, {id}) > (?, ?) "
			+ "order by {created_at}, {id} limit ?";

	private static final String UNNUMBERED_EVENTS = STORED_ROW + "{message_type} = 'stream_event' "
			+ "and {stream_sequence} is null order by {created_at}, {id} limit ?";

	private static final String FIRST_EVENTS = "select count(*) from {table} where {session_id} = ? "
			+ "and {message_type} = 'stream_event' and {stream_sequence} = 1";

	private static final String DELETE = "delete from {table} where {session_id} = :session";

	private final EntityManagerFactory entityManagerFactory;

	private final ConversationTable table;

	ConversationQueries(EntityManagerFactory entityManagerFactory, ConversationTable table) {
		this.entityManagerFactory = entityManagerFactory;
		this.table = table;
	}

	Optional<ConversationMessage> findById(String id) {
		return Optional.ofNullable(session().find(ConversationMessage.class, id));
	}

	List<ConversationMessage> findBySession(String sessionId) {
		return rows(OF_SESSION, sessionId).getResultList();
	}

	Stream<ConversationMessage> streamBySession(String sessionId) {
		return rows(OF_SESSION, sessionId).setFetchSize(STREAM_FETCH_SIZE).setReadOnly(true).getResultStream();
	}

	List<ConversationMessage> findEvents(String sessionId) {
		return rows(EVENTS, sessionId).getResultList();
	}

	private NativeQuery<ConversationMessage> rows(String sql, String sessionId) {
		NativeQuery<ConversationMessage> query = session().createNativeQuery(this.table.sql(sql),
				ConversationMessage.class);
		query.addSynchronizedEntityClass(ConversationMessage.class);
		return query.setParameter("session", sessionId);
	}

	List<StoredRow> findEventsByNumber(String sessionId, int sequence, String id, int limit) {
		return storedRows(EVENTS_BY_NUMBER, sessionId, sequence, sequence, id, limit);
	}

	List<StoredRow> findEventsByTime(String sessionId, LocalDateTime time, int iteration, int sequence, String id,
			int limit) {
		return storedRows(EVENTS_BY_TIME, sessionId, time, iteration, sequence, id, limit);
	}

	List<StoredRow> findMessagesByTime(String sessionId, LocalDateTime time, String id, int limit) {
		return storedRows(MESSAGES_BY_TIME, sessionId, time, id, limit);
	}

	List<StoredRow> findUnnumberedEvents(String sessionId, int limit) {
		return storedRows(UNNUMBERED_EVENTS, sessionId, limit);
	}

	private List<StoredRow> storedRows(String sql, Object... parameters) {
		return select(sql, ConversationQueries::storedRow, parameters);
	}

	private static StoredRow storedRow(ResultSet row) throws SQLException {
		String data = row.getString(6);
		return new StoredRow(row.getString(1), row.getString(2), row.getString(3), integer(row, 4), integer(row, 5),
				(data != null) ? JsonCodec.parse(data) : null, row.getString(7), row.getObject(8, LocalDateTime.class));
	}

	private static @Nullable Integer integer(ResultSet row, int position) throws SQLException {
		int value = row.getInt(position);
		return row.wasNull() ? null : value;
	}

	long countFirstEvents(String sessionId) {
		return select(FIRST_EVENTS, (row) -> row.getLong(1), sessionId).get(0);
	}

	private <T> List<T> select(String sql, RowReader<T> reader, Object... parameters) {
		return NumberedRowInserter.join(session(), (connection) -> {
			try (PreparedStatement statement = connection.prepareStatement(this.table.sql(sql))) {
				for (int i = 0; i < parameters.length; i++) {
					statement.setObject(i + 1, parameters[i]);
				}
				List<T> found = new ArrayList<>();
				try (ResultSet rows = statement.executeQuery()) {
					while (rows.next()) {
						found.add(reader.read(rows));
					}
				}
				return found;
			}
		});
	}

	int deleteBySession(String sessionId) {
		EntityManager entityManager = session();
		entityManager.flush();
		Query query = entityManager.createNativeQuery(this.table.sql(DELETE));
		query.unwrap(SynchronizeableQuery.class).addSynchronizedEntityClass(ConversationMessage.class);
		return query.setParameter("session", sessionId).executeUpdate();
	}

	private Session session() {
		EntityManager entityManager = EntityManagerFactoryUtils
			.getTransactionalEntityManager(this.entityManagerFactory);
		Assert.state(entityManager != null, "No transaction is active");
		return entityManager.unwrap(Session.class);
	}

	/**
	 * Reads the row that a result set stands at.
	 *
	 * @param <T> what it reads
	 */
	@FunctionalInterface
	private interface RowReader<T> {

		T read(ResultSet row) throws SQLException;

	}

}
