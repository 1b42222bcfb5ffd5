package io.mockagents.sample.socket;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

import io.socket.engineio.server.Emitter;
import jakarta.websocket.CloseReason;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Puts the messages of a websocket together of their parts. So a connection needs memory
 * for a long message only while that arrives, and one that is too long closes it.
 *
 * @param <T> the type of the messages
 */
abstract class WholeMessages<T> implements MessageHandler.Partial<T> {

	private static final Log logger = LogFactory.getLog(WholeMessages.class);

	private final Session session;

	private final Emitter receiver;

	WholeMessages(Session session, Emitter receiver) {
		this.session = session;
		this.receiver = receiver;
	}

	@Override
	public void onMessage(T part, boolean last) {
		if (add(part) > SocketServer.MAX_PAYLOAD) {
			take();
			close();
		}
		else if (last) {
			this.receiver.emit("message", take());
		}
	}

	/**
	 * Add a part.
	 * @return the size of all parts so far
	 */
	abstract int add(T part);

	/**
	 * Return the whole, and begin again.
	 */
	abstract T take();

	private void close() {
		try {
			this.session.close(new CloseReason(CloseReason.CloseCodes.TOO_BIG,
					"A message has at most " + SocketServer.MAX_PAYLOAD + " bytes"));
		}
		catch (IOException ex) {
			logger.debug("A websocket could not be closed", ex);
		}
	}

	/**
	 * Messages of text. Their size is the number of UTF-16 units, which is at most that
	 * of the bytes.
	 */
	static final class OfText extends WholeMessages<String> {

		private StringBuilder parts = new StringBuilder();

		OfText(Session session, Emitter receiver) {
			super(session, receiver);
		}

		@Override
		int add(String part) {
			return this.parts.append(part).length();
		}

		@Override
		String take() {
			String whole = this.parts.toString();
			this.parts = new StringBuilder();
			return whole;
		}

	}

	/**
	 * Messages of bytes.
	 */
	static final class OfBytes extends WholeMessages<byte[]> {

		private ByteArrayOutputStream parts = new ByteArrayOutputStream();

		OfBytes(Session session, Emitter receiver) {
			super(session, receiver);
		}

		@Override
		int add(byte[] part) {
			this.parts.writeBytes(part);
			return this.parts.size();
		}

		@Override
		byte[] take() {
			byte[] whole = this.parts.toByteArray();
			this.parts = new ByteArrayOutputStream();
			return whole;
		}

	}

}
