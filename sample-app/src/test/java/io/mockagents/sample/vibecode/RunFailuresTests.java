package io.mockagents.sample.vibecode;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;

import io.mockagents.agent.JsonObject;
import io.mockagents.conversation.ConversationMessage;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.conversation.ConversationStorageException;
import io.mockagents.sample.message.RunFailed;
import io.mockagents.sample.project.Project;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.session.VibecodeSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.TaskScheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link RunFailures} while the database is away, at times of the test's own.
 */
class RunFailuresTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final SessionService sessions = mock();

	private final ConversationMessages messages = mock();

	private final TaskScheduler scheduler = mock();

	private final Deque<Runnable> scheduled = new ArrayDeque<>();

	private final List<Duration> delays = new ArrayList<>();

	/** The sessions to which nothing can be written. */
	private final Set<String> away = new HashSet<>();

	private final List<String> stored = new ArrayList<>();

	private final List<String> told = new ArrayList<>();

	private RunFailures failures;

	@BeforeEach
	void setUp() {
		given(this.scheduler.getClock()).willReturn(Clock.fixed(NOW, ZoneOffset.UTC));
		given(this.scheduler.schedule(any(), any(Instant.class))).willAnswer((call) -> {
			this.scheduled.add(call.getArgument(0));
			this.delays.add(Duration.between(NOW, call.getArgument(1, Instant.class)));
			return mock(ScheduledFuture.class);
		});
		given(this.sessions.exists(any())).willReturn(true);
		given(this.messages.error(any(), any(), any())).willAnswer((call) -> row(call.getArgument(0)));
		given(this.messages.add(any())).willAnswer((call) -> {
			String session = call.getArgument(0, ConversationMessage.class).getSessionId();
			if (this.away.contains(session)) {
				throw new ConversationStorageException("away", session, null, null);
			}
			return this.stored.add(session);
		});
		this.failures = new RunFailures(this.sessions, this.messages,
				(event) -> this.told.add(((RunFailed) event).row().getSessionId()), this.scheduler);
	}

	@Test
	void failureIsStoredAndAnnouncedAtOnce() {
		assertThat(store("a")).isEqualTo("The error");
		assertThat(this.stored).containsExactly("a");
		assertThat(this.told).containsExactly("a");
		assertThat(this.scheduled).isEmpty();
	}

	@Test
	void failuresWaitForTheDatabase() {
		this.away.addAll(Set.of("a", "b"));
		assertThat(store("a")).isEqualTo("The error");
		assertThat(store("b")).isEqualTo("The error");
		for (int i = 0; i < 7; i++) {
			retry();
		}
		assertThat(this.told).isEmpty();
		assertThat(this.delays).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
		this.away.clear();
		retry();
		assertThat(this.stored).containsExactlyInAnyOrder("a", "b");
		assertThat(this.told).containsExactlyInAnyOrder("a", "b");
		assertThat(this.scheduled).isEmpty();
	}

	@Test
	void afterTheDatabaseWasBackTheDelaysBeginAgain() {
		this.away.add("a");
		store("a");
		retry();
		this.away.clear();
		retry();
		this.away.add("a");
		store("a");
		assertThat(this.delays).extracting(Duration::toSeconds).containsExactly(1L, 2L, 1L);
	}

	@Test
	void failureThatCanNeverBeStoredDelaysNoOther() {
		this.away.addAll(Set.of("a", "b", "c"));
		List.of("a", "b", "c").forEach(this::store);
		this.away.retainAll(Set.of("a"));
		retry();
		retry();
		assertThat(this.told).containsExactly("b", "c");
		assertThat(this.scheduled).hasSize(1);
	}

	@Test
	void failureOfADeletedSessionIsDropped() {
		this.away.add("a");
		store("a");
		given(this.sessions.exists("a")).willReturn(false);
		retry();
		assertThat(this.stored).isEmpty();
		assertThat(this.told).isEmpty();
		assertThat(this.scheduled).isEmpty();
		assertThat(store("a")).isEqualTo("The session was deleted while the agents worked on the message");
	}

	@Test
	void oldestIsDroppedWhenTooManyWait() {
		for (int i = 0; i <= RunFailures.MOST_WAITING; i++) {
			this.away.add("s" + i);
			store("s" + i);
		}
		this.away.clear();
		retry();
		assertThat(this.told).hasSize(RunFailures.MOST_WAITING).doesNotContain("s0").contains("s1", "s1000");
	}

	private String store(String sessionId) {
		Project project = mock();
		VibecodeSession session = mock();
		given(project.getId()).willReturn("p");
		given(session.getId()).willReturn(sessionId);
		return this.failures.store(project, session, "Do it", new IllegalStateException());
	}

	private void retry() {
		this.scheduled.remove().run();
	}

	private static ConversationMessage row(String sessionId) {
		String now = "2026-01-01T00:00:00";
		return ConversationMessage.fromJson(JsonObject.of("id", sessionId + "_error_1", "session_id", sessionId, "role",
				"system", "message_type", "error", "event_data", JsonObject.of("error", "The error"), "created_at", now,
				"updated_at", now));
	}

}
