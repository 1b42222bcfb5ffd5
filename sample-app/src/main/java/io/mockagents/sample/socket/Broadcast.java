package io.mockagents.sample.socket;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.mockagents.agent.JsonObject;
import io.mockagents.conversation.ConversationMessage;
import io.mockagents.sample.message.ConversationListener;
import io.mockagents.sample.message.SessionReader;
import io.mockagents.sample.message.StreamEvents;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.session.VibecodeSession;
import io.mockagents.sample.web.NotFoundException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Tells the clients of the sockets what is stored of one session, in its order. One
 * thread at a time does that; whoever stores something only wakes it.
 */
final class Broadcast implements Runnable {

	private static final Log logger = LogFactory.getLog(Broadcast.class);

	private static final String EVENT = "conversation_message";

	private final AtomicInteger signals = new AtomicInteger();

	private final AtomicInteger first = new AtomicInteger(Integer.MAX_VALUE);

	private final AtomicInteger last = new AtomicInteger();

	private final Queue<ConversationMessage> failures = new ConcurrentLinkedQueue<>();

	private final String sessionId;

	private final SocketServer server;

	private final StreamEvents events;

	private final SessionService sessions;

	private final Executor executor;

	private final Runnable onDeleted;

	private @Nullable Optional<String> project;

	private @Nullable SessionReader reader;

	/**
	 * Create a broadcast.
	 * @param sessionId the session
	 * @param server knows the clients
	 * @param events the stored events
	 * @param sessions knows the project of the session
	 * @param executor runs what reads and sends
	 * @param onDeleted is run if the session turns out to be deleted
	 */
	Broadcast(String sessionId, SocketServer server, StreamEvents events, SessionService sessions, Executor executor,
			Runnable onDeleted) {
		this.sessionId = sessionId;
		this.server = server;
		this.events = events;
		this.sessions = sessions;
		this.executor = executor;
		this.onDeleted = onDeleted;
	}

	/**
	 * Say that an event is stored.
	 * @param sequence its number
	 */
	void stored(int sequence) {
		this.first.accumulateAndGet(sequence, Math::min);
		this.last.accumulateAndGet(sequence, Math::max);
		wake();
	}

	/**
	 * Say that the failure of a run is stored.
	 * @param row its row
	 */
	void failed(ConversationMessage row) {
		this.failures.add(row);
		wake();
	}

	private void wake() {
		if (this.signals.getAndIncrement() == 0) {
			execute();
		}
	}

	private void execute() {
		try {
			this.executor.execute(this);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("The application is shutting down: clients read the remaining messages later", ex);
		}
	}

	@Override
	public void run() {
		int seen = this.signals.get();
		try {
			tell();
		}
		catch (RuntimeException ex) {
			logger.warn("The clients of session " + this.sessionId
					+ " could not be notified of stored messages. They receive them with the next ones", ex);
		}
		if (this.signals.addAndGet(-seen) != 0) {
			execute();
		}
	}

	private void tell() {
		Optional<String> project = this.project;
		if (project == null) {
			project = findProject();
			this.project = project;
		}
		if (project.isPresent()) {
			tell(project.get());
		}
	}

	private Optional<String> findProject() {
		try {
			return Optional.of(this.sessions.get(this.sessionId))
				.filter(VibecodeSession::isSeenByClients)
				.map(VibecodeSession::getProjectId);
		}
		catch (NotFoundException ex) {
			this.onDeleted.run();
			return Optional.empty();
		}
	}

	private void tell(String projectId) {
		SessionReader news = this.reader;
		if (news == null) {
			news = new SessionReader(this.events, this.sessionId, startingPoint());
			this.reader = news;
		}
		int stored = this.last.get();
		ConversationMessage failure;
		while ((failure = this.failures.poll()) != null) {
			news.failed(failure);
		}
		if (this.server.subscribers(projectId) == 0) {
			news.skipTo(stored);
			return;
		}
		var clients = new Subscribers(projectId);
		while (news.readNext(clients)) {
			continue;
		}
	}

	private int startingPoint() {
		int sequence = this.first.get();
		return (sequence != Integer.MAX_VALUE) ? sequence - 1 : this.events.findLastSequence(this.sessionId);
	}

	/**
	 * Those who have subscribed to the project.
	 */
	private final class Subscribers implements ConversationListener<RuntimeException> {

		private final String projectId;

		Subscribers(String projectId) {
			this.projectId = projectId;
		}

		@Override
		public void onEvent(JsonObject event) {
			Broadcast.this.server.send(this.projectId, EVENT, event);
		}

		@Override
		public void onFailure(JsonObject failure) {
			Broadcast.this.server.send(this.projectId, EVENT, failure);
		}

	}

}
