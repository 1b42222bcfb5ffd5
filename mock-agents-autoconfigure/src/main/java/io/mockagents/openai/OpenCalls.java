package io.mockagents.openai;

import java.io.IOException;
import java.util.function.Supplier;

import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Tells a {@link RequestCancellation} of the calls that the client makes for it, which
 * the client itself keeps to itself. A call is made on the thread that asks for it.
 */
final class OpenCalls implements Interceptor {

	private final ThreadLocal<RequestCancellation> current = new ThreadLocal<>();

	<T> T during(RequestCancellation cancellation, Supplier<T> request) {
		this.current.set(cancellation);
		try {
			return request.get();
		}
		finally {
			this.current.remove();
		}
	}

	@Override
	public Response intercept(Chain chain) throws IOException {
		RequestCancellation cancellation = this.current.get();
		if (cancellation != null) {
			cancellation.begin(chain.call());
		}
		return chain.proceed(chain.request());
	}

}
