package io.mockagents.sample.vibecode;

import java.io.IOException;
import java.util.concurrent.CancellationException;

import io.mockagents.sample.web.AsyncResponses;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * An answer that is being made, and the client that waits for it. Whoever cancels the
 * work interrupts its thread, but no longer than it works: the answer is sent in peace.
 */
final class AwaitedReply implements Runnable {

	private static final Log logger = LogFactory.getLog(AwaitedReply.class);

	private final ResponseBodyEmitter response = new ResponseBodyEmitter(0L);

	private final AgentWork<?> work;

	/** Guarded by this object, as the next two fields are. */
	private @Nullable Thread worker;

	private boolean ended;

	private @Nullable Cancellation cancellation;

	AwaitedReply(AgentWork<?> work) {
		this.work = work;
	}

	ResponseBodyEmitter response() {
		return this.response;
	}

	String sessionId() {
		return this.work.sessionId();
	}

	/**
	 * Cancel the work, unless it has ended or is cancelled already.
	 */
	synchronized void cancel(Cancellation reason) {
		if (this.ended || this.cancellation != null) {
			return;
		}
		this.cancellation = reason;
		if (this.worker != null) {
			this.worker.interrupt();
		}
	}

	@Override
	public void run() {
		try {
			this.response.send(answer(), MediaType.APPLICATION_JSON);
			AsyncResponses.end(this.response::complete);
		}
		catch (IOException | ClientGoneException ex) {
			logger.info("A client did not wait for the agents' answer");
			logger.debug("It was noticed by", ex);
			AsyncResponses.end(this.response::complete);
		}
		catch (RuntimeException | Error ex) {
			AsyncResponses.end(() -> this.response.completeWithError(ex));
		}
	}

	private Object answer() {
		try {
			begin();
			return this.work.answer().get();
		}
		catch (RuntimeException ex) {
			return answerInstead(ex, end());
		}
		finally {
			end();
		}
	}

	private Object answerInstead(RuntimeException failure, @Nullable Cancellation cancellation) {
		if (cancellation == null) {
			throw failure;
		}
		if (cancellation == Cancellation.CLIENT_GONE) {
			throw new ClientGoneException(failure);
		}
		logger.info("The agents stopped working in session " + sessionId() + ": it was deleted");
		return this.work.answerOfDeleted().get();
	}

	private synchronized void begin() {
		if (this.cancellation != null) {
			throw new CancellationException("Cancelled before it began");
		}
		this.worker = Thread.currentThread();
	}

	/**
	 * End the work. From now on nobody interrupts its thread.
	 */
	private synchronized @Nullable Cancellation end() {
		this.ended = true;
		Thread.interrupted();
		return this.cancellation;
	}

	/**
	 * Send a space if the answer is not there yet. A client to which none can be sent is
	 * gone.
	 */
	void probe() {
		if (hasEnded()) {
			return;
		}
		try {
			this.response.send(" ", MediaType.TEXT_PLAIN);
		}
		catch (IOException | IllegalStateException ex) {
			cancel(Cancellation.CLIENT_GONE);
		}
	}

	private synchronized boolean hasEnded() {
		return this.ended;
	}

	/**
	 * Why work is cancelled.
	 */
	enum Cancellation {

		CLIENT_GONE,

		SESSION_DELETED

	}

	/**
	 * There is nobody to answer.
	 */
	private static final class ClientGoneException extends RuntimeException {

		ClientGoneException(RuntimeException cause) {
			super(cause);
		}

	}

}
