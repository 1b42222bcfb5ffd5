package io.mockagents.openai;

import java.util.concurrent.CountDownLatch;

import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * Breaks off the request for one answer, with all its tries. Safe for several threads.
 */
final class RequestCancellation {

	private final CountDownLatch cancelled = new CountDownLatch(1);

	private volatile @Nullable Call call;

	/**
	 * Return what is counted down when the request is broken off.
	 */
	CountDownLatch latch() {
		return this.cancelled;
	}

	boolean isCancelled() {
		return this.cancelled.getCount() == 0;
	}

	/**
	 * A try begins.
	 */
	void begin(Call call) {
		this.call = call;
		if (isCancelled()) {
			call.cancel();
		}
	}

	/**
	 * Break the request off: close its connection, whoever waits for it.
	 */
	void cancel() {
		this.cancelled.countDown();
		closeConnection();
	}

	/**
	 * Close the connection without waiting for the rest of the answer.
	 */
	void closeConnection() {
		Call open = this.call;
		if (open != null) {
			open.cancel();
		}
	}

}
