package io.mockagents.conversation;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.mockagents.agent.JsonObject;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.PostLoad;
import jakarta.persistence.PostPersist;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.Type;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Persistable;

/**
 * A row of {@code conversation_messages}: something a user wrote, an event of a run, or a
 * failure. Rows are written once and not changed.
 * <p>
 * As JSON it has the columns as keys, in the order of the table and including those that
 * are {@code null}; timestamps are UTC in ISO 8601 without offset. Reading that JSON
 * produces an equal row.
 * <p>
 * JSON columns contain values of the form that {@link JsonObject} describes. Rows written
 * by other applications may have other shapes than described here, so the accessors of
 * these columns promise no more than JSON.
 */
@Entity
@Table(name = "conversation_messages")
public class ConversationMessage implements Persistable<String> {

	/**
	 * The keys of the JSON form: the columns in the order of the table.
	 */
	static final List<String> KEYS = List.of("id", "session_id", "role", "message_type", "input", "new_items",
			"final_output", "final_output_typed", "last_agent", "tool_calls", "tool_outputs", "handoffs",
			"usage_input_tokens", "usage_output_tokens", "usage_total_tokens", "usage_cached_tokens",
			"usage_reasoning_tokens", "stream_event_type", "stream_sequence", "event_data", "content", "iteration",
			"openai_response", "token_usage", "diff_id", "last_response_id", "created_at", "updated_at");

	private static final String[] SHARED_KEYS = KEYS.toArray(String[]::new);

	private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

	private static final DateTimeFormatter MICROSECONDS = new DateTimeFormatterBuilder().append(SECONDS)
		.appendFraction(ChronoField.MICRO_OF_SECOND, 6, 6, true)
		.toFormatter();

	@Id
	@Column(name = "id", columnDefinition = "varchar")
	@SuppressWarnings("NullAway.Init")
	private String id;

	@Column(name = "session_id", columnDefinition = "varchar", nullable = false)
	@SuppressWarnings("NullAway.Init")
	private String sessionId;

	@Column(name = "role", columnDefinition = "varchar", nullable = false)
	@SuppressWarnings("NullAway.Init")
	private String role;

	@ColumnDefault("'user_input'")
	@Column(name = "message_type", columnDefinition = "varchar", nullable = false)
	@SuppressWarnings("NullAway.Init")
	private String messageType;

	@Type(JsonColumn.class)
	@Column(name = "input", columnDefinition = JsonColumn.DEFINITION)
	private @Nullable Object input;

	@Type(JsonColumn.class)
	@Column(name = "new_items", columnDefinition = JsonColumn.DEFINITION)
	private @Nullable Object newItems;

	@Column(name = "final_output", columnDefinition = "text")
	private @Nullable String finalOutput;

	@Type(JsonColumn.class)
	@Column(name = "final_output_typed", columnDefinition = JsonColumn.DEFINITION)
	private @Nullable Object finalOutputTyped;

	@Column(name = "last_agent", columnDefinition = "varchar")
	private @Nullable String lastAgent;

	@Type(JsonColumn.class)
	@Column(name = "tool_calls", columnDefinition = JsonColumn.DEFINITION)
	private @Nullable Object toolCalls;

	@Type(JsonColumn.class)
	@Column(name = "tool_outputs", columnDefinition = JsonColumn.DEFINITION)
	private @Nullable Object toolOutputs;

	@Type(JsonColumn.class)
	@Column(name = "handoffs", columnDefinition = JsonColumn.DEFINITION)
	private @Nullable Object handoffs;

	@Column(name = "usage_input_tokens")
	private @Nullable Integer usageInputTokens;

	@Column(name = "usage_output_tokens")
	private @Nullable Integer usageOutputTokens;

	@Column(name = "usage_total_tokens")
	private @Nullable Integer usageTotalTokens;

	@Column(name = "usage_cached_tokens")
	private @Nullable Integer usageCachedTokens;

	@Column(name = "usage_reasoning_tokens")
	private @Nullable Integer usageReasoningTokens;

	@Column(name = "stream_event_type", columnDefinition = "varchar")
	private @Nullable String streamEventType;

	@Column(name = "stream_sequence")
	private @Nullable Integer streamSequence;

	@Type(JsonColumn.class)
	@Column(name = "event_data", columnDefinition = JsonColumn.DEFINITION)
	private @Nullable Object eventData;

	@Column(name = "content", columnDefinition = "text")
	private @Nullable String content;

	@Column(name = "iteration")
	private @Nullable Integer iteration;

	@Type(JsonColumn.class)
	@Column(name = "openai_response", columnDefinition = JsonColumn.DEFINITION)
	private @Nullable Object openaiResponse;

	@Type(JsonColumn.class)
	@Column(name = "token_usage", columnDefinition = JsonColumn.DEFINITION)
	private @Nullable Object tokenUsage;

	@Column(name = "diff_id", columnDefinition = "varchar")
	private @Nullable String diffId;

	@Column(name = "last_response_id", columnDefinition = "varchar")
	private @Nullable String lastResponseId;

	@JdbcTypeCode(SqlTypes.LOCAL_DATE_TIME)
	@Column(name = "created_at", nullable = false, columnDefinition = "timestamp")
	@SuppressWarnings("NullAway.Init")
	private LocalDateTime createdAt;

	@JdbcTypeCode(SqlTypes.LOCAL_DATE_TIME)
	@Column(name = "updated_at", nullable = false, columnDefinition = "timestamp")
	@SuppressWarnings("NullAway.Init")
	private LocalDateTime updatedAt;

	@Transient
	private boolean stored;

	/**
	 * Create an empty row, for Hibernate to fill.
	 */
	protected ConversationMessage() {
	}

	private ConversationMessage(JsonObject json) {
		this.id = required(json, "id");
		this.sessionId = required(json, "session_id");
		this.role = required(json, "role");
		this.messageType = required(json, "message_type");
		this.input = json.get("input");
		this.newItems = json.get("new_items");
		this.finalOutput = value(json, "final_output", String.class);
		this.finalOutputTyped = json.get("final_output_typed");
		this.lastAgent = value(json, "last_agent", String.class);
		this.toolCalls = json.get("tool_calls");
		this.toolOutputs = json.get("tool_outputs");
		this.handoffs = json.get("handoffs");
		this.usageInputTokens = value(json, "usage_input_tokens", Integer.class);
		this.usageOutputTokens = value(json, "usage_output_tokens", Integer.class);
		this.usageTotalTokens = value(json, "usage_total_tokens", Integer.class);
		this.usageCachedTokens = value(json, "usage_cached_tokens", Integer.class);
		this.usageReasoningTokens = value(json, "usage_reasoning_tokens", Integer.class);
		this.streamEventType = value(json, "stream_event_type", String.class);
		this.streamSequence = value(json, "stream_sequence", Integer.class);
		this.eventData = json.get("event_data");
		this.content = value(json, "content", String.class);
		this.iteration = value(json, "iteration", Integer.class);
		this.openaiResponse = json.get("openai_response");
		this.tokenUsage = json.get("token_usage");
		this.diffId = value(json, "diff_id", String.class);
		this.lastResponseId = value(json, "last_response_id", String.class);
		this.createdAt = time(json, "created_at");
		this.updatedAt = time(json, "updated_at");
	}

	/**
	 * Return the row of a JSON form.
	 * @param json the row; what is absent is {@code null}
	 * @return the row, not stored yet
	 * @throws IllegalArgumentException if a key is unknown, a value is of the wrong type,
	 * or {@code id}, {@code session_id}, {@code role}, {@code message_type} or a
	 * timestamp is missing
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public static ConversationMessage fromJson(JsonObject json) {
		for (String key : json.keySet()) {
			if (!KEYS.contains(key)) {
				throw new IllegalArgumentException(
						"A row of conversation_messages has no '" + key + "'. It has " + String.join(", ", KEYS));
			}
		}
		return new ConversationMessage(json);
	}

	private static String required(JsonObject json, String key) {
		String value = value(json, key, String.class);
		if (value == null) {
			throw new IllegalArgumentException("A row of conversation_messages needs '" + key + "': " + json);
		}
		return value;
	}

	private static <T> @Nullable T value(JsonObject json, String key, Class<T> type) {
		Object value = json.get(key);
		if (value != null && !type.isInstance(value)) {
			throw new IllegalArgumentException("'" + key + "' of a row of conversation_messages must be a "
					+ type.getSimpleName() + " but is " + value);
		}
		return type.cast(value);
	}

	private static LocalDateTime time(JsonObject json, String key) {
		String text = required(json, key);
		try {
			return LocalDateTime.parse(text).truncatedTo(ChronoUnit.MICROS);
		}
		catch (DateTimeParseException ex) {
			throw new IllegalArgumentException("'" + key + "' of a row of conversation_messages must be a UTC time "
					+ "without offset, such as 2026-11-22T06:54:44, but is " + text, ex);
		}
	}

	/**
	 * Return the text of a time in JSON: as Python's {@code isoformat()}, without a
	 * fraction or with six digits of it.
	 * @param time the time
	 * @return the text, in UTC
	 */
	static String text(Instant time) {
		return text(utc(time));
	}

	/**
	 * Return a time in the form and precision of the columns.
	 * @param time the time
	 * @return the time in UTC
	 */
	static LocalDateTime utc(Instant time) {
		return LocalDateTime.ofInstant(time, ZoneOffset.UTC).truncatedTo(ChronoUnit.MICROS);
	}

	private static String text(LocalDateTime time) {
		return ((time.getNano() == 0) ? SECONDS : MICROSECONDS).format(time);
	}

	/**
	 * Return the row as JSON.
	 * @return an object with all keys in the order of the table
	 */
	@JsonValue
	public JsonObject toJson() {
		return JsonObject.ofShared(SHARED_KEYS, new @Nullable Object[] { this.id, this.sessionId, this.role,
				this.messageType, this.input, this.newItems, this.finalOutput, this.finalOutputTyped, this.lastAgent,
				this.toolCalls, this.toolOutputs, this.handoffs, this.usageInputTokens, this.usageOutputTokens,
				this.usageTotalTokens, this.usageCachedTokens, this.usageReasoningTokens, this.streamEventType,
				this.streamSequence, this.eventData, this.content, this.iteration, this.openaiResponse, this.tokenUsage,
				this.diffId, this.lastResponseId, text(this.createdAt), text(this.updatedAt) });
	}

	/**
	 * Return the id.
	 * @return {@code {session_id}_event_{stream_sequence}} for a stream event,
	 * {@code {session_id}_error_{8 hex}} for a failure, otherwise the client's id or a
	 * UUID
	 */
	@Override
	public String getId() {
		return this.id;
	}

	/**
	 * Return the session the row belongs to.
	 * @return the id of the session
	 */
	public String getSessionId() {
		return this.sessionId;
	}

	/**
	 * Return who speaks.
	 * @return {@code user}, {@code assistant} or {@code system}
	 */
	public String getRole() {
		return this.role;
	}

	/**
	 * Return what the row is.
	 * @return {@code user_input}, {@code stream_event}, {@code run_result} or
	 * {@code error}
	 */
	public String getMessageType() {
		return this.messageType;
	}

	/**
	 * Return the input of a run.
	 * @return the text, or the list of items, or {@code null}
	 */
	public @Nullable Object getInput() {
		return this.input;
	}

	/**
	 * Return the items a run gave.
	 * @return the items, or {@code null}
	 */
	public @Nullable Object getNewItems() {
		return this.newItems;
	}

	/**
	 * Return the final output of a run as text.
	 * @return the text, or {@code null}
	 */
	public @Nullable String getFinalOutput() {
		return this.finalOutput;
	}

	/**
	 * Return the final output of a run that has an output type.
	 * @return the output as JSON, or {@code null}
	 */
	public @Nullable Object getFinalOutputTyped() {
		return this.finalOutputTyped;
	}

	/**
	 * Return the agent that takes over.
	 * @return its name, or {@code null} if the row is of something else
	 */
	public @Nullable String getLastAgent() {
		return this.lastAgent;
	}

	/**
	 * Return the calls of tools.
	 * @return a list of {@code raw_item}, or {@code null} if the row is of something else
	 */
	public @Nullable Object getToolCalls() {
		return this.toolCalls;
	}

	/**
	 * Return the outputs of tools.
	 * @return a list of {@code raw_item}, or {@code null} if the row is of something else
	 */
	public @Nullable Object getToolOutputs() {
		return this.toolOutputs;
	}

	/**
	 * Return the handoffs.
	 * @return a list of {@code {source_agent, target_agent, full_handoff}}, or
	 * {@code null} if the row is of something else
	 */
	public @Nullable Object getHandoffs() {
		return this.handoffs;
	}

	/**
	 * Return the number of input tokens.
	 * @return the number, or {@code null} if it is not known
	 */
	public @Nullable Integer getUsageInputTokens() {
		return this.usageInputTokens;
	}

	/**
	 * Return the number of output tokens.
	 * @return the number, or {@code null} if it is not known
	 */
	public @Nullable Integer getUsageOutputTokens() {
		return this.usageOutputTokens;
	}

	/**
	 * Return the number of all tokens.
	 * @return the number, or {@code null} if it is not known
	 */
	public @Nullable Integer getUsageTotalTokens() {
		return this.usageTotalTokens;
	}

	/**
	 * Return the number of input tokens that were cached.
	 * @return the number, or {@code null} if it is not known
	 */
	public @Nullable Integer getUsageCachedTokens() {
		return this.usageCachedTokens;
	}

	/**
	 * Return the number of output tokens spent on reasoning.
	 * @return the number, or {@code null} if it is not known
	 */
	public @Nullable Integer getUsageReasoningTokens() {
		return this.usageReasoningTokens;
	}

	/**
	 * Return the type of the stream event.
	 * @return such as {@code run_item_stream_event}, or {@code null} if the row is of
	 * something else
	 */
	public @Nullable String getStreamEventType() {
		return this.streamEventType;
	}

	/**
	 * Return the number of the stream event.
	 * @return the number within the session, from 1; 99999 for a failure, {@code null}
	 * for anything else
	 */
	public @Nullable Integer getStreamSequence() {
		return this.streamSequence;
	}

	/**
	 * Return the stream event, or what is known of a failure.
	 * @return the event with its agents reduced, or {@code {error, error_type,
	 * stack_trace, context}}, or {@code null}
	 */
	public @Nullable Object getEventData() {
		return this.eventData;
	}

	/**
	 * Return the text.
	 * @return what the user wrote, the text of a message, a sentence about a failure;
	 * empty for other stream events, {@code null} if there is none
	 */
	public @Nullable String getContent() {
		return this.content;
	}

	/**
	 * Return the application's count of runs made for one request of a user.
	 * @return the count, from 0, or {@code null}
	 */
	public @Nullable Integer getIteration() {
		return this.iteration;
	}

	/**
	 * Return the model's answer.
	 * @return the answer as JSON, or {@code null}
	 */
	public @Nullable Object getOpenaiResponse() {
		return this.openaiResponse;
	}

	/**
	 * Return the tokens used.
	 * @return an object, or {@code null}
	 */
	public @Nullable Object getTokenUsage() {
		return this.tokenUsage;
	}

	/**
	 * Return the change the row belongs to.
	 * @return the id, or {@code null}
	 */
	public @Nullable String getDiffId() {
		return this.diffId;
	}

	/**
	 * Return the model's last answer.
	 * @return its id, or {@code null}
	 */
	public @Nullable String getLastResponseId() {
		return this.lastResponseId;
	}

	/**
	 * Return when the row was made.
	 * @return the time, to the microsecond
	 */
	public Instant getCreatedAt() {
		return this.createdAt.toInstant(ZoneOffset.UTC);
	}

	/**
	 * Return when the row was last changed.
	 * @return the time, to the microsecond
	 */
	public Instant getUpdatedAt() {
		return this.updatedAt.toInstant(ZoneOffset.UTC);
	}

	/**
	 * Whether this row was made here and not read from the database, so that it is
	 * inserted without looking for it first.
	 * @return whether the row is new
	 */
	@Override
	public boolean isNew() {
		return !this.stored;
	}

	@PostLoad
	@PostPersist
	void markStored() {
		this.stored = true;
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return (this == other) || (other instanceof ConversationMessage message && this.id.equals(message.getId()));
	}

	@Override
	public int hashCode() {
		return this.id.hashCode();
	}

	@Override
	public String toString() {
		return "ConversationMessage[" + this.id + ", " + this.messageType + "]";
	}

}
