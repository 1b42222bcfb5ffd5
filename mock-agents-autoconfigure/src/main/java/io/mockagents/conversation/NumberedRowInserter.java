package io.mockagents.conversation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.mockagents.agent.JsonObject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import org.hibernate.FlushMode;
import org.hibernate.Session;
import org.hibernate.StatelessSession;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.PostgreSQLDialect;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.jdbc.ReturningWork;
import org.jspecify.annotations.Nullable;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Inserts rows, each with one statement on a connection of Hibernate: that of the current
 * transaction if there is one, otherwise one that commits at once.
 * <p>
 * The number of an event is one more than the greatest in its session. A run that has
 * stored an event takes the number after that; a run that has not, or that finds its
 * number taken, lets the statement that inserts look for the greatest. Two writers that
 * take the same number make the same id, so one of them waits for the other to end. If
 * the other committed, the statement inserts nothing, which (other than a violated
 * constraint) leaves the transaction usable, and is repeated; if it rolled back, the
 * number is free and taken. A statement inserts only where it sees the row before, which
 * is then committed or of the same transaction: thus there are no gaps, whatever was
 * rolled back since. Nor is a row older than the row before it: a writer whose clock is
 * behind, or that had to wait for another, takes the time of that row.
 */
final class NumberedRowInserter {

	/**
	 * How often a statement may insert nothing. Each time another writer of the session
	 * has inserted a row, so this is reached only if something else is in the way, such
	 * as a trigger.
	 */
	private static final int MAX_ATTEMPTS = 1_000;

	private static final String SERIALIZATION_FAILURE = "40001";

	private static final Set<String> JSON_COLUMNS = Set.of("input", "new_items", "final_output_typed", "tool_calls",
			"tool_outputs", "handoffs", "event_data", "openai_response", "token_usage");

	private static final List<String> EVENT_COLUMNS = List.of("session_id", "role", "message_type", "last_agent",
			"tool_calls", "tool_outputs", "handoffs", "stream_event_type", "event_data", "content", "iteration",
			"created_at", "updated_at", "id", "stream_sequence");

	private final EntityManagerFactory entityManagerFactory;

	private final SessionFactoryImplementor sessionFactory;

	private final String insertRow;

	private final String insertNextEvent;

	private final String insertLastEvent;

	NumberedRowInserter(EntityManagerFactory entityManagerFactory, ConversationTable table) {
		this.entityManagerFactory = entityManagerFactory;
		this.sessionFactory = entityManagerFactory.unwrap(SessionFactoryImplementor.class);
		this.insertRow = table.sql("insert into {table} (" + columns(ConversationMessage.KEYS) + ") values ("
				+ placeholders(ConversationMessage.KEYS) + ") on conflict ({id}) do nothing");
		String insertEvent = "insert into {table} (" + columns(EVENT_COLUMNS) + ") select "
				+ placeholders(EVENT_COLUMNS.subList(0, EVENT_COLUMNS.size() - 4))
				+ ", greatest(?, last.time), greatest(?, last.time), ";
		this.insertNextEvent = table.sql(insertEvent + "?, ? from (select {created_at} as time from {table} "
				+ "where {id} = ?) as last on conflict ({id}) do nothing");
		this.insertLastEvent = table.sql(insertEvent + "cast(? as varchar) || last.number + 1, last.number + 1 from "
				+ "(select coalesce(max({stream_sequence}), 0) as number, max({created_at}) as time from {table} "
				+ "where {session_id} = ? and {message_type} = '" + MessageTypes.STREAM_EVENT
				+ "') as last on conflict ({id}) do nothing returning {stream_sequence}");
	}

	private static String columns(List<String> keys) {
		return keys.stream().collect(Collectors.joining("}, {", "{", "}"));
	}

	private static String placeholders(List<String> columns) {
		return columns.stream()
			.map((column) -> JSON_COLUMNS.contains(column) ? "cast(? as json)" : "?")
			.collect(Collectors.joining(", "));
	}

	/**
	 * Insert a row unless there is one of its id.
	 * @param row the row
	 * @return whether it was inserted
	 */
	boolean insert(ConversationMessage row) {
		EntityManager joined = entityManagerToWrite(row.getSessionId());
		try {
			return run(joined, (connection) -> {
				try (PreparedStatement statement = connection.prepareStatement(this.insertRow)) {
					bind(statement, row);
					return statement.executeUpdate() > 0;
				}
			});
		}
		catch (RuntimeException ex) {
			throw failure("Row '" + row.getId() + "'", row.getSessionId(), null, ex);
		}
	}

	private static void bind(PreparedStatement statement, ConversationMessage row) throws SQLException {
		JsonObject values = row.toJson();
		for (int i = 0; i < values.size(); i++) {
			String column = values.keyAt(i);
			Object value = values.valueAt(i);
			int position = i + 1;
			if (JSON_COLUMNS.contains(column)) {
				setString(statement, position, JsonColumn.write(value));
			}
			else if (value instanceof Integer number) {
				statement.setInt(position, number);
			}
			else if (column.equals("created_at")) {
				statement.setObject(position, ConversationMessage.utc(row.getCreatedAt()));
			}
			else if (column.equals("updated_at")) {
				statement.setObject(position, ConversationMessage.utc(row.getUpdatedAt()));
			}
			else if (value instanceof String text) {
				setString(statement, position, text);
			}
			else {
				statement.setNull(position, Types.NULL);
			}
		}
	}

	/**
	 * Insert the row of a stream event.
	 * @param sessionId the session
	 * @param iteration the application's count of runs
	 * @param row the content of the row
	 * @param time when it is made, unless the row before it is later
	 * @param last the number of the last row that the same run stored
	 * @return the number of the row
	 */
	int insertEvent(String sessionId, int iteration, EventRow row, Instant time, @Nullable Integer last) {
		EntityManager joined = entityManagerToWrite(sessionId);
		LocalDateTime made = ConversationMessage.utc(time);
		Integer previous = last;
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			Integer known = previous;
			try {
				Integer number = run(joined,
						(connection) -> (known != null)
								? insertNext(connection, sessionId, iteration, row, made, known + 1)
								: insertLast(connection, sessionId, iteration, row, made));
				if (number != null) {
					return number;
				}
			}
			catch (RuntimeException ex) {
				if (joined != null || !isSerializationFailure(ex)) {
					throw failure("An event of type " + row.eventType(), sessionId, last, ex);
				}
			}
			previous = null;
		}
		throw failure("An event of type " + row.eventType(), sessionId, last,
				new IllegalStateException("the database accepted the row " + MAX_ATTEMPTS
						+ " times without inserting it: a trigger or a row with the id '" + eventIdPrefix(sessionId)
						+ "<number>' that is not an event prevents it"));
	}

	private @Nullable Integer insertNext(Connection connection, String sessionId, int iteration, EventRow row,
			LocalDateTime time, int number) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.insertNextEvent)) {
			int position = bind(statement, sessionId, iteration, row, time);
			String prefix = eventIdPrefix(sessionId);
			statement.setString(position++, prefix + number);
			statement.setInt(position++, number);
			statement.setString(position, prefix + (number - 1));
			return (statement.executeUpdate() > 0) ? number : null;
		}
	}

	private @Nullable Integer insertLast(Connection connection, String sessionId, int iteration, EventRow row,
			LocalDateTime time) throws SQLException {
		try (PreparedStatement statement = connection.prepareStatement(this.insertLastEvent)) {
			int position = bind(statement, sessionId, iteration, row, time);
			statement.setString(position++, eventIdPrefix(sessionId));
			statement.setString(position, sessionId);
			try (ResultSet inserted = statement.executeQuery()) {
				return inserted.next() ? inserted.getInt(1) : null;
			}
		}
	}

	private static String eventIdPrefix(String sessionId) {
		return sessionId + "_event_";
	}

	private static int bind(PreparedStatement statement, String sessionId, int iteration, EventRow row,
			LocalDateTime time) throws SQLException {
		int position = 1;
		statement.setString(position++, sessionId);
		statement.setString(position++, "assistant");
		statement.setString(position++, MessageTypes.STREAM_EVENT);
		setString(statement, position++, row.lastAgent());
		setList(statement, position++, row.toolCall());
		setList(statement, position++, row.toolOutput());
		setList(statement, position++, row.handoff());
		statement.setString(position++, row.eventType());
		statement.setString(position++, JsonColumn.write(row.eventData()));
		setString(statement, position++, row.content());
		statement.setInt(position++, iteration);
		statement.setObject(position++, time);
		statement.setObject(position++, time);
		return position;
	}

	private static void setList(PreparedStatement statement, int position, @Nullable JsonObject element)
			throws SQLException {
		setString(statement, position, (element != null) ? JsonColumn.write(List.of(element)) : null);
	}

	/**
	 * Set a text. PostgreSQL has no place for the character NUL in a text, so that one is
	 * left out; JSON writes it as an escape.
	 */
	private static void setString(PreparedStatement statement, int position, @Nullable String text)
			throws SQLException {
		statement.setString(position, (text != null && text.indexOf('\0') >= 0) ? text.replace("\0", "") : text);
	}

	/**
	 * Return the entity manager of the current transaction.
	 * @param sessionId the session that is written to
	 * @return the entity manager, or {@code null} if there is no transaction to join
	 */
	private @Nullable EntityManager entityManagerToWrite(String sessionId) {
		Dialect dialect = this.sessionFactory.getJdbcServices().getDialect();
		if (!(dialect instanceof PostgreSQLDialect)) {
			throw new ConversationStorageException("Conversations can be stored in PostgreSQL only, but Hibernate uses "
					+ dialect.getClass().getSimpleName() + ". Configure a PostgreSQL data source, or switch the "
					+ "storage off with 'mock-agents.conversation.enabled=false'", sessionId, null, null);
		}
		EntityManager entityManager = currentEntityManager();
		if (entityManager != null && TransactionSynchronizationManager.isCurrentTransactionReadOnly()) {
			throw new ConversationStorageException("Session '" + sessionId + "' cannot be written to in a read-only "
					+ "transaction. Run the agent outside of it, or remove readOnly", sessionId, null, null);
		}
		return entityManager;
	}

	private @Nullable EntityManager currentEntityManager() {
		if (!TransactionSynchronizationManager.isActualTransactionActive()) {
			return null;
		}
		EntityManager entityManager = EntityManagerFactoryUtils
			.getTransactionalEntityManager(this.entityManagerFactory);
		return (entityManager != null && entityManager.isJoinedToTransaction()) ? entityManager : null;
	}

	private <T extends @Nullable Object> T run(@Nullable EntityManager joined, ReturningWork<T> work) {
		return (joined != null) ? join(joined.unwrap(Session.class), work) : commit(work);
	}

	/**
	 * Work on the connection of a session, in its transaction and after what it has not
	 * written yet.
	 */
	static <T extends @Nullable Object> T join(Session session, ReturningWork<T> work) {
		FlushMode flushMode = session.getHibernateFlushMode();
		if (flushMode == FlushMode.AUTO || flushMode == FlushMode.ALWAYS) {
			// As before a native query: the row may refer to what is not written yet
			session.flush();
		}
		return session.doReturningWork(work);
	}

	private <T extends @Nullable Object> T commit(ReturningWork<T> work) {
		try (StatelessSession session = this.sessionFactory.openStatelessSession()) {
			return session.doReturningWork((connection) -> {
				T result = work.execute(connection);
				if (!connection.getAutoCommit()) {
					connection.commit();
				}
				return result;
			});
		}
	}

	private static boolean isSerializationFailure(RuntimeException failure) {
		SQLException cause = sqlException(failure);
		return cause != null && SERIALIZATION_FAILURE.equals(cause.getSQLState());
	}

	private static @Nullable SQLException sqlException(RuntimeException failure) {
		for (Throwable ex = failure; ex != null; ex = ex.getCause()) {
			if (ex instanceof SQLException sql) {
				return sql;
			}
		}
		return null;
	}

	private static ConversationStorageException failure(String what, String sessionId, @Nullable Integer last,
			RuntimeException cause) {
		StringBuilder message = new StringBuilder(what).append(" could not be stored in session '").append(sessionId);
		message.append((last != null) ? "' after row " + last : "'");
		SQLException sql = sqlException(cause);
		message.append(": ").append(((sql != null) ? sql : cause).getMessage());
		if (isSerializationFailure(cause)) {
			message.append(". Another run wrote to the session, which a transaction with isolation repeatable read or "
					+ "serializable cannot see: use read committed, or repeat the transaction");
		}
		return new ConversationStorageException(message.toString(), sessionId, last, cause);
	}

}
