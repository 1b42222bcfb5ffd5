package io.mockagents.sample.faults;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.conversation.AgentStreamEvent;
import io.mockagents.loop.Pauses;
import org.jspecify.annotations.Nullable;

import org.springframework.context.event.EventListener;

/**
 * Lets no time pass in the pauses of runs; but while it is closed, runs stay in the pause
 * in which they are.
 */
class Gate implements Pauses {

	private final Map<Thread, Boolean> held = new ConcurrentHashMap<>();

	private volatile @Nullable String closeAt;

	private volatile CountDownLatch opened = new CountDownLatch(0);

	/**
	 * Close as soon as an agent has begun.
	 */
	void closeAt(String agent) {
		this.closeAt = agent;
	}

	@EventListener
	void onAgentUpdated(AgentStreamEvent<AgentUpdatedStreamEvent> event) {
		if (event.event().newAgent().name().equals(this.closeAt)) {
			this.closeAt = null;
			close();
		}
	}

	void close() {
		this.opened = new CountDownLatch(1);
	}

	void open() {
		this.opened.countDown();
	}

	/**
	 * Return how many runs are held.
	 */
	int held() {
		return this.held.size();
	}

	@Override
	public void sleep(Duration pause, CountDownLatch cancelled) throws InterruptedException {
		this.held.put(Thread.currentThread(), true);
		try {
			this.opened.await();
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
