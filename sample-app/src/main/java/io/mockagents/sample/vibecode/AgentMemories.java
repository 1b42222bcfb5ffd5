package io.mockagents.sample.vibecode;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.mockagents.agent.InMemorySession;
import io.mockagents.agent.Session;
import io.mockagents.sample.session.SessionDeleted;
import io.mockagents.sample.session.VibecodeSession;

import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * What the agents remember of each session: for as long as the application runs.
 */
@Component
class AgentMemories {

	private final Map<String, Session> memories = new ConcurrentHashMap<>();

	Session of(VibecodeSession session) {
		return this.memories.computeIfAbsent(session.getId(),
				(id) -> new InMemorySession(session.getOpenaiSessionKey()));
	}

	@TransactionalEventListener
	void forget(SessionDeleted event) {
		this.memories.remove(event.sessionId());
	}

}
