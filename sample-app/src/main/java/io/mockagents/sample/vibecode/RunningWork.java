package io.mockagents.sample.vibecode;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

import io.mockagents.sample.web.AsyncResponses;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * Work of agents that is running, and the client that waits for its answer. Cancelling
 * interrupts the thread while it works, and no longer: the result is stored and sent
 * undisturbed.
 */
final class RunningWork implements Runnable {

	private static final Log logger = LogFactory.getLog(RunningWork.class);

	private final ResponseBodyEmitter response = new ResponseBodyEmitter(0L);

	private final AgentWork<?> work;

	private final boolean endsWithClient;

	/** Guarded by this object, as the next three fields are. */
	private @Nullable Thread worker;

	private boolean ended;

	private boolean clientGone;

	private @Nullable CancellationReason cancellation;

	/**
	 * Create running work.
	 * @param work the work
	 * @param endsWithClient whether the work is cancelled when the client goes away
	 */
	RunningWork(AgentWork<?> work, boolean endsWithClient) {
		this.work = work;
		this.endsWithClient = endsWithClient;
	}

	ResponseBodyEmitter response() {
		return this.response;
	}

	String sessionId() {
		return this.work.sessionId();
	}

	/**
	 * Cancel the work, unless it has ended or is cancelled already.
	 * @return whether the work ends, or has ended, cancelled
	 */
	synchronized boolean cancel(CancellationReason reason) {
		if (this.ended || this.cancellation != null) {
			return this.cancellation != null;
		}
		this.cancellation = reason;
		if (this.worker != null) {
			this.worker.interrupt();
		}
		return true;
	}

	@Override
	public void run() {
		try {
			send(answer());
		}
		catch (RuntimeException | Error ex) {
			if (isClientGone()) {
				logger.warn("The work of the agents in session " + sessionId() + " failed after its client left", ex);
			}
			AsyncResponses.end(() -> this.response.completeWithError(ex));
		}
	}

	private Object answer() {
		Supplier<?> answer;
		CancellationReason cancellation;
		try {
			begin();
			answer = this.work.work().get();
		}
		catch (RuntimeException ex) {
			answer = () -> {
				throw ex;
			};
		}
		finally {
			cancellation = end();
		}
		if (cancellation != null) {
			logger.info("The agents stopped working in session " + sessionId() + ": " + cancellation);
			return this.work.answerOfCancelled().apply(cancellation);
		}
		return answer.get();
	}

	private void send(Object answer) {
		if (isClientGone()) {
			return;
		}
		try {
			this.response.send(answer, MediaType.APPLICATION_JSON);
			AsyncResponses.end(this.response::complete);
		}
		catch (IOException ex) {
			logger.info("A client left before it received the agents' answer in session " + sessionId());
			logger.debug("It was noticed by", ex);
			AsyncResponses.end(this.response::complete);
		}
	}

	private synchronized void begin() {
		if (this.cancellation != null) {
			throw new CancellationException("Cancelled before it began");
		}
		this.worker = Thread.currentThread();
	}

	/**
	 * End the work. From now on nothing interrupts its thread.
	 */
	private synchronized @Nullable CancellationReason end() {
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
			clientGone();
		}
	}

	/**
	 * Take note that the client no longer waits.
	 */
	synchronized void clientGone() {
		if (this.ended || this.clientGone) {
			return;
		}
		this.clientGone = true;
		if (this.endsWithClient) {
			cancel(CancellationReason.CLIENT_GONE);
		}
		else {
			logger.info("A client left while the agents work in session " + sessionId() + ". They continue");
		}
	}

	private synchronized boolean isClientGone() {
		return this.clientGone;
	}

	private synchronized boolean hasEnded() {
		return this.ended;
	}

}
