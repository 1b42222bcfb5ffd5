package io.mockagents.goldens;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.PythonException;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ClientFailures;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.RequestBody;
import io.mockagents.wire.ServerSentEvents;
import org.jspecify.annotations.Nullable;

/**
 * Answers the n-th request with the n-th recorded answer, and keeps what it was sent.
 * Where the recording has no wire but the outputs of a scripted model, it makes the
 * frames that the SDK's own scripted model makes.
 */
final class GoldenModel implements Model {

	/** How often the client retries unless it is told otherwise. */
	private static final int CLIENT_RETRIES = 2;

	private final GoldenRecording recording;

	private final List<JsonObject> requests = new ArrayList<>();

	private int scripted;

	GoldenModel(GoldenRecording recording) {
		this.recording = recording;
	}

	/**
	 * Return the requests, in the form of the lines of {@code requests.jsonl}.
	 */
	List<JsonObject> requests() {
		return this.requests;
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		if (this.recording.scenario().containsKey("scripted_model")) {
			JsonObject step = this.recording.scenario().objects("scripted_model").get(this.scripted++);
			return new WireStream(new ArrayDeque<>(ScriptedFrames.of(step.objects("output"))), null, null);
		}
		int retries = (this.recording.scenario().object("run").get("retries") instanceof Integer max) ? max
				: CLIENT_RETRIES;
		while (true) {
			int n = this.requests.size();
			this.requests.add(JsonObject.of("n", n + 1, "method", "POST", "path",
					"/v1/responses" + query(request.modelSettings()), "body",
					RequestBody.of(request, this.recording.profile())));
			List<JsonObject> answers = this.recording.scenario().objects("wire");
			if (n >= answers.size()) {
				throw new AssertionError("Request " + (n + 1) + " was not made by the SDK: "
						+ JsonCodec.write(this.requests.get(n).get("body")));
			}
			JsonObject answer = answers.get(n);
			switch (answer.string("kind")) {
				case "sse" -> {
					return frames(answer);
				}
				case "json" -> {
					return body(answer);
				}
				case "no_answer" -> {
					if (retries-- == 0) {
						throw ClientFailures
							.unreachable(new IOException("Server disconnected without sending a response."));
					}
				}
				default -> {
					OpenAiStatusException error = httpError(answer);
					if (retries-- == 0 || !error.isRetryable()) {
						throw error;
					}
				}
			}
		}
	}

	private String query(ModelSettings settings) {
		String query = RequestBody.query(settings, this.recording.profile())
			.stream()
			.map((parameter) -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
			.collect(Collectors.joining("&"));
		return query.isEmpty() ? "" : "?" + query;
	}

	/**
	 * Encode as Python does, which differs from Java in two characters.
	 */
	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
	}

	private ModelStream frames(JsonObject answer) {
		Deque<ModelEvent> frames = new ArrayDeque<>();
		RuntimeException failure = null;
		Duration pause = (answer.get("frame_delay_ms") instanceof Integer millis) ? Duration.ofMillis(millis)
				: Duration.ZERO;
		try (InputStream body = Files.newInputStream(this.recording.folder().resolve(answer.string("file")))) {
			ServerSentEvents.read(body).forEachRemaining((frame) -> frames.add(new ModelEvent(frame.data(), pause)));
		}
		catch (PythonException ex) {
			failure = ex;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if ("dropped".equals(answer.get("ends"))) {
			failure = ClientFailures.cut(null, this.recording.profile());
		}
		return new WireStream(frames, failure, answer.stringOrNull("request_id"));
	}

	/**
	 * An answer that was not streamed is one frame that ends it.
	 */
	private ModelStream body(JsonObject answer) {
		JsonObject response = file(answer);
		ModelEvent frame = new ModelEvent(JsonObject.of("type", "response." + response.string("status"),
				"sequence_number", 0, "response", response));
		return new WireStream(new ArrayDeque<>(List.of(frame)), null, answer.stringOrNull("request_id"));
	}

	private OpenAiStatusException httpError(JsonObject answer) {
		JsonObject http = file(answer);
		Map<String, String> headers = new HashMap<>();
		http.object("headers")
			.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), String.valueOf(value)));
		Object body = http.get("body");
		return ClientFailures.httpError(http.integer("status"), headers,
				(body instanceof String text) ? text : JsonCodec.write(body), this.recording.profile());
	}

	private JsonObject file(JsonObject answer) {
		return JsonCodec.parseObject(String.join("\n", this.recording.lines(answer.string("file"))));
	}

	/**
	 * Recorded frames, and what comes in place of the next one.
	 */
	private record WireStream(Deque<ModelEvent> frames, @Nullable RuntimeException failure,
			@Nullable String requestId) implements ModelStream {

		@Override
		public @Nullable ModelEvent next() {
			if (this.frames.isEmpty() && this.failure != null) {
				throw this.failure;
			}
			return this.frames.poll();
		}

		@Override
		public boolean holdsError(Predicate<JsonObject> fails) {
			return this.failure instanceof PythonException || this.frames.stream()
				.takeWhile((frame) -> frame.pause().isZero())
				.anyMatch((frame) -> fails.test(frame.data()));
		}

	}

}
