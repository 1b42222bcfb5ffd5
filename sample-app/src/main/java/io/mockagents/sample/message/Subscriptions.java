package io.mockagents.sample.message;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.mockagents.conversation.AgentStreamEvent;
import io.mockagents.sample.SampleProperties;
import io.mockagents.sample.session.SessionDeleted;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The clients that follow sessions.
 */
@Component
class Subscriptions {

	private final Map<String, Set<Subscription>> bySession = new ConcurrentHashMap<>();

	private final StreamEvents events;

	private final SampleProperties properties;

	private final AsyncTaskExecutor executor;

	Subscriptions(StreamEvents events, SampleProperties properties, SimpleAsyncTaskExecutorBuilder executor) {
		this.events = events;
		this.properties = properties;
		this.executor = executor.threadNamePrefix("session-events-").build();
	}

	/**
	 * Let a client follow a session.
	 * @param sessionId the session
	 * @param lastSequence the number of the last event the client knows, or {@code null}
	 * if it wants to hear of new ones only
	 * @return what the client reads from
	 */
	SseEmitter add(String sessionId, @Nullable Integer lastSequence) {
		int after = (lastSequence != null) ? lastSequence : this.events.findLastSequence(sessionId);
		Subscription subscription = new Subscription(this.events, sessionId, after, this.properties.heartbeat());
		this.bySession.compute(sessionId, (id, subscriptions) -> {
			Set<Subscription> all = (subscriptions != null) ? subscriptions : ConcurrentHashMap.newKeySet();
			all.add(subscription);
			return all;
		});
		this.executor.execute(() -> {
			try {
				subscription.run();
			}
			finally {
				remove(sessionId, subscription);
			}
		});
		return subscription.emitter();
	}

	private void remove(String sessionId, Subscription subscription) {
		this.bySession.computeIfPresent(sessionId, (id, subscriptions) -> {
			subscriptions.remove(subscription);
			return subscriptions.isEmpty() ? null : subscriptions;
		});
	}

	@EventListener
	void onStreamEvent(AgentStreamEvent<?> event) {
		if (event.runEvent().streamSequence() != null) {
			forEach(event.run().sessionId(), Subscription::wake);
		}
	}

	@EventListener
	void onFailure(RunFailed event) {
		forEach(event.row().getSessionId(), (subscription) -> subscription.failed(event.row()));
	}

	@TransactionalEventListener
	void onDeleted(SessionDeleted event) {
		forEach(event.sessionId(), Subscription::close);
	}

	/**
	 * Let the clients go before the web server waits for its requests to end.
	 */
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.bySession.values().stream().flatMap(Collection::stream).forEach(Subscription::close);
	}

	private void forEach(String sessionId, Consumer<Subscription> action) {
		this.bySession.getOrDefault(sessionId, Set.of()).forEach(action);
	}

}
