package io.mockagents.sample.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;

import io.socket.engineio.server.EngineIoWebSocket;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.Session;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A websocket of which writing never blocks: messages wait until a thread of its own has
 * sent those before them. A client for which too much waits is disconnected.
 */
final class WebSocketConnection extends EngineIoWebSocket {

	private static final Log logger = LogFactory.getLog(WebSocketConnection.class);

	private final Session session;

	private final Map<String, String> query;

	private final Map<String, List<String>> headers;

	private final Executor executor;

	private final int capacity;

	private final Queue<Message> waiting = new ArrayDeque<>();

	private int size;

	private boolean sending;

	private boolean closed;

	/**
	 * Create a connection.
	 * @param session the websocket
	 * @param query the parameters of the request that opened it
	 * @param headers the headers of that request
	 * @param executor runs what may block, without letting others wait
	 * @param capacity how many characters or bytes may wait
	 */
	WebSocketConnection(Session session, Map<String, String> query, Map<String, List<String>> headers,
			Executor executor, int capacity) {
		this.session = session;
		this.query = query;
		this.headers = headers;
		this.executor = executor;
		this.capacity = capacity;
	}

	@Override
	public Map<String, String> getQuery() {
		return this.query;
	}

	@Override
	public Map<String, List<String>> getConnectionHeaders() {
		return this.headers;
	}

	@Override
	public void write(String message) throws IOException {
		String completed = Handshake.complete(message);
		write(new Message(completed, completed.length()));
	}

	@Override
	public void write(byte[] message) throws IOException {
		write(new Message(message, message.length));
	}

	private void write(Message message) throws IOException {
		synchronized (this.waiting) {
			if (this.closed) {
				throw new IOException("The connection is closed");
			}
			if (this.size > 0 && this.size + message.size() > this.capacity) {
				this.waiting.clear();
				throw new IOException("The client does not read its messages");
			}
			this.waiting.add(message);
			this.size += message.size();
			if (this.sending) {
				return;
			}
			this.sending = true;
		}
		this.executor.execute(this::send);
	}

	/**
	 * Close the connection once all that waits is sent.
	 */
	@Override
	public void close() {
		boolean idle;
		synchronized (this.waiting) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			idle = !this.sending;
			this.sending = true;
		}
		if (idle) {
			this.executor.execute(this::send);
		}
		// At once, without waiting for the client to agree
		emit("close");
	}

	/**
	 * Take note that the websocket is closed.
	 */
	void closed() {
		synchronized (this.waiting) {
			if (this.closed) {
				return;
			}
			this.closed = true;
			this.waiting.clear();
		}
		emit("close");
	}

	private void send() {
		try {
			RemoteEndpoint.Basic remote = this.session.getBasicRemote();
			Message message;
			while ((message = next()) != null) {
				if (message.content() instanceof String text) {
					remote.sendText(text);
				}
				else {
					remote.sendBinary(ByteBuffer.wrap((byte[]) message.content()));
				}
			}
			if (isClosed()) {
				this.session.close();
			}
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("A websocket could not be written to", ex);
			closed();
			closeQuietly();
		}
	}

	private @Nullable Message next() {
		synchronized (this.waiting) {
			Message message = this.waiting.poll();
			if (message == null) {
				this.size = 0;
				this.sending = this.closed;
			}
			else {
				this.size -= message.size();
			}
			return message;
		}
	}

	private boolean isClosed() {
		synchronized (this.waiting) {
			return this.closed;
		}
	}

	private void closeQuietly() {
		try {
			this.session.close();
		}
		catch (IOException | IllegalStateException ex) {
			logger.debug("A websocket could not be closed", ex);
		}
	}

	/**
	 * A message that waits.
	 *
	 * @param content text or bytes
	 * @param size the number of characters or bytes
	 */
	private record Message(Object content, int size) {
	}

}
