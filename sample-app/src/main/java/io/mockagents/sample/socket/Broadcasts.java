package io.mockagents.sample.socket;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.mockagents.conversation.AgentStreamEvent;
import io.mockagents.sample.message.RunFailed;
import io.mockagents.sample.message.StreamEvents;
import io.mockagents.sample.session.SessionDeleted;
import io.mockagents.sample.session.SessionService;
import jakarta.annotation.PreDestroy;

import org.springframework.boot.task.ThreadPoolTaskExecutorBuilder;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Tells the clients of the sockets what is stored of the sessions of their projects. Runs
 * only say that there is something: it is read and sent by other threads.
 */
@Component
class Broadcasts {

	/**
	 * Few, so that enough connections to the database are left to the runs.
	 */
	private static final int THREADS = 4;

	private final Map<String, Broadcast> bySession = new ConcurrentHashMap<>();

	private final SocketServer server;

	private final SessionService sessions;

	private final StreamEvents events;

	private final ThreadPoolTaskExecutor executor;

	Broadcasts(SocketServer server, SessionService sessions, StreamEvents events,
			ThreadPoolTaskExecutorBuilder executor) {
		this.server = server;
		this.sessions = sessions;
		this.events = events;
		this.executor = executor.corePoolSize(THREADS).threadNamePrefix("socket-events-").build();
		this.executor.setDaemon(true);
		this.executor.initialize();
	}

	@TransactionalEventListener(fallbackExecution = true)
	void onStreamEvent(AgentStreamEvent<?> event) {
		Integer sequence = event.runEvent().streamSequence();
		if (sequence != null) {
			of(event.run().sessionId()).stored(sequence);
		}
	}

	@TransactionalEventListener(fallbackExecution = true)
	void onFailure(RunFailed event) {
		of(event.row().getSessionId()).failed(event.row());
	}

	@TransactionalEventListener
	void onDeleted(SessionDeleted event) {
		this.bySession.remove(event.sessionId());
	}

	@PreDestroy
	void close() {
		this.executor.shutdown();
	}

	private Broadcast of(String sessionId) {
		return this.bySession.computeIfAbsent(sessionId, (id) -> new Broadcast(id, this.server, this.events,
				this.sessions, this.executor, () -> this.bySession.remove(id)));
	}

}
