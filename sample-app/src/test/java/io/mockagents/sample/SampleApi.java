package io.mockagents.sample;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * The HTTP API as a client uses it. Remembers all answers, and holds each of them against
 * the {@linkplain ApiDescription description} of the API.
 */
public class SampleApi {

	private final RestTestClient client;

	private final List<JsonObject> exchanges = Collections.synchronizedList(new ArrayList<>());

	private final Set<String> sessions = Collections.synchronizedSet(new TreeSet<>());

	public SampleApi(RestTestClient client) {
		this.client = client;
	}

	/**
	 * Create a project and open its session.
	 * @return the session
	 */
	public JsonObject newSession(String projectName) {
		JsonObject project = post("/projects", JsonObject.of("name", projectName)).object();
		return openSession(project.string("id"));
	}

	public JsonObject openSession(String projectId) {
		JsonObject session = post("/projects/" + projectId + "/sessions", null).object();
		this.sessions.add(session.string("id"));
		return session;
	}

	/**
	 * Send a user's message and wait for the answer.
	 */
	public JsonObject send(JsonObject session, String prompt) {
		Answer answer = post("/sessions/" + session.string("id") + "/messages", JsonObject.of("prompt", prompt));
		if (answer.status() != 200) {
			throw new AssertionError("Not answered: " + answer);
		}
		return answer.object();
	}

	/**
	 * Send a user's message, and wait for the answer on a thread of its own.
	 */
	public CompletableFuture<JsonObject> sendAsync(JsonObject session, String prompt) {
		return CompletableFuture.supplyAsync(() -> send(session, prompt),
				(sending) -> new Thread(sending, "sender").start());
	}

	/**
	 * Return the messages of a session, oldest first.
	 */
	public List<JsonObject> messages(JsonObject session) {
		return get("/sessions/" + session.string("id") + "/messages").objects();
	}

	/**
	 * Return the messages of a session that are stream events.
	 */
	public List<JsonObject> events(JsonObject session) {
		return messages(session).stream()
			.filter((message) -> message.string("message_type").equals("stream_event"))
			.toList();
	}

	public Answer get(String path) {
		return exchange(HttpMethod.GET, path, null, MediaType.APPLICATION_JSON);
	}

	/**
	 * Return the status of an answer that no description foresees: something is broken.
	 */
	public int statusOfBroken(String path) {
		return this.client.get().uri(path).exchange().returnResult(byte[].class).getStatus().value();
	}

	public Answer delete(String path) {
		return exchange(HttpMethod.DELETE, path, null, MediaType.APPLICATION_JSON);
	}

	public Answer post(String path, @Nullable JsonObject body) {
		return exchange(HttpMethod.POST, path, (body != null) ? JsonCodec.write(body) : null,
				MediaType.APPLICATION_JSON);
	}

	/**
	 * Send any request.
	 */
	public Answer exchange(HttpMethod method, String path, @Nullable String body, MediaType contentType) {
		RestTestClient.RequestBodySpec request = this.client.method(method).uri(path);
		EntityExchangeResult<byte[]> result = ((body != null) ? request.contentType(contentType).body(body) : request)
			.exchange()
			.expectBody()
			.returnResult();
		byte[] content = result.getResponseBodyContent();
		Object json = (content.length > 0) ? JsonCodec.parse(content) : null;
		HttpStatusCode status = result.getStatus();
		MediaType type = result.getResponseHeaders().getContentType();
		List<String> problems = ApiDescription.get()
			.problems(method.name(), path, body, status.value(), (type != null) ? type.toString() : null, json);
		if (!problems.isEmpty()) {
			throw new AssertionError("%s %s %s was answered with %s: %s, but is described to have %s".formatted(method,
					path, body, status, JsonCodec.write(json), problems));
		}
		this.exchanges.add(JsonObject.of("request", method + " " + path, "request_body", body, "status", status.value(),
				"body", json));
		return new Answer(status.value(), json);
	}

	/**
	 * Forget what was seen, and return it.
	 */
	Seen takeSeen() {
		Seen seen = new Seen(List.copyOf(this.exchanges), List.copyOf(this.sessions));
		this.exchanges.clear();
		this.sessions.clear();
		return seen;
	}

	/**
	 * What a client saw.
	 *
	 * @param exchanges requests with their answers
	 * @param sessions the ids of the sessions it opened
	 */
	record Seen(List<JsonObject> exchanges, List<String> sessions) {
	}

	/**
	 * An answer.
	 *
	 * @param status the HTTP status
	 * @param body the JSON of the body, or {@code null} if it is empty
	 */
	public record Answer(int status, @Nullable Object body) {

		public JsonObject object() {
			return (JsonObject) this.body;
		}

		@SuppressWarnings("unchecked")
		public List<JsonObject> objects() {
			return (List<JsonObject>) this.body;
		}

	}

}
