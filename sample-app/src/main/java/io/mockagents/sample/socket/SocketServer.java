package io.mockagents.sample.socket;

import java.time.Clock;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.SampleProperties;
import io.socket.engineio.server.EngineIoServer;
import io.socket.engineio.server.EngineIoServerOptions;
import io.socket.engineio.server.EngineIoSocket;
import io.socket.socketio.server.SocketIoServer;
import io.socket.socketio.server.SocketIoServerOptions;
import io.socket.socketio.server.SocketIoSocket;
import io.socket.socketio.server.SocketIoSocket.ReceivedByLocalAcknowledgementCallback;
import jakarta.annotation.PreDestroy;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * The connected clients and their messages.
 */
@Component
class SocketServer {

	/**
	 * How many characters may wait for a client.
	 */
	static final int CAPACITY = 1024 * 1024;

	private static final Log logger = LogFactory.getLog(SocketServer.class);

	/**
	 * How many bytes a client may send at once, in a request or a message.
	 */
	static final int MAX_PAYLOAD = 1_000_000;

	private static final long PING_INTERVAL = 25_000;

	private static final long PING_TIMEOUT = 60_000;

	/**
	 * How long a connection may go without a client: longer than it may go without an
	 * answer to a ping, which finds those that are gone.
	 */
	private static final long CONNECTION_TIMEOUT = PING_INTERVAL + PING_TIMEOUT + 15_000;

	private final Set<EngineIoSocket> connections = ConcurrentHashMap.newKeySet();

	private final Set<SocketClient> clients = ConcurrentHashMap.newKeySet();

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(2, threads());

	private final EngineIoServer engine;

	private final JsonMapper mapper;

	private final Clock clock;

	private volatile boolean closed;

	SocketServer(SampleProperties properties, JsonMapper mapper, Clock clock) {
		this.mapper = mapper;
		this.clock = clock;
		this.timer.setRemoveOnCancelPolicy(true);
		EngineIoServerOptions options = EngineIoServerOptions.newFromDefault()
			.setCorsHandlingDisabled(true)
			.setPingInterval(PING_INTERVAL)
			.setPingTimeout(PING_TIMEOUT);
		options.setScheduledExecutorService(this.timer);
		this.engine = new EngineIoServer(options);
		this.engine.on("connection", (args) -> opened((EngineIoSocket) args[0]));
		new SocketIoServer(this.engine, SocketIoServerOptions.newFromDefault().setConnectionTimeout(CONNECTION_TIMEOUT))
			.namespace("/")
			.on("connection", (args) -> connected((SocketIoSocket) args[0]));
		long heartbeat = properties.heartbeat().toNanos();
		this.timer.scheduleWithFixedDelay(this::heartbeat, heartbeat, heartbeat, TimeUnit.NANOSECONDS);
	}

	private static CustomizableThreadFactory threads() {
		var threads = new CustomizableThreadFactory("sockets-");
		threads.setDaemon(true);
		return threads;
	}

	/**
	 * Return what takes the requests of clients.
	 * @return the engine
	 */
	EngineIoServer engine() {
		return this.engine;
	}

	/**
	 * Return whether clients are let go, because the application ends.
	 * @return whether no more clients may come
	 */
	boolean isClosed() {
		return this.closed;
	}

	private void opened(EngineIoSocket connection) {
		this.connections.add(connection);
		connection.on("close", (args) -> closed(connection));
		if (this.closed) {
			connection.close();
		}
	}

	private void closed(EngineIoSocket connection) {
		this.connections.remove(connection);
		this.clients.removeIf((client) -> client.connection() == connection);
	}

	private void connected(SocketIoSocket socket) {
		var client = new SocketClient(socket, CAPACITY);
		this.clients.add(client);
		socket.on("disconnect", (args) -> this.clients.remove(client));
		socket.on("subscribe", (args) -> {
			subscribe(client, projectId(args));
			acknowledge(args);
		});
		if (!this.connections.contains(client.connection())) {
			this.clients.remove(client);
		}
		client.send("connected", payload(JsonObject.of("sid", client.id())));
	}

	/**
	 * Acknowledge an event, if its client asks for that.
	 */
	private static void acknowledge(Object[] args) {
		if (args.length > 0 && args[args.length - 1] instanceof ReceivedByLocalAcknowledgementCallback callback) {
			callback.sendAcknowledgement();
		}
	}

	private static @Nullable String projectId(Object[] args) {
		return (args.length > 0 && args[0] instanceof JSONObject payload
				&& payload.opt("project_id") instanceof String projectId && !projectId.isBlank()) ? projectId : null;
	}

	private void subscribe(SocketClient client, @Nullable String projectId) {
		if (projectId == null) {
			client.send("error", payload(JsonObject.of("message", "project_id required")));
			return;
		}
		client.subscribe(projectId);
		client.send("subscribed", payload(JsonObject.of("project_id", projectId, "sid", client.id())));
	}

	/**
	 * Return how many clients have subscribed to a project.
	 * @param projectId the id of the project
	 * @return the number of connected clients
	 */
	long subscribers(String projectId) {
		return subscribed(projectId).count();
	}

	private Stream<SocketClient> subscribed(String projectId) {
		return this.clients.stream().filter((client) -> client.isSubscribedTo(projectId));
	}

	/**
	 * Tell those who have subscribed to a project. Does not wait for any of them.
	 * @param projectId the id of the project
	 * @param event the name of the event
	 * @param content what it carries
	 */
	void send(String projectId, String event, JsonObject content) {
		Payload payload = payload(content);
		subscribed(projectId).forEach((client) -> send(client, event, payload));
	}

	private void heartbeat() {
		LocalDateTime now = LocalDateTime.now(this.clock).truncatedTo(ChronoUnit.MICROS);
		Payload payload = payload(new Heartbeat(now, "alive", this.clients.size()));
		this.clients.forEach((client) -> send(client, "heartbeat", payload));
	}

	private void send(SocketClient client, String event, Payload payload) {
		try {
			if (!client.send(event, payload)) {
				this.clients.remove(client);
			}
		}
		catch (RuntimeException ex) {
			logger.warn("Client " + client.id() + " could not be notified of a " + event, ex);
		}
	}

	private Payload payload(Object content) {
		return new Payload(this.mapper.writeValueAsString(content));
	}

	/**
	 * Let the clients go before the web server waits for its requests to end. They come
	 * again when there is a server.
	 */
	@EventListener(ContextClosedEvent.class)
	void close() {
		this.closed = true;
		this.connections.forEach(EngineIoSocket::close);
	}

	@PreDestroy
	void shutdown() {
		this.timer.shutdownNow();
	}

	/**
	 * Tells clients that the server lives.
	 *
	 * @param serverTime the time, in UTC
	 * @param status that it lives
	 * @param connections how many clients are connected
	 */
	record Heartbeat(LocalDateTime serverTime, String status, int connections) {
	}

}
