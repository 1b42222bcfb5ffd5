package io.mockagents.conversation;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.SdkException;
import io.mockagents.redaction.Secrets;
import jakarta.persistence.EntityManagerFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The stored conversations: reads the rows of sessions, and writes those that the journal
 * of the runs does not.
 * <p>
 * All methods join the caller's transaction if there is one. Otherwise what they write is
 * committed when they return. Methods that write throw
 * {@link ConversationStorageException} when the database refuses.
 */
public final class ConversationMessages {

	private static final int ERROR_SEQUENCE = 99999;

	private static final LocalDateTime BEGINNING = LocalDateTime.of(1, 1, 1, 0, 0);

	/**
	 * The ids of rows that an application must not use, because events need them.
	 */
	private static final Pattern RESERVED_ID = Pattern.compile(".*_(?:event_\\d+|error_[0-9a-f]{8})", Pattern.DOTALL);

	private final NumberedRowInserter rows;

	private final ConversationQueries queries;

	private final TransactionTemplate transaction;

	private final TransactionTemplate readOnlyTransaction;

	private final Clock clock;

	/**
	 * Create the conversations of a persistence unit.
	 * @param entityManagerFactory the entity manager factory, of Hibernate, that manages
	 * {@link ConversationMessage}
	 * @param transactionManager the transaction manager of that factory
	 * @param clock provides the timestamps of rows
	 * @throws IllegalStateException if the factory does not manage the entity
	 */
	public ConversationMessages(EntityManagerFactory entityManagerFactory,
			PlatformTransactionManager transactionManager, Clock clock) {
		ConversationTable table = ConversationTable.of(entityManagerFactory);
		this.rows = new NumberedRowInserter(entityManagerFactory, table);
		this.queries = new ConversationQueries(entityManagerFactory, table);
		this.transaction = new TransactionTemplate(transactionManager);
		this.readOnlyTransaction = new TransactionTemplate(transactionManager);
		this.readOnlyTransaction.setReadOnly(true);
		this.clock = clock;
	}

	/**
	 * Return the journal that writes the events of runs into these conversations.
	 * @return the journal, for any number of runs and threads
	 */
	public ConversationJournal journal() {
		return new JpaConversationJournal(this.rows, this.clock);
	}

	/**
	 * Return a row.
	 * @param id the id of the row
	 * @return the row, or empty if there is none
	 */
	public Optional<ConversationMessage> findById(String id) {
		return read(() -> this.queries.findById(id));
	}

	/**
	 * Return all rows of a session.
	 * @param sessionId the session
	 * @return the rows, oldest first; of the same time, those without a number first and
	 * then by number
	 */
	public List<ConversationMessage> findBySession(String sessionId) {
		return read(() -> this.queries.findBySession(sessionId));
	}

	/**
	 * Return the stream events of a session.
	 * @param sessionId the session
	 * @return the rows of stream events, in the order of their numbers
	 */
	public List<ConversationMessage> findEvents(String sessionId) {
		return read(() -> this.queries.findEvents(sessionId));
	}

	/**
	 * Return the data of the row that an event has.
	 * @param event the event
	 * @return the data, or {@code null} if events of its kind have no row
	 */
	public static @Nullable JsonObject eventData(StreamEvent event) {
		EventRow row = EventRow.of(event);
		return (row != null) ? row.eventData() : null;
	}

	/**
	 * Read a session without holding all its rows at once.
	 * @param sessionId the session
	 * @param reader what takes the rows, in the order of {@link #findBySession}; the
	 * stream is closed when it returns
	 * @param <T> the type of the result
	 * @return what the reader returned
	 */
	public <T extends @Nullable Object> T streamBySession(String sessionId,
			Function<Stream<ConversationMessage>, T> reader) {
		return read(() -> {
			try (Stream<ConversationMessage> stream = this.queries.streamBySession(sessionId)) {
				return reader.apply(stream);
			}
		});
	}

	/**
	 * Read the events and messages of a session page by page, each page in a transaction
	 * of its own unless there is one.
	 * @param sessionId the session
	 * @param pageSize how many rows are read at once, from 1
	 * @return the rows, read as they are asked for
	 */
	public SessionRowReader rowsOf(String sessionId, int pageSize) {
		return rowsOf(sessionId, pageSize, null);
	}

	/**
	 * Read the events and messages of a session from a place on.
	 * @param sessionId the session
	 * @param pageSize how many rows are read at once, from 1
	 * @param from the place, or {@code null} for the beginning
	 * @return the rows, read as they are asked for
	 */
	public SessionRowReader rowsOf(String sessionId, int pageSize, SessionRowReader.@Nullable Place from) {
		if (pageSize < 1) {
			throw new IllegalArgumentException("pageSize must be at least 1 but is " + pageSize);
		}
		boolean countsAnew = read(() -> this.queries.countFirstEvents(sessionId)) > 1;
		return new SessionRowReader((last) -> read(() -> {
			List<StoredRow> page = new ArrayList<>();
			if (last == null) {
				page.addAll(this.queries.findUnnumberedEvents(sessionId, pageSize));
			}
			page.addAll(
					countsAnew ? eventsByTime(sessionId, last, pageSize) : eventsByNumber(sessionId, last, pageSize));
			return page;
		}), (last) -> read(() -> this.queries.findMessagesByTime(sessionId, time(last), id(last), pageSize)), from);
	}

	private List<StoredRow> eventsByNumber(String sessionId, @Nullable StoredRow last, int limit) {
		return this.queries.findEventsByNumber(sessionId, sequence(last), id(last), limit);
	}

	private List<StoredRow> eventsByTime(String sessionId, @Nullable StoredRow last, int limit) {
		Integer iteration = (last != null) ? last.iteration() : Integer.MIN_VALUE;
		return this.queries.findEventsByTime(sessionId, time(last), (iteration != null) ? iteration : 0, sequence(last),
				id(last), limit);
	}

	private static LocalDateTime time(@Nullable StoredRow last) {
		return (last != null) ? LocalDateTime.ofInstant(last.createdAt(), ZoneOffset.UTC) : BEGINNING;
	}

	private static int sequence(@Nullable StoredRow last) {
		return (last != null && last.streamSequence() != null) ? last.streamSequence() : Integer.MIN_VALUE;
	}

	private static String id(@Nullable StoredRow last) {
		return (last != null) ? last.id() : "";
	}

	/**
	 * Store what a user wrote. A repeat of an id is not stored again.
	 * @param sessionId the session
	 * @param messageId the id the client gave, or {@code null} for one of our own
	 * @param content what the user wrote
	 * @return the stored row: of a repeat, the one that was there
	 * @throws IllegalArgumentException if the id is that of a row of another session
	 */
	public ConversationMessage addUserMessage(String sessionId, @Nullable String messageId, String content) {
		String id = (messageId != null) ? messageId : UUID.randomUUID().toString();
		if (RESERVED_ID.matcher(id).matches()) {
			throw new IllegalArgumentException(
					"The message id '" + id + "' has the form of the ids of events and errors. Use another id");
		}
		String now = ConversationMessage.text(this.clock.instant());
		ConversationMessage message = ConversationMessage
			.fromJson(JsonObject.of("id", id, "session_id", sessionId, "role", "user", "message_type",
					MessageTypes.USER_INPUT, "content", content, "created_at", now, "updated_at", now));
		return add(message) ? message : findRepeated(sessionId, id).orElse(message);
	}

	private Optional<ConversationMessage> findRepeated(String sessionId, String id) {
		Optional<ConversationMessage> present = findById(id);
		present.filter((row) -> !row.getSessionId().equals(sessionId)).ifPresent((row) -> {
			throw new IllegalArgumentException("The message id '" + id
					+ "' is used by a row of another session. Use a unique id for each message");
		});
		return present;
	}

	/**
	 * Store the failure of a run. Credentials that messages quote are hidden.
	 * @param sessionId the session
	 * @param failure what failed
	 * @param context what the application knows of the circumstances
	 * @return the stored row
	 */
	public ConversationMessage addError(String sessionId, Throwable failure, JsonObject context) {
		ConversationMessage message;
		do {
			message = error(sessionId, failure, context);
		}
		while (!add(message));
		return message;
	}

	/**
	 * Return the row of a failure as of now, without storing it: for applications that
	 * cannot {@linkplain #add(ConversationMessage) add} it yet, because the failure is
	 * that of the database.
	 * @param sessionId the session
	 * @param failure what failed
	 * @param context what the application knows of the circumstances
	 * @return the row, which is not stored
	 */
	public ConversationMessage error(String sessionId, Throwable failure, JsonObject context) {
		String type = SdkException.nameOf(failure);
		String text = Secrets.hide((failure.getMessage() != null) ? failure.getMessage() : type);
		JsonObject data = JsonObject.of("error", text, "error_type", type, "stack_trace",
				Secrets.hide(stackTrace(failure)), "context", Secrets.hideIn(context));
		String now = ConversationMessage.text(this.clock.instant());
		String id = sessionId + "_error_" + UUID.randomUUID().toString().substring(0, 8);
		return ConversationMessage.fromJson(JsonObject.of("id", id, "session_id", sessionId, "role", "system",
				"message_type", MessageTypes.ERROR, "stream_sequence", ERROR_SEQUENCE, "event_data", data, "content",
				"Error: " + text, "created_at", now, "updated_at", now));
	}

	private static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	/**
	 * Store a row as it is, unless there is one of its id.
	 * @param message the row
	 * @return whether it was stored
	 */
	public boolean add(ConversationMessage message) {
		boolean added = this.rows.insert(message);
		if (added) {
			message.markStored();
		}
		return added;
	}

	/**
	 * Delete all rows of a session.
	 * @param sessionId the session
	 * @return how many there were
	 */
	public int deleteBySession(String sessionId) {
		Integer deleted = this.transaction.execute((status) -> this.queries.deleteBySession(sessionId));
		return (deleted != null) ? deleted : 0;
	}

	private <T extends @Nullable Object> T read(Supplier<T> reader) {
		return this.readOnlyTransaction.execute((status) -> reader.get());
	}

}
