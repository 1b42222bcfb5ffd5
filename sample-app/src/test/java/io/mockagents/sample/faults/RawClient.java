package io.mockagents.sample.faults;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client that sees an answer byte by byte, and can go away before it is whole.
 */
final class RawClient implements AutoCloseable {

	static final String SPACE = "1\r\n \r\n";

	static final String END = "\r\n0\r\n\r\n";

	private final Socket socket;

	private RawClient(Socket socket) {
		this.socket = socket;
	}

	static RawClient post(int port, String path, JsonObject json) throws IOException {
		byte[] body = JsonCodec.write(json).getBytes(StandardCharsets.UTF_8);
		Socket socket = new Socket("localhost", port);
		socket.getOutputStream()
			.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
					+ "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		socket.getOutputStream().write(body);
		return new RawClient(socket);
	}

	/**
	 * Read until something has come, and return what came.
	 */
	String readUntil(String end) throws IOException {
		StringBuilder text = new StringBuilder();
		while (text.indexOf(end) < 0) {
			int next = this.socket.getInputStream().read();
			assertThat(next).as("after %s", text).isNotNegative();
			text.append((char) next);
		}
		return text.toString();
	}

	/**
	 * Read until the server closes the connection, and return what came.
	 */
	String readAll() throws IOException {
		return new String(this.socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
