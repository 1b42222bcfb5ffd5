package io.mockagents.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * Follows a session as a browser's {@code EventSource} does.
 */
public final class EventSource implements AutoCloseable {

	private final List<Event> events = new CopyOnWriteArrayList<>();

	private final List<String> comments = new CopyOnWriteArrayList<>();

	private final InputStream body;

	private final Thread reader;

	private EventSource(InputStream body) {
		this.body = body;
		this.reader = new Thread(this::read, "event-source");
		this.reader.start();
	}

	/**
	 * Connect.
	 * @param port the port of the application
	 * @param sessionId the session
	 * @param lastEventId the number of the last event known, or {@code null}
	 */
	public static EventSource connect(int port, String sessionId, @Nullable Integer lastEventId)
			throws IOException, InterruptedException {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://localhost:" + port + "/sessions/" + sessionId + "/events"))
			.header("Accept", "text/event-stream");
		if (lastEventId != null) {
			request.header("Last-Event-ID", lastEventId.toString());
		}
		HttpResponse<InputStream> response = HttpClient.newHttpClient()
			.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
		if (response.statusCode() != 200) {
			throw new IOException("Status " + response.statusCode());
		}
		return new EventSource(response.body());
	}

	private void read() {
		try (BufferedReader lines = new BufferedReader(new InputStreamReader(this.body, StandardCharsets.UTF_8))) {
			Map<String, String> fields = new HashMap<>();
			String line;
			while ((line = lines.readLine()) != null) {
				if (line.startsWith(":")) {
					this.comments.add(line.substring(1).strip());
				}
				else if (!line.isEmpty()) {
					int colon = line.indexOf(':');
					fields.put(line.substring(0, colon), line.substring(colon + 1));
				}
				else if (!fields.isEmpty()) {
					String data = fields.get("data");
					this.events.add(new Event(fields.get("id"), fields.get("event"), JsonCodec.parseObject(data)));
					fields.clear();
				}
			}
		}
		catch (IOException ex) {
			// Closed
		}
	}

	/**
	 * Return the events received so far.
	 */
	public List<Event> events() {
		return this.events;
	}

	/**
	 * Return the comments received so far.
	 */
	public List<String> comments() {
		return this.comments;
	}

	/**
	 * Return whether the server has ended the stream.
	 */
	public boolean isEnded() {
		return !this.reader.isAlive();
	}

	@Override
	public void close() {
		try {
			this.body.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * An event.
	 */
	public record Event(@Nullable String id, @Nullable String name, JsonObject data) {
	}

}
