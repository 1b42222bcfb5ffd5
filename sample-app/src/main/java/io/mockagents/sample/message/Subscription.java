package io.mockagents.sample.message;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.mockagents.conversation.ConversationMessage;

import org.springframework.data.domain.Limit;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One client that follows a session. It has a thread of its own, which sends what the
 * rows hold beyond the last one sent; whoever makes an event only wakes it. So a slow
 * client delays nobody but itself, and needs no memory here.
 */
final class Subscription implements Runnable {

	private static final Limit BATCH = Limit.of(100);

	private final SseEmitter emitter = new SseEmitter(0L);

	private final Semaphore signals = new Semaphore(0);

	private final Queue<ConversationMessage> failures = new ConcurrentLinkedQueue<>();

	private final StreamEvents events;

	private final String sessionId;

	private final Duration heartbeat;

	private int last;

	private volatile boolean closed;

	/**
	 * Create a subscription.
	 * @param events the stored events
	 * @param sessionId the session
	 * @param after the number of the last event that the client knows
	 * @param heartbeat how long the client may hear nothing
	 */
	Subscription(StreamEvents events, String sessionId, int after, Duration heartbeat) {
		this.events = events;
		this.sessionId = sessionId;
		this.last = after;
		this.heartbeat = heartbeat;
		this.emitter.onCompletion(this::close);
		this.emitter.onTimeout(this::close);
		this.emitter.onError((ex) -> close());
	}

	SseEmitter emitter() {
		return this.emitter;
	}

	/**
	 * Say that there are new rows.
	 */
	void wake() {
		this.signals.release();
	}

	void failed(ConversationMessage row) {
		this.failures.add(row);
		wake();
	}

	void close() {
		this.closed = true;
		wake();
	}

	@Override
	public void run() {
		try {
			this.emitter.send(SseEmitter.event().comment("connected"));
			while (!this.closed) {
				sendEvents();
				sendFailures();
				if (!this.signals.tryAcquire(this.heartbeat.toNanos(), TimeUnit.NANOSECONDS)) {
					this.emitter.send(SseEmitter.event().comment("heartbeat"));
				}
				this.signals.drainPermits();
			}
			this.emitter.complete();
		}
		catch (IOException | IllegalStateException ex) {
			// The client is gone
			this.emitter.complete();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			this.emitter.complete();
		}
		catch (RuntimeException ex) {
			// The client comes again with the number of the last event it has seen
			this.emitter.completeWithError(ex);
		}
	}

	private void sendEvents() throws IOException {
		List<ConversationMessage> rows;
		do {
			rows = this.events.findAfter(this.sessionId, this.last, BATCH);
			for (ConversationMessage row : rows) {
				Integer sequence = row.getStreamSequence();
				this.emitter.send(SseEmitter.event()
					.id(String.valueOf(sequence))
					.name(String.valueOf(row.getStreamEventType()))
					.data(ConversationEvent.of(row), MediaType.APPLICATION_JSON));
				this.last = (sequence != null) ? sequence : this.last;
			}
		}
		while (!rows.isEmpty() && !this.closed);
	}

	private void sendFailures() throws IOException {
		ConversationMessage row;
		while ((row = this.failures.poll()) != null) {
			this.emitter.send(SseEmitter.event()
				.name("run_failed")
				.data(ConversationEvent.ofFailure(row), MediaType.APPLICATION_JSON));
		}
	}

}
