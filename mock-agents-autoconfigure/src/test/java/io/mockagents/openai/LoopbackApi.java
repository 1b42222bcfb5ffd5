package io.mockagents.openai;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;

/**
 * An HTTP server on the loopback address that answers its n-th request with the n-th
 * answer, down to the byte and to how the connection ends.
 */
public final class LoopbackApi implements AutoCloseable {

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private final ServerSocket server;

	private final IntFunction<Answer> answers;

	/**
	 * Start the server.
	 * @param answers gives the answer to a request, by its index
	 */
	public LoopbackApi(IntFunction<Answer> answers) {
		this.answers = answers;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	/**
	 * Start a server that answers its requests in this order.
	 */
	public LoopbackApi(Answer... answers) {
		this((index) -> answers[index]);
	}

	public String baseUrl() {
		return "http://127.0.0.1:" + this.server.getLocalPort() + "/v1";
	}

	/**
	 * Return the requests so far.
	 */
	public List<Request> requests() {
		return this.requests;
	}

	/**
	 * Return how many connections clients hold open.
	 */
	public int connections() {
		return this.sockets.size();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.sockets.add(socket);
				daemon(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			socket.setTcpNoDelay(true);
			InputStream in = new BufferedInputStream(socket.getInputStream());
			while (!socket.isClosed()) {
				Request request = Request.read(in);
				int index;
				synchronized (this) {
					index = this.requests.size();
					this.requests.add(request);
				}
				this.answers.apply(index).write(new Connection(socket, in));
			}
		}
		catch (IOException ex) {
			// The client has gone away
		}
		finally {
			this.sockets.remove(socket);
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "loopback-api");
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Answer with the frames of a stream, in one piece.
	 */
	public static Answer frames(String body, String... headers) {
		return body(200, "text/event-stream; charset=utf-8", body, headers);
	}

	/**
	 * Answer with a body that is no stream. It is sent with its end: a client that does
	 * not read the end keeps the connection only if the end is there.
	 */
	public static Answer body(int status, String contentType, String body, String... headers) {
		return (connection) -> {
			ByteArrayOutputStream answer = new ByteArrayOutputStream();
			answer.write(Connection.headBytes(status, contentType, headers));
			answer.write(Connection.chunkBytes(body.getBytes(StandardCharsets.UTF_8)));
			answer.write(Connection.END);
			connection.write(answer.toByteArray());
		};
	}

	/**
	 * Answer with an error of the API.
	 */
	public static Answer error(int status, String message, String... headers) {
		return body(status, "application/json", "{\"error\": {\"message\": \"" + message
				+ "\", \"type\": \"server_error\", \"param\": null, \"code\": null}}", headers);
	}

	/**
	 * One answer.
	 */
	public interface Answer {

		void write(Connection connection) throws IOException;

	}

	/**
	 * The connection to a client.
	 */
	public static final class Connection {

		private static final byte[] END = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

		private final Socket socket;

		private final InputStream in;

		private final OutputStream out;

		Connection(Socket socket, InputStream in) throws IOException {
			this.socket = socket;
			this.in = in;
			this.out = socket.getOutputStream();
		}

		/**
		 * Write the status and the headers of an answer in chunks.
		 * @param headers further names and values in turn
		 */
		public void head(int status, String contentType, String... headers) throws IOException {
			write(headBytes(status, contentType, headers));
		}

		private static byte[] headBytes(int status, String contentType, String... headers) {
			StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " Status\r\nContent-Type: " + contentType
					+ "\r\nTransfer-Encoding: chunked\r\n");
			for (int i = 0; i < headers.length; i += 2) {
				head.append(headers[i]).append(": ").append(headers[i + 1]).append("\r\n");
			}
			return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
		}

		/**
		 * Write a chunk.
		 */
		public void chunk(byte[] bytes) throws IOException {
			write(chunkBytes(bytes));
		}

		private static byte[] chunkBytes(byte[] bytes) {
			ByteArrayOutputStream chunk = new ByteArrayOutputStream();
			if (bytes.length > 0) {
				chunk.writeBytes((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
				chunk.writeBytes(bytes);
				chunk.writeBytes("\r\n".getBytes(StandardCharsets.ISO_8859_1));
			}
			return chunk.toByteArray();
		}

		public void chunk(String text) throws IOException {
			chunk(text.getBytes(StandardCharsets.UTF_8));
		}

		public void end() throws IOException {
			write(END);
		}

		public void write(byte[] bytes) throws IOException {
			this.out.write(bytes);
			this.out.flush();
		}

		/**
		 * End the connection as a process does that ends.
		 */
		public void drop() throws IOException {
			this.socket.close();
		}

		/**
		 * End the connection as a machine does that knows nothing of it.
		 */
		public void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

		/**
		 * Say nothing more until the client has gone away.
		 */
		public void silence() throws IOException {
			while (this.in.read() >= 0) {
				// The client has nothing to say either
			}
			throw new EOFException();
		}

	}

	/**
	 * A request.
	 *
	 * @param headers the headers, names in lower case
	 */
	public record Request(String method, String path, Map<String, String> headers, JsonObject body) {

		static Request read(InputStream in) throws IOException {
			String[] first = line(in).split(" ");
			Map<String, String> headers = new LinkedHashMap<>();
			for (String line = line(in); !line.isEmpty(); line = line(in)) {
				int colon = line.indexOf(':');
				headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
			}
			byte[] body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
			return new Request(first[0], first[1], headers, JsonCodec.parseObject(body));
		}

		private static String line(InputStream in) throws IOException {
			StringBuilder line = new StringBuilder();
			for (int next = in.read(); next != '\n'; next = in.read()) {
				if (next < 0) {
					throw new EOFException();
				}
				if (next != '\r') {
					line.append((char) next);
				}
			}
			return line.toString();
		}

	}

}
