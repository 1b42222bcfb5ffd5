package io.mockagents.sample.vibecode;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

import io.mockagents.agent.JsonObject;
import io.mockagents.conversation.ConversationMessage;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.sample.message.RunFailed;
import io.mockagents.sample.project.Project;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.session.VibecodeSession;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Stores the failures of runs and announces them. While the database is away their rows
 * wait here, and are stored and announced when it is back.
 */
@Component
class RunFailures {

	static final int MOST_WAITING = 1_000;

	private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

	private static final Duration MAX_DELAY = Duration.ofSeconds(30);

	private static final Log logger = LogFactory.getLog(RunFailures.class);

	private final SessionService sessions;

	private final ConversationMessages messages;

	private final ApplicationEventPublisher events;

	private final TaskScheduler scheduler;

	/** Guarded by this object, as the next field is. */
	private final Deque<ConversationMessage> waiting = new ArrayDeque<>();

	private boolean retrying;

	RunFailures(SessionService sessions, ConversationMessages messages, ApplicationEventPublisher events,
			TaskScheduler vibecodeScheduler) {
		this.sessions = sessions;
		this.messages = messages;
		this.events = events;
		this.scheduler = vibecodeScheduler;
	}

	/**
	 * Store a failure, now or as soon as that can be done.
	 * @param project the project that was worked on
	 * @param session the session of the run
	 * @param prompt what the user asked for
	 * @param failure what ended the run
	 * @return the text for a client
	 */
	String store(Project project, VibecodeSession session, String prompt, RuntimeException failure) {
		ConversationMessage row = this.messages.error(session.getId(), RunFailedException.presentable(failure),
				JsonObject.of("project_id", project.getId(), "session_id", session.getId(), "prompt", prompt));
		try {
			if (!storeIfSessionExists(row)) {
				logger.info("The session " + session.getId() + " was deleted while the agents worked in it");
				return CancellationReason.SESSION_DELETED.reason();
			}
			logger.warn("A run of session " + session.getId() + " failed", failure);
		}
		catch (RuntimeException ex) {
			logger.error(
					"The failure of a run of session " + session.getId()
							+ " cannot be stored now. Storing is retried until it succeeds or the application ends",
					ex);
			logger.warn("That failure is", failure);
			keep(row);
		}
		return ((JsonObject) Objects.requireNonNull(row.getEventData())).string("error");
	}

	private boolean storeIfSessionExists(ConversationMessage row) {
		if (!this.sessions.exists(row.getSessionId())) {
			return false;
		}
		this.messages.add(row);
		this.events.publishEvent(new RunFailed(row));
		return true;
	}

	private synchronized void keep(ConversationMessage row) {
		if (this.waiting.size() == MOST_WAITING) {
			logger.error("More than " + MOST_WAITING + " failures are waiting to be stored. Dropped: "
					+ this.waiting.remove().getId());
		}
		this.waiting.add(row);
		if (!this.retrying) {
			this.retrying = true;
			retryAfter(FIRST_DELAY);
		}
	}

	private void retryAfter(Duration delay) {
		this.scheduler.schedule(() -> retry(delay), this.scheduler.getClock().instant().plus(delay));
	}

	private void retry(Duration lastDelay) {
		ConversationMessage row;
		while ((row = next()) != null) {
			try {
				storeIfSessionExists(row);
				logger.info("Stored after a delay: " + row.getId());
			}
			catch (RuntimeException ex) {
				logger.warn("Still cannot be stored: " + row.getId() + ", because " + ex.getMessage());
				keep(row);
				Duration delay = lastDelay.multipliedBy(2);
				retryAfter((delay.compareTo(MAX_DELAY) < 0) ? delay : MAX_DELAY);
				return;
			}
		}
	}

	private synchronized @Nullable ConversationMessage next() {
		ConversationMessage row = this.waiting.poll();
		this.retrying = (row != null);
		return row;
	}

}
