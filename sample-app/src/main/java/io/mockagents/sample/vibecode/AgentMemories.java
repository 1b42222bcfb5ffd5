package io.mockagents.sample.vibecode;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.mockagents.agent.InMemorySession;
import io.mockagents.agent.Session;
import io.mockagents.sample.session.SessionDeleted;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.session.VibecodeSession;

import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * The memory of the agents for each session: for as long as the application runs.
 */
@Component
class AgentMemories {

	private final Map<String, Session> memories = new ConcurrentHashMap<>();

	private final SessionService sessions;

	AgentMemories(SessionService sessions) {
		this.sessions = sessions;
	}

	Session of(VibecodeSession session) {
		Session memory = this.memories.get(session.getId());
		return (memory != null) ? memory : begin(session);
	}

	private Session begin(VibecodeSession session) {
		Session memory = this.memories.computeIfAbsent(session.getId(),
				(id) -> new InMemorySession(session.getOpenaiSessionKey()));
		// A session that is deleted by now is not announced again
		if (!this.sessions.exists(session.getId())) {
			this.memories.remove(session.getId());
		}
		return memory;
	}

	@TransactionalEventListener
	void forget(SessionDeleted event) {
		this.memories.remove(event.sessionId());
	}

}
