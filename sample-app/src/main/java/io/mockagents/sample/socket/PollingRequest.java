package io.mockagents.sample.socket;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * A request of a client that polls. Its body was read before, so that a client that sends
 * it slowly does not delay other clients. If it waits for its answer, it ends with the
 * {@link PollingResponse}.
 */
final class PollingRequest extends HttpServletRequestWrapper {

	private final byte[] body;

	private @Nullable AsyncContext context;

	/**
	 * Create a request.
	 * @param request the request
	 * @param body its body
	 */
	PollingRequest(HttpServletRequest request, byte[] body) {
		super(request);
		this.body = body;
	}

	/**
	 * Return what the request waits in.
	 * @return the context, or {@code null} if the request does not wait
	 */
	@Nullable AsyncContext context() {
		return this.context;
	}

	@Override
	public AsyncContext startAsync() {
		AsyncContext started = super.startAsync();
		this.context = started;
		return started;
	}

	/**
	 * Return {@code false}, so that only the response completes the request.
	 */
	@Override
	public boolean isAsyncStarted() {
		return false;
	}

	@Override
	public int getContentLength() {
		return this.body.length;
	}

	@Override
	public ServletInputStream getInputStream() {
		return new Body(new ByteArrayInputStream(this.body));
	}

	/**
	 * A body that was read.
	 */
	private static final class Body extends ServletInputStream {

		private final ByteArrayInputStream content;

		Body(ByteArrayInputStream content) {
			this.content = content;
		}

		@Override
		public int read() {
			return this.content.read();
		}

		@Override
		public int read(byte[] bytes, int offset, int length) throws IOException {
			return this.content.read(bytes, offset, length);
		}

		@Override
		public boolean isFinished() {
			return this.content.available() == 0;
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setReadListener(ReadListener listener) {
			throw new IllegalStateException("The body is read already");
		}

	}

}
