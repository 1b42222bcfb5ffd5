package io.mockagents.sample;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;

/**
 * Stands for the live API, on the loopback address: gives the answers it was told to, in
 * this order, and remembers what it was asked.
 */
public final class LiveApi {

	private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();

	private final List<JsonObject> requests = new CopyOnWriteArrayList<>();

	private final HttpServer server;

	public LiveApi() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/v1/responses", this::answer);
		this.server.start();
	}

	public String baseUrl() {
		return "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1";
	}

	/**
	 * Forget all, and give these answers from now on.
	 */
	public void answer(Answer... answers) {
		this.requests.clear();
		this.answers.clear();
		this.answers.addAll(List.of(answers));
	}

	/**
	 * Return the bodies of the requests.
	 */
	public List<JsonObject> requests() {
		return this.requests;
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.requests.add(JsonCodec.parseObject(exchange.getRequestBody().readAllBytes()));
		Answer answer = this.answers.remove();
		exchange.getResponseHeaders().add("Content-Type", answer.contentType());
		exchange.sendResponseHeaders(answer.status(), 0);
		try (OutputStream body = exchange.getResponseBody()) {
			body.write(answer.body().getBytes(StandardCharsets.UTF_8));
		}
	}

	public void close() {
		this.server.stop(0);
	}

	/**
	 * An answer.
	 */
	public record Answer(int status, String contentType, String body) {

		public static Answer frames(String body) {
			return new Answer(200, "text/event-stream; charset=utf-8", body);
		}

		public static Answer json(int status, JsonObject body) {
			return new Answer(status, "application/json", JsonCodec.write(body));
		}

	}

}
