package io.mockagents.sample;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.AgentStreamEvent;
import io.mockagents.loop.Pauses;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;

/**
 * Lets no time pass in the pauses of runs; but while it is closed, runs stay in the pause
 * in which they are.
 */
public class Gate implements Pauses {

	private final Map<Thread, Boolean> held = new ConcurrentHashMap<>();

	private volatile @Nullable Predicate<StreamEvent> closeAt;

	private volatile CountDownLatch opened = new CountDownLatch(0);

	/**
	 * Close as soon as an agent has begun.
	 */
	public void closeAt(String agent) {
		this.closeAt = (event) -> event instanceof AgentUpdatedStreamEvent updated
				&& updated.newAgent().name().equals(agent);
	}

	/**
	 * Close as soon as an item has been told of.
	 */
	public void closeAt(RunItemEventName name) {
		this.closeAt = (event) -> event instanceof RunItemStreamEvent item && item.name() == name;
	}

	@EventListener
	public void onEvent(AgentStreamEvent<?> event) {
		Predicate<StreamEvent> at = this.closeAt;
		if (at != null && at.test(event.event())) {
			this.closeAt = null;
			close();
		}
	}

	public void close() {
		this.opened = new CountDownLatch(1);
	}

	public void open() {
		this.closeAt = null;
		this.opened.countDown();
	}

	/**
	 * Return how many runs are held: one that passes the open gate never counts.
	 */
	public int held() {
		return this.held.size();
	}

	@Override
	public void sleep(Duration pause, CountDownLatch cancelled) throws InterruptedException {
		CountDownLatch opened = this.opened;
		if (opened.getCount() == 0) {
			return;
		}
		this.held.put(Thread.currentThread(), true);
		try {
			opened.await();
		}
		finally {
			this.held.remove(Thread.currentThread());
		}
	}

	@Override
	public void schedule(Duration pause, Runnable step) {
		throw new UnsupportedOperationException("The sample pulls its runs");
	}

}
