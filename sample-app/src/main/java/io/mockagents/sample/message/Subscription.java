package io.mockagents.sample.message;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.mockagents.agent.JsonObject;
import io.mockagents.conversation.ConversationMessage;
import io.mockagents.sample.web.AsyncResponses;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One client that follows a session. It has a thread of its own, which sends what the
 * rows there are beyond the last one sent; whoever makes an event only wakes it. So a
 * slow client delays only itself, and needs no memory here.
 */
final class Subscription implements Runnable, ConversationListener<IOException> {

	private final SseEmitter emitter = new SseEmitter(0L);

	private final Semaphore signals = new Semaphore(0);

	private final SessionReader reader;

	private final Duration heartbeat;

	private volatile boolean closed;

	/**
	 * Create a subscription.
	 * @param events the stored events
	 * @param sessionId the session
	 * @param after the number of the last event that the client knows
	 * @param heartbeat how long the client may hear nothing
	 */
	Subscription(StreamEvents events, String sessionId, int after, Duration heartbeat) {
		this.reader = new SessionReader(events, sessionId, after);
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
		this.reader.failed(row);
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
				sendNews();
				if (!this.signals.tryAcquire(this.heartbeat.toNanos(), TimeUnit.NANOSECONDS)) {
					this.emitter.send(SseEmitter.event().comment("heartbeat"));
				}
				this.signals.drainPermits();
			}
		}
		catch (IOException | IllegalStateException ex) {
			// The client is gone
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (RuntimeException ex) {
			// The client comes again with the number of the last event it has seen
			AsyncResponses.end(() -> this.emitter.completeWithError(ex));
			return;
		}
		AsyncResponses.end(this.emitter::complete);
	}

	@Override
	public void onEvent(JsonObject event) throws IOException {
		this.emitter.send(SseEmitter.event()
			.id(String.valueOf(event.get("stream_sequence")))
			.name(String.valueOf(event.get("stream_event_type")))
			.data(event, MediaType.APPLICATION_JSON));
	}

	@Override
	public void onFailure(JsonObject failure) throws IOException {
		this.emitter.send(SseEmitter.event().name("run_failed").data(failure, MediaType.APPLICATION_JSON));
	}

	private void sendNews() throws IOException {
		while (!this.closed && this.reader.readNext(this)) {
			continue;
		}
	}

}
