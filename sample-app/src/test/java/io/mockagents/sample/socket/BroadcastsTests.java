package io.mockagents.sample.socket;

import io.mockagents.conversation.ConversationMessage;
import io.mockagents.sample.message.RunFailed;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.session.VibecodeSession;
import io.mockagents.sample.web.NotFoundException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

import static org.mockito.Answers.RETURNS_SELF;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/**
 * What {@link Broadcasts} keeps of sessions; what it tells is shown by the tests of the
 * sockets.
 */
class BroadcastsTests {

	private final SessionService sessions = mock();

	private final ConversationMessage row = mock();

	private Broadcasts broadcasts;

	@BeforeEach
	void setUp() {
		given(this.row.getSessionId()).willReturn("s");
		ThreadPoolTaskExecutorBuilder executor = mock(RETURNS_SELF);
		given(executor.build()).willReturn(new ThreadPoolTaskExecutor() {

			@Override
			public void execute(Runnable task) {
				task.run();
			}

		});
		this.broadcasts = new Broadcasts(mock(), this.sessions, mock(), executor);
	}

	@Test
	void sessionIsLookedUpOnce() {
		VibecodeSession ofAnEvaluator = mock();
		given(this.sessions.get("s")).willReturn(ofAnEvaluator);
		this.broadcasts.onFailure(new RunFailed(this.row));
		this.broadcasts.onFailure(new RunFailed(this.row));
		verify(this.sessions, times(1)).get("s");
	}

	@Test
	void sessionThatWasDeletedBeforehandIsNotKept() {
		given(this.sessions.get("s")).willThrow(new NotFoundException("Session"));
		this.broadcasts.onFailure(new RunFailed(this.row));
		this.broadcasts.onFailure(new RunFailed(this.row));
		verify(this.sessions, times(2)).get("s");
	}

}
