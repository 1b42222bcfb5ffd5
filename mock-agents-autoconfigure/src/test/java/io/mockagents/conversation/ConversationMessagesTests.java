package io.mockagents.conversation;

import java.util.List;
import java.util.Map;
import java.util.TimeZone;

import io.mockagents.PostgresServer;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiException;
import io.mockagents.json.JsonCodec;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.support.JpaRepositoryFactory;
import org.springframework.orm.jpa.SharedEntityManagerCreator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationMessagesTests {

	private ConversationDatabase database;

	private ConversationMessages messages;

	@BeforeAll
	void open() {
		this.database = new ConversationDatabase(PostgresServer.newDatabase(), true,
				Map.of("hibernate.generate_statistics", "true"));
		this.messages = this.database.messages;
	}

	@AfterAll
	void close() {
		this.database.close();
	}

	@Test
	void everyColumnComesBackUnchanged() {
		JsonObject full = row("full", "full");
		assertThat(this.messages.add(ConversationMessage.fromJson(full))).isTrue();
		ConversationMessage found = this.messages.findById("full").orElseThrow();
		assertThat(JsonCodec.write(found.toJson())).isEqualTo(JsonCodec.write(full));
	}

	@Test
	void everyColumnComesBackUnchangedWhenHibernateInsertsIt() {
		JsonObject full = row("saved", "saved");
		this.database.transaction
			.executeWithoutResult((status) -> repository().save(ConversationMessage.fromJson(full)));
		assertThat(JsonCodec.write(this.messages.findById("saved").orElseThrow().toJson()))
			.isEqualTo(JsonCodec.write(full));
	}

	@Test
	void newRowIsSavedWithoutLookingForIt() {
		Statistics statistics = this.database.entityManagerFactory.unwrap(SessionFactory.class).getStatistics();
		ConversationMessage message = ConversationMessage.fromJson(row("new", "new"));
		long before = statistics.getPrepareStatementCount();
		this.database.transaction.executeWithoutResult((status) -> repository().save(message));
		assertThat(statistics.getPrepareStatementCount() - before).isOne();
		assertThat(message.isNew()).isFalse();
		assertThat(this.messages.findById("new").orElseThrow().isNew()).isFalse();
	}

	@Test
	void jsonColumnsKeepTextAndAbsentValuesAreNull() {
		JsonObject data = JsonObject.of("z", 1, "a", JsonObject.of("text", "¡Hola! 🎈 \0 \u2028 \"", "none", null));
		JsonObject row = JsonObject.of("id", "json", "session_id", "json", "role", "user", "message_type", "x",
				"event_data", data, "content", "a\0b", "created_at", "2026-11-22T06:54:44", "updated_at",
				"2026-11-22T06:54:44");
		this.messages.add(ConversationMessage.fromJson(row));
		Map<String, Object> stored = this.database.jdbc
			.queryForMap("select * from conversation_messages where id = 'json'");
		assertThat(stored.get("event_data")).hasToString(JsonCodec.write(data));
		assertThat(stored).containsEntry("content", "ab");
		assertThat(stored.keySet()).containsExactlyElementsOf(ConversationMessage.KEYS);
		assertThat(stored.values().stream().filter((value) -> value != null)).hasSize(8);
		assertThat(
				this.database.jdbc.queryForList(
						"select distinct data_type from information_schema.columns "
								+ "where table_name = 'conversation_messages' and data_type like 'json%'",
						String.class))
			.containsExactly("json");
	}

	@Test
	@ResourceLock(Resources.TIME_ZONE)
	void storedTimesAreUtcWhateverTheZones() {
		TimeZone zone = TimeZone.getDefault();
		// Half past two does not exist on this day in this zone
		TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
		try (ConversationDatabase other = new ConversationDatabase(PostgresServer.newDatabase(), true,
				Map.of("hibernate.jdbc.time_zone", "Pacific/Auckland"))) {
			JsonObject row = row("a", "s").with("created_at", "2026-03-29T02:30:00.000001");
			other.messages.add(ConversationMessage.fromJson(row));
			JpaRepository<ConversationMessage, String> repository = repository(other);
			other.transaction
				.executeWithoutResult((status) -> repository.save(ConversationMessage.fromJson(row.with("id", "b"))));
			assertThat(other.jdbc.queryForList("select created_at::text from conversation_messages", String.class))
				.containsExactly("2026-03-29 02:30:00.000001", "2026-03-29 02:30:00.000001");
			assertThat(other.messages.findBySession("s")).hasSize(2)
				.allSatisfy((found) -> assertThat(found.getCreatedAt()).hasToString("2026-03-29T02:30:00.000001Z"));
		}
		finally {
			TimeZone.setDefault(zone);
		}
	}

	@Test
	void rowsOfASessionComeOldestFirst() {
		add("late", "order", null, "2026-11-22T06:54:46");
		add("error", "order", 99999, "2026-11-22T06:54:45");
		add("second", "order", 2, "2026-11-22T06:54:45");
		add("first", "order", 1, "2026-11-22T06:54:45");
		add("user", "order", null, "2026-11-22T06:54:45");
		add("elsewhere", "another", null, "2026-11-22T06:54:45");
		List<String> ids = List.of("user", "first", "second", "error", "late");
		assertThat(this.messages.findBySession("order")).extracting(ConversationMessage::getId)
			.containsExactlyElementsOf(ids);
		List<String> streamed = this.messages.streamBySession("order",
				(rows) -> rows.map(ConversationMessage::getId).toList());
		assertThat(streamed).containsExactlyElementsOf(ids);
	}

	private void add(String id, String sessionId, Integer sequence, String time) {
		this.messages.add(ConversationMessage
			.fromJson(row(id, sessionId).with("stream_sequence", sequence).with("created_at", time)));
	}

	@Test
	void repeatedUserMessageIsStoredOnce() {
		ConversationMessage first = this.messages.addUserMessage("user", "client-1", "Hi");
		ConversationMessage repeat = this.messages.addUserMessage("user", "client-1", "Hi again");
		assertThat(repeat).isEqualTo(first);
		assertThat(repeat.getContent()).isEqualTo("Hi");
		assertThat(this.messages.findBySession("user")).singleElement().satisfies((row) -> {
			assertThat(row.getRole()).isEqualTo("user");
			assertThat(row.getMessageType()).isEqualTo("user_input");
			assertThat(row.getStreamSequence()).isNull();
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "user_event_1", "other_event_12", "user_error_0123abcd" })
	void idsOfEventsAndErrorsAreRefusedForMessages(String id) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.messages.addUserMessage("user", id, "Hi"))
			.withMessageContaining(id);
	}

	@Test
	void userMessageWithoutAnIdGetsOne() {
		assertThat(this.messages.addUserMessage("own-id", null, "Hi"))
			.isNotEqualTo(this.messages.addUserMessage("own-id", null, "Hi"));
		assertThat(this.messages.findBySession("own-id")).hasSize(2);
	}

	@Test
	void idOfAnotherSessionIsRefused() {
		this.messages.addUserMessage("mine", "taken", "Hi");
		assertThatIllegalArgumentException().isThrownBy(() -> this.messages.addUserMessage("yours", "taken", "Hi"))
			.withMessageContaining("'taken'");
		assertThat(this.messages.findBySession("yours")).isEmpty();
	}

	@Test
	void failureIsStoredWithoutCredentials() {
		OpenAiException failure = new OpenAiException("Incorrect API key provided: sk-abcdefgh", null, null);
		this.messages.addError("failed", failure, JsonObject.of("iteration", 1, "password", "geheim"));
		ConversationMessage row = this.messages.findBySession("failed").get(0);
		assertThat(row.getId()).matches("failed_error_[0-9a-f]{8}");
		assertThat(row.getRole()).isEqualTo("system");
		assertThat(row.getMessageType()).isEqualTo("error");
		assertThat(row.getStreamSequence()).isEqualTo(99999);
		assertThat(row.getContent()).contains("Incorrect API key provided");
		JsonObject data = (JsonObject) row.getEventData();
		assertThat(data.keySet()).containsExactly("error", "error_type", "stack_trace", "context");
		assertThat(data.string("error")).isEqualTo("Incorrect API key provided: sk-***");
		assertThat(data.string("error_type")).isEqualTo("APIError");
		assertThat(data.string("stack_trace")).contains("failureIsStoredWithoutCredentials");
		assertThat(data.object("context")).isEqualTo(JsonObject.of("iteration", 1, "password", "***"));
		assertThat(row.toJson().toString()).doesNotContain("abcdefgh", "geheim");
	}

	@Test
	void failureMayBeStoredLater() {
		ConversationMessage row = this.messages.error("later", new NullPointerException("key sk-abcdefgh"),
				JsonObject.of());
		assertThat(this.messages.findBySession("later")).isEmpty();
		assertThat(this.messages.add(row)).isTrue();
		assertThat(this.messages.add(row)).as("again").isFalse();
		assertThat(this.messages.findBySession("later")).singleElement()
			.satisfies((stored) -> assertThat(stored.toJson()).isEqualTo(row.toJson()));
		assertThat(row.getContent()).isEqualTo("Error: key sk-***");
	}

	@Test
	void failureThatIsNotOfTheSdkGoesByItsOwnName() {
		ConversationMessage row = this.messages.addError("npe", new NullPointerException(), JsonObject.of());
		assertThat(((JsonObject) row.getEventData()).string("error_type")).isEqualTo("NullPointerException");
	}

	@Test
	void deletingASessionLeavesTheOthers() {
		this.messages.addUserMessage("gone", null, "Hi");
		this.messages.addUserMessage("gone", null, "Hi");
		this.messages.addUserMessage("kept", null, "Hi");
		assertThat(this.messages.deleteBySession("gone")).isEqualTo(2);
		assertThat(this.messages.findBySession("gone")).isEmpty();
		assertThat(this.messages.findBySession("kept")).hasSize(1);
	}

	@Test
	void writesJoinTheTransactionOfTheCaller() {
		this.database.transaction.executeWithoutResult((status) -> {
			this.messages.addUserMessage("joined", null, "Hi");
			assertThat(this.messages.findBySession("joined")).hasSize(1);
			status.setRollbackOnly();
		});
		assertThat(this.messages.findBySession("joined")).isEmpty();
	}

	private static JsonObject row(String id, String sessionId) {
		return JsonCodec.parseObject(ConversationMessageTests.FULL).with("id", id).with("session_id", sessionId);
	}

	private JpaRepository<ConversationMessage, String> repository() {
		return repository(this.database);
	}

	private static JpaRepository<ConversationMessage, String> repository(ConversationDatabase database) {
		return new JpaRepositoryFactory(
				SharedEntityManagerCreator.createSharedEntityManager(database.entityManagerFactory))
			.getRepository(Rows.class);
	}

	interface Rows extends JpaRepository<ConversationMessage, String> {

	}

}
