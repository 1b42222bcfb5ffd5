package io.mockagents.sample.socket;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.socket.engineio.server.EngineIoSocket;
import io.socket.socketio.server.SocketIoSocket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * A connected client, with the projects it has subscribed to.
 * <p>
 * Sending to it never blocks. Unread messages wait for it, up to a limit; then it is
 * disconnected.
 */
final class SocketClient {

	private static final Log logger = LogFactory.getLog(SocketClient.class);

	private final Set<String> projects = ConcurrentHashMap.newKeySet();

	private final AtomicInteger waiting = new AtomicInteger();

	private final SocketIoSocket socket;

	private final int capacity;

	/**
	 * Create a client.
	 * @param socket its socket
	 * @param capacity how many characters may wait for it
	 */
	SocketClient(SocketIoSocket socket, int capacity) {
		this.socket = socket;
		this.capacity = capacity;
		connection().on("drain", (args) -> this.waiting.set(0));
	}

	String id() {
		return this.socket.getId();
	}

	EngineIoSocket connection() {
		return this.socket.getClient().getConnection();
	}

	void subscribe(String projectId) {
		this.projects.add(projectId);
	}

	boolean isSubscribedTo(String projectId) {
		return this.projects.contains(projectId);
	}

	/**
	 * Send an event, after all that were sent before.
	 * @param event its name
	 * @param payload what it carries
	 * @return whether the client is still connected
	 */
	boolean send(String event, Payload payload) {
		int before = this.waiting.getAndAdd(payload.size());
		if (before > 0 && before + payload.size() > this.capacity) {
			logger.info("Client " + id() + " is disconnected because it does not read its messages");
			connection().close();
			return false;
		}
		this.socket.send(event, payload);
		return true;
	}

}
