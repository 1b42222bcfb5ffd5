package io.mockagents.sample;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import io.socket.engineio.parser.Packet;
import io.socket.thread.EventThread;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;

import static org.awaitility.Awaitility.await;

/**
 * A client of the sockets. Remembers what it was told.
 */
public final class SocketIoClient implements AutoCloseable {

	private static final List<String> EVENTS = List.of("connected", "subscribed", "error", "heartbeat",
			"conversation_message");

	private final List<Event> events = new CopyOnWriteArrayList<>();

	private final List<Frame> frames = new CopyOnWriteArrayList<>();

	private final Socket socket;

	private volatile @Nullable Transport transport;

	private SocketIoClient(int port, String... transports) {
		IO.Options options = IO.Options.builder()
			.setForceNew(true)
			.setTransports(transports)
			.setReconnectionDelay(10)
			.setReconnectionDelayMax(100)
			.build();
		this.socket = IO.socket(URI.create("http://localhost:" + port), options);
		EVENTS.forEach((name) -> this.socket.on(name,
				(args) -> this.events.add(new Event(name, JsonCodec.parseObject(args[0].toString())))));
		this.socket.io().on(Manager.EVENT_TRANSPORT, (args) -> remember((Transport) args[0]));
	}

	private void remember(Transport transport) {
		this.transport = transport;
		transport.on(Transport.EVENT_PACKET, (args) -> {
			Packet<?> packet = (Packet<?>) args[0];
			this.frames.add(new Frame(transport.name, packet.type, String.valueOf(packet.data)));
		});
	}

	/**
	 * Connect.
	 * @param port the port of the application
	 * @param transports the transports to use: the first, and what to upgrade to
	 */
	public static SocketIoClient connect(int port, String... transports) {
		SocketIoClient client = new SocketIoClient(port, transports);
		client.socket.connect();
		await().until(() -> !client.received("connected").isEmpty());
		return client;
	}

	/**
	 * Connect, and subscribe to the project of a session.
	 */
	public static SocketIoClient subscribe(int port, JsonObject session, String... transports) {
		SocketIoClient client = connect(port, transports);
		client.subscribe(session);
		return client;
	}

	/**
	 * Subscribe to the project of a session and wait until that is confirmed.
	 */
	public void subscribe(JsonObject session) {
		int before = received("subscribed").size();
		emit("subscribe", new JSONObject().put("project_id", session.string("project_id")));
		await().until(() -> received("subscribed").size() > before);
	}

	/**
	 * Send an event.
	 */
	public void emit(String event, @Nullable Object... args) {
		this.socket.emit(event, args);
	}

	/**
	 * Lose the connection. The client comes again by itself.
	 */
	public void loseConnection() {
		EventThread.exec(Objects.requireNonNull(this.transport)::close);
	}

	/**
	 * Return the id the client has now.
	 */
	public String id() {
		return this.socket.id();
	}

	/**
	 * Return what events of a name carried, so far.
	 */
	public List<JsonObject> received(String name) {
		return this.events.stream().filter((event) -> event.name().equals(name)).map(Event::data).toList();
	}

	/**
	 * Return the messages of the conversation received so far.
	 */
	public List<JsonObject> messages() {
		return received("conversation_message");
	}

	/**
	 * Return the packets received so far, as they came.
	 */
	public List<Frame> frames() {
		return this.frames;
	}

	@Override
	public void close() {
		this.socket.close();
	}

	/**
	 * An event.
	 */
	private record Event(String name, JsonObject data) {
	}

	/**
	 * A packet.
	 *
	 * @param transport the name of the transport it came by
	 * @param type its type
	 * @param text what it holds
	 */
	public record Frame(String transport, String type, String text) {
	}

}
