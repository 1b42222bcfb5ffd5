package io.mockagents.conversation;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.mockagents.PostgresServer;
import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import jakarta.persistence.EntityManager;
import org.awaitility.Awaitility;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.EntityManagerFactoryUtils;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConversationJournalTests {

	private static final AgentSnapshot AGENT = new AgentSnapshot("Vibecoder", "gpt-5-mini", "Be kind.", List.of());

	private static final StreamEvent EVENT = new AgentUpdatedStreamEvent(AGENT);

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private PostgresServer.Database address;

	private ConversationDatabase database;

	@BeforeAll
	void open() {
		this.address = PostgresServer.newDatabase();
		this.database = new ConversationDatabase(this.address, true, Map.of());
	}

	@AfterAll
	void close() {
		this.executor.shutdownNow();
		this.database.close();
	}

	private RunJournal journal(String sessionId) {
		return journal(this.database, sessionId);
	}

	private static RunJournal journal(ConversationDatabase database, String sessionId) {
		return database.messages.journal().open(new RunInfo("run", sessionId, 2, null));
	}

	@Test
	void rowContainsTheEvent() {
		JsonObject call = JsonObject.of("name", "submit_patch", "arguments", "{}");
		JsonObject message = JsonObject.of("content", List.of(JsonObject.of("text", "Done.")));
		RunJournal journal = journal("row");
		assertThat(journal.append(EVENT)).isEqualTo(1);
		assertThat(journal.append(new RawResponseEvent(JsonObject.of()))).isNull();
		assertThat(journal.append(
				new RunItemStreamEvent(RunItemEventName.TOOL_CALLED, new ToolCallItem(AGENT, call, JsonObject.of()))))
			.isEqualTo(2);
		assertThat(journal.append(
				new RunItemStreamEvent(RunItemEventName.MESSAGE_OUTPUT_CREATED, new MessageOutputItem(AGENT, message))))
			.isEqualTo(3);
		List<ConversationMessage> rows = this.database.messages.findEvents("row");
		assertThat(rows).extracting(ConversationMessage::getId)
			.containsExactly("row_event_1", "row_event_2", "row_event_3");
		assertThat(rows).extracting(ConversationMessage::getStreamSequence).containsExactly(1, 2, 3);
		assertThat(rows).allSatisfy((row) -> {
			assertThat(row.getRole()).isEqualTo("assistant");
			assertThat(row.getMessageType()).isEqualTo("stream_event");
			assertThat(row.getIteration()).isEqualTo(2);
			assertThat(row.getUpdatedAt()).isEqualTo(row.getCreatedAt());
		});
		assertThat(rows).extracting(ConversationMessage::getLastAgent).containsExactly("Vibecoder", null, null);
		assertThat(rows).extracting(ConversationMessage::getContent).containsExactly("", "", "Done.");
		assertThat(rows).extracting(ConversationMessage::getToolCalls).containsExactly(null, List.of(call), null);
		assertThat(((JsonObject) rows.get(2).getEventData()).object("item").object("raw_item")).isEqualTo(message);
		assertThat(rows.get(0).toJson().values().stream().filter((value) -> value == null)).hasSize(16);
	}

	@Test
	void rowIsCommittedWhenAppendReturns() {
		RunJournal journal = journal("committed");
		journal.append(EVENT);
		assertThat(this.database.numbers("committed")).containsExactly(1);
	}

	@Test
	void rowIsCommittedWhereThePoolDoesNotCommitByItself() {
		try (ConversationDatabase other = new ConversationDatabase(this.address, false,
				Map.of("hibernate.connection.provider_disables_autocommit", "true"))) {
			journal(other, "no-autocommit").append(EVENT);
			assertThat(this.database.numbers("no-autocommit")).containsExactly(1);
		}
	}

	@Test
	void nextRunContinuesTheNumbersOfTheSession() {
		journal("continued").append(EVENT);
		this.database.messages.addUserMessage("continued", null, "More");
		this.database.messages.addError("continued", new IllegalStateException(), JsonObject.of());
		assertThat(journal("continued").append(EVENT)).isEqualTo(2);
	}

	@Test
	void concurrentRunsOfOneSessionInSeveralProcessesLeaveNoGap() throws Exception {
		int runs = 6;
		int events = 40;
		// Each of the two stands for a process: they share nothing but the server
		try (ConversationDatabase other = new ConversationDatabase(this.address, true, Map.of())) {
			CountDownLatch start = new CountDownLatch(1);
			List<Future<List<Integer>>> results = new ArrayList<>();
			for (int i = 0; i < runs; i++) {
				RunJournal journal = journal((i % 2 == 0) ? this.database : other, "concurrent");
				results.add(this.executor.submit(() -> {
					start.await();
					return IntStream.range(0, events).mapToObj((n) -> journal.append(EVENT)).toList();
				}));
			}
			start.countDown();
			List<Integer> all = new ArrayList<>();
			for (Future<List<Integer>> result : results) {
				List<Integer> own = result.get(60, TimeUnit.SECONDS);
				assertThat(own).isSorted();
				all.addAll(own);
			}
			Integer[] expected = IntStream.rangeClosed(1, runs * events).boxed().toArray(Integer[]::new);
			assertThat(all).containsExactlyInAnyOrder(expected);
			assertThat(this.database.numbers("concurrent")).containsExactly(expected);
			assertThat(this.database.messages.findEvents("concurrent")).extracting(ConversationMessage::getCreatedAt)
				.isSorted();
		}
	}

	@Test
	void rowIsNotOlderThanTheRowBeforeItWhateverTheClockSays() {
		Instant now = Instant.parse("2026-01-02T03:04:05.000001Z");
		RunJournal ahead = journalAt("clocks", now.plusSeconds(10));
		RunJournal behind = journalAt("clocks", now);
		behind.append(EVENT);
		ahead.append(EVENT);
		// The first looks for the last row, the second follows a row of its own
		behind.append(EVENT);
		behind.append(EVENT);
		List<ConversationMessage> rows = this.database.messages.findBySession("clocks");
		assertThat(rows).extracting(ConversationMessage::getStreamSequence).containsExactly(1, 2, 3, 4);
		assertThat(rows).extracting(ConversationMessage::getCreatedAt)
			.containsExactly(now, now.plusSeconds(10), now.plusSeconds(10), now.plusSeconds(10));
		assertThat(rows).allSatisfy((row) -> assertThat(row.getUpdatedAt()).isEqualTo(row.getCreatedAt()));
	}

	private RunJournal journalAt(String sessionId, Instant time) {
		return new ConversationMessages(this.database.entityManagerFactory, this.database.transactionManager,
				Clock.fixed(time, ZoneOffset.UTC))
			.journal()
			.open(new RunInfo("run", sessionId, 2, null));
	}

	@Test
	void rowsBelongToTheTransactionOfTheCaller() {
		RunJournal journal = journal("joined");
		this.database.transaction.executeWithoutResult((status) -> {
			assertThat(journal.append(EVENT)).isEqualTo(1);
			assertThat(journal.append(EVENT)).isEqualTo(2);
			assertThat(this.database.numbers("joined")).isEmpty();
		});
		assertThat(this.database.numbers("joined")).containsExactly(1, 2);
	}

	@Test
	void rollbackOfTheCallerLeavesNoGap() {
		RunJournal journal = journal("rolled-back");
		journal.append(EVENT);
		this.database.transaction.executeWithoutResult((status) -> {
			assertThat(journal.append(EVENT)).isEqualTo(2);
			assertThat(journal.append(EVENT)).isEqualTo(3);
			status.setRollbackOnly();
		});
		assertThat(journal.append(EVENT)).isEqualTo(2);
		assertThat(this.database.numbers("rolled-back")).containsExactly(1, 2);
	}

	@Test
	void rollbackToASavepointLeavesNoGap() {
		RunJournal journal = journal("savepoint");
		this.database.transaction.executeWithoutResult((status) -> {
			journal.append(EVENT);
			EntityManager entityManager = EntityManagerFactoryUtils
				.getTransactionalEntityManager(this.database.entityManagerFactory);
			entityManager.unwrap(Session.class).doWork((connection) -> {
				Savepoint savepoint = connection.setSavepoint();
				assertThat(journal.append(EVENT)).isEqualTo(2);
				connection.rollback(savepoint);
			});
			assertThat(journal.append(EVENT)).isEqualTo(2);
		});
		assertThat(this.database.numbers("savepoint")).containsExactly(1, 2);
	}

	@Test
	void otherRunWaitsForTheTransactionAndTakesTheNumberItGaveBack() throws Exception {
		assertThat(numberTakenBesideATransaction("waiting-rollback", true)).isEqualTo(1);
		assertThat(this.database.numbers("waiting-rollback")).containsExactly(1);
	}

	@Test
	void otherRunWaitsForTheTransactionAndTakesTheNextNumber() throws Exception {
		assertThat(numberTakenBesideATransaction("waiting-commit", false)).isEqualTo(2);
		assertThat(this.database.numbers("waiting-commit")).containsExactly(1, 2);
	}

	private Integer numberTakenBesideATransaction(String sessionId, boolean rollback) throws Exception {
		Future<Integer> other = this.database.transaction.execute((status) -> {
			journal(sessionId).append(EVENT);
			Future<Integer> waiting = this.executor.submit(() -> journal(sessionId).append(EVENT));
			awaitBlockedStatement();
			if (rollback) {
				status.setRollbackOnly();
			}
			return waiting;
		});
		return other.get(60, TimeUnit.SECONDS);
	}

	@Test
	void transactionThatLosesANumberToAnotherRunStaysUsable() throws Exception {
		Future<List<Integer>> joined = this.database.transaction.execute((status) -> {
			journal("loser").append(EVENT);
			Callable<List<Integer>> loser = () -> this.database.transaction.execute((inner) -> {
				RunJournal journal = journal("loser");
				return List.of(journal.append(EVENT), journal.append(EVENT));
			});
			Future<List<Integer>> waiting = this.executor.submit(loser);
			awaitBlockedStatement();
			return waiting;
		});
		assertThat(joined.get(60, TimeUnit.SECONDS)).containsExactly(2, 3);
		assertThat(this.database.numbers("loser")).containsExactly(1, 2, 3);
	}

	@Test
	void transactionThatCannotSeeAnotherRunFailsAndSaysSo() {
		TransactionTemplate repeatable = new TransactionTemplate(this.database.transactionManager);
		repeatable.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
		assertThatExceptionOfType(ConversationStorageException.class)
			.isThrownBy(() -> repeatable.executeWithoutResult((status) -> {
				assertThat(journal("repeatable").append(EVENT)).isEqualTo(1);
				assertThat(this.database.messages.findEvents("repeatable-other")).isEmpty();
				inAnotherThread(() -> journal("repeatable-other").append(EVENT));
				journal("repeatable-other").append(EVENT);
			}))
			.withMessageContaining("'repeatable-other'")
			.withMessageContaining("read committed")
			.satisfies((ex) -> assertThat(ex.sessionId()).isEqualTo("repeatable-other"));
		assertThat(this.database.numbers("repeatable")).isEmpty();
		assertThat(this.database.numbers("repeatable-other")).containsExactly(1);
	}

	@Test
	void serializableByDefaultStillStoresConcurrentRuns() throws Exception {
		PostgresServer.Database serializable = PostgresServer.newDatabase();
		new JdbcTemplate(serializable.dataSource())
			.execute("do $$ begin execute 'alter database ' || current_database() "
					+ "|| ' set default_transaction_isolation = serializable'; end $$");
		try (ConversationDatabase other = new ConversationDatabase(serializable, true, Map.of())) {
			List<Future<Integer>> results = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				results.add(this.executor.submit(() -> journal(other, "serializable").append(EVENT)));
			}
			for (Future<Integer> result : results) {
				result.get(60, TimeUnit.SECONDS);
			}
			assertThat(other.numbers("serializable"))
				.containsExactly(IntStream.rangeClosed(1, 20).boxed().toArray(Integer[]::new));
		}
	}

	@Test
	void readOnlyTransactionIsRefusedBeforeItBreaks() {
		TransactionTemplate readOnly = new TransactionTemplate(this.database.transactionManager);
		readOnly.setReadOnly(true);
		readOnly.executeWithoutResult((status) -> {
			assertThatExceptionOfType(ConversationStorageException.class)
				.isThrownBy(() -> journal("read-only").append(EVENT))
				.withMessageContaining("read-only");
			assertThat(this.database.messages.findBySession("read-only")).isEmpty();
		});
	}

	@Test
	void failureOfTheDatabaseNamesSessionAndPlace() {
		try (ConversationDatabase broken = new ConversationDatabase()) {
			RunJournal journal = journal(broken, "broken");
			journal.append(EVENT);
			broken.jdbc.execute("alter table conversation_messages add check (stream_sequence < 2)");
			assertThatExceptionOfType(ConversationStorageException.class).isThrownBy(() -> journal.append(EVENT))
				.withMessageContaining("session 'broken' after row 1")
				.withMessageContaining("check constraint")
				.withRootCauseInstanceOf(SQLException.class)
				.satisfies((ex) -> assertThat(ex.lastSequence()).isEqualTo(1));
			assertThat(broken.numbers("broken")).containsExactly(1);
			broken.jdbc.execute("drop table conversation_messages");
			assertThatExceptionOfType(ConversationStorageException.class).isThrownBy(() -> journal.append(EVENT))
				.withMessageContaining("does not exist");
		}
	}

	@Test
	void rowThatIsNeverInsertedFailsTheRun() {
		try (ConversationDatabase broken = new ConversationDatabase()) {
			broken.jdbc.execute("""
					create function swallow() returns trigger language plpgsql as 'begin return null; end';
					create trigger swallow before insert on conversation_messages
					for each row execute function swallow()""");
			assertThatExceptionOfType(ConversationStorageException.class)
				.isThrownBy(() -> journal(broken, "swallowed").append(EVENT))
				.withMessageContaining("without inserting it");
		}
	}

	private void awaitBlockedStatement() {
		Awaitility.await()
			.atMost(1, TimeUnit.MINUTES)
			.until(() -> this.database.jdbc
				.queryForObject("select count(*) from pg_stat_activity where datname = current_database() "
						+ "and wait_event_type = 'Lock'", Integer.class) > 0);
	}

	private void inAnotherThread(Callable<?> task) {
		try {
			this.executor.submit(task).get(60, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
