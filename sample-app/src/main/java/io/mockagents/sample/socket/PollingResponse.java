package io.mockagents.sample.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;

import io.mockagents.sample.web.AsyncResponses;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The answer to a client that polls. It is kept until it is complete and written by a
 * thread of its own, so that a client that reads slowly does not delay other clients.
 */
final class PollingResponse extends HttpServletResponseWrapper {

	private static final Log logger = LogFactory.getLog(PollingResponse.class);

	private final PollingRequest request;

	private final Executor executor;

	/**
	 * Create a response.
	 * @param response the response
	 * @param request the request
	 * @param executor runs what may block, without letting others wait
	 */
	PollingResponse(HttpServletResponse response, PollingRequest request, Executor executor) {
		super(response);
		this.request = request;
		this.executor = executor;
	}

	@Override
	public ServletOutputStream getOutputStream() {
		return new Body();
	}

	/**
	 * Do nothing: the length is that of the body when it is complete.
	 */
	@Override
	public void setContentLength(int length) {
	}

	private void answer(byte[] content) throws IOException {
		getResponse().setContentLength(content.length);
		AsyncContext context = this.request.context();
		if (context == null) {
			getResponse().getOutputStream().write(content);
			return;
		}
		this.executor.execute(() -> {
			try {
				write(content);
			}
			finally {
				AsyncResponses.end(context::complete);
			}
		});
	}

	private void write(byte[] content) {
		try {
			ServletOutputStream output = getResponse().getOutputStream();
			output.write(content);
			output.flush();
		}
		catch (IOException | IllegalStateException ex) {
			// It does not answer the next ping either
			logger.debug("A client that polls could not be answered", ex);
		}
	}

	/**
	 * A body that is kept until it is closed.
	 */
	private final class Body extends ServletOutputStream {

		private final ByteArrayOutputStream content = new ByteArrayOutputStream();

		@Override
		public void write(int b) {
			this.content.write(b);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			this.content.write(bytes, offset, length);
		}

		@Override
		public void close() throws IOException {
			answer(Handshake.complete(this.content.toString(StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public boolean isReady() {
			return true;
		}

		@Override
		public void setWriteListener(WriteListener listener) {
			throw new IllegalStateException("The body is written when it is complete");
		}

	}

}
