package io.mockagents.sample.vibecode;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.UserException;
import io.mockagents.conversation.ConversationMessage;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.conversation.ConversationStorageException;
import io.mockagents.sample.diff.DiffService;
import io.mockagents.sample.message.RunFailed;
import io.mockagents.sample.project.Project;
import io.mockagents.sample.project.ProjectService;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.session.VibecodeSession;
import io.mockagents.scenario.NoScenarioMatchedException;
import io.mockagents.scenario.ScenarioPlaybackException;
import io.mockagents.scenario.UnknownScenarioException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;

/**
 * Tests for {@link VibecodeService}: what a client is told of a run that failed.
 */
class VibecodeServiceTests {

	private static final String SQL = "could not execute statement [ERROR: value too long] [insert into diffs]";

	private final SessionService sessions = mock();

	private final ConversationMessages messages = mock();

	private final Vibecoder vibecoder = mock();

	private final ApplicationEventPublisher events = mock();

	private final TaskScheduler scheduler = mock();

	private VibecodeService service;

	@BeforeEach
	void setUp() {
		Project project = mock();
		given(project.getId()).willReturn("p");
		ProjectService projects = mock();
		given(projects.get("p")).willReturn(project);
		VibecodeSession session = mock();
		given(session.getId()).willReturn("s");
		given(session.getProjectId()).willReturn("p");
		given(this.sessions.get("s")).willReturn(session);
		given(this.sessions.exists("s")).willReturn(true);
		given(this.messages.addUserMessage("s", null, "Do it")).willReturn(row("user", "user_input", JsonObject.of()));
		given(this.messages.error(eq("s"), any(), any())).willAnswer((call) -> row("system", "error",
				JsonObject.of("error", call.getArgument(1, Exception.class).getMessage())));
		this.service = new VibecodeService(projects, this.sessions, mock(DiffService.class), this.messages,
				this.vibecoder, new RunFailures(this.sessions, this.messages, this.events, this.scheduler));
	}

	@Test
	void exceptionOfTheAgentsIsReported() {
		given(this.vibecoder.request(any(), any(), any())).willThrow(new UserException("Set a key"));
		assertThat(send().error()).isEqualTo("Set a key");
	}

	@ParameterizedTest
	@MethodSource("failuresOfScenarios")
	void problemOfAScenarioIsReported(RuntimeException failure) {
		given(this.vibecoder.request(any(), any(), any())).willThrow(failure);
		assertThat(send().error()).isNotBlank().isEqualTo(failure.getMessage());
	}

	static Stream<RuntimeException> failuresOfScenarios() {
		return Stream.of(new ScenarioPlaybackException("Scenario 'a' has 1 turn, but the run asks for another"),
				new NoScenarioMatchedException("Vibecoder", "Do it", List.of()),
				new UnknownScenarioException("b", List.of("a")));
	}

	@Test
	void statementsOfTheDatabaseAreNotDisclosed() {
		given(this.vibecoder.request(any(), any(), any())).willThrow(new DataIntegrityViolationException(SQL));
		assertThat(send().error()).isEqualTo("The run failed unexpectedly: see the application's log");
		then(this.events).should().publishEvent(eq(new RunFailed(row("system", "error", JsonObject.of()))));
	}

	@Test
	void reasonsOfTheStorageAreNotDisclosed() {
		given(this.vibecoder.request(any(), any(), any()))
			.willThrow(new ConversationStorageException("An event could not be stored: " + SQL, "s", 3, null));
		assertThat(send().error())
			.isEqualTo("The run was stopped because the conversation could not be stored: see the application's log");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void failureThatCannotBeStoredYetIsAnnounced(boolean sessionsCanBeRead) {
		given(this.scheduler.getClock()).willReturn(Clock.systemUTC());
		given(this.vibecoder.request(any(), any(), any()))
			.willThrow(new ConversationStorageException(SQL, "s", 3, null));
		if (sessionsCanBeRead) {
			given(this.messages.add(any())).willThrow(new ConversationStorageException(SQL, "s", null, null));
		}
		else {
			given(this.sessions.exists("s")).willThrow(new DataAccessResourceFailureException(SQL));
		}
		assertThat(send().error())
			.isEqualTo("The run was stopped because the conversation could not be stored: see the application's log");
		then(this.events).shouldHaveNoInteractions();
		then(this.scheduler).should().schedule(any(), any(Instant.class));
	}

	@Test
	void cancelledRunIsNotAFailure() {
		given(this.vibecoder.request(any(), any(), any())).willThrow(new CancellationException());
		assertThatExceptionOfType(CancellationException.class).isThrownBy(this::send);
		then(this.messages).should(never()).error(any(), any(), any());
	}

	@Test
	void exceptionOfAnInterruptedRunIsNotAFailure() {
		given(this.vibecoder.request(any(), any(), any())).willAnswer((call) -> {
			Thread.currentThread().interrupt();
			throw new OpenAiException("Connection error.", null, null);
		});
		assertThatExceptionOfType(CancellationException.class).isThrownBy(this::send);
		assertThat(Thread.interrupted()).isTrue();
		then(this.messages).should(never()).error(any(), any(), any());
	}

	@Test
	void deletedSessionIsNamedAsTheReason() {
		given(this.vibecoder.request(any(), any(), any()))
			.willThrow(new ConversationStorageException(SQL, "s", 3, null));
		given(this.sessions.exists("s")).willReturn(false);
		assertThat(send().error()).isEqualTo("The session was deleted while the agents worked on the message");
		then(this.messages).should(never()).add(any());
	}

	private Reply send() {
		return this.service.accept("s", "Do it", null).work().get().get();
	}

	private static ConversationMessage row(String role, String type, JsonObject data) {
		String now = "2026-01-01T00:00:00";
		return ConversationMessage.fromJson(JsonObject.of("id", "m", "session_id", "s", "role", role, "message_type",
				type, "event_data", data, "created_at", now, "updated_at", now));
	}

}
