package io.mockagents.sample;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.mockagents.conversation.AgentStreamEvent;
import io.mockagents.loop.RunEvent;

import org.springframework.context.event.EventListener;

/**
 * The stream events the application has published.
 */
public class PublishedEvents {

	private final List<RunEvent> events = new CopyOnWriteArrayList<>();

	@EventListener
	void onEvent(AgentStreamEvent<?> event) {
		this.events.add(event.runEvent());
	}

	/**
	 * Return the events of a session.
	 */
	public List<RunEvent> of(String sessionId) {
		return this.events.stream().filter((event) -> event.run().sessionId().equals(sessionId)).toList();
	}

	/**
	 * Return the events of a session that were stored.
	 */
	public List<RunEvent> stored(String sessionId) {
		return of(sessionId).stream().filter((event) -> event.streamSequence() != null).toList();
	}

	/**
	 * Return what was played: the names of scenarios and recordings.
	 */
	public Set<String> sources() {
		return this.events.stream().map((event) -> String.valueOf(event.run().source())).collect(Collectors.toSet());
	}

	List<RunEvent> take(List<String> sessions) {
		List<RunEvent> taken = this.events.stream()
			.filter((event) -> sessions.contains(event.run().sessionId()))
			.toList();
		this.events.clear();
		return taken;
	}

}
