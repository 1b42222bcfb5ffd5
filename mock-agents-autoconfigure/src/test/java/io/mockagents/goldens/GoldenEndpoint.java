package io.mockagents.goldens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.PythonException;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.SdkProfile;
import io.mockagents.openai.LoopbackApi;
import org.jspecify.annotations.Nullable;

/**
 * Serves the recorded wire of a recording over HTTP.
 */
final class GoldenEndpoint implements AutoCloseable {

	private final GoldenRecording recording;

	private final LoopbackApi api;

	GoldenEndpoint(GoldenRecording recording) {
		this.recording = recording;
		List<JsonObject> answers = recording.scenario().objects("wire");
		this.api = new LoopbackApi((index) -> (index < answers.size()) ? answer(answers.get(index))
				: LoopbackApi.error(400, "The SDK did not make this request"));
	}

	String baseUrl() {
		return this.api.baseUrl();
	}

	/**
	 * Return the requests, in the form of the lines of {@code requests.jsonl}.
	 */
	List<JsonObject> requests() {
		List<JsonObject> requests = new ArrayList<>();
		for (LoopbackApi.Request request : this.api.requests()) {
			requests.add(JsonObject.of("n", requests.size() + 1, "method", request.method(), "path", request.path(),
					"body", request.body()));
		}
		return requests;
	}

	private LoopbackApi.Answer answer(JsonObject answer) {
		if (answer.string("kind").equals("no_answer")) {
			return (connection) -> connection.drop();
		}
		String text = read(answer);
		switch (answer.string("kind")) {
			case "sse" -> {
				return (connection) -> {
					connection.head(200, "text/event-stream; charset=utf-8", "x-request-id",
							answer.string("request_id"));
					connection.chunk(text);
					if ("dropped".equals(answer.get("ends"))) {
						connection.drop();
					}
					else {
						connection.end();
					}
				};
			}
			case "json" -> {
				return LoopbackApi.body(200, "application/json", text, "x-request-id", answer.string("request_id"));
			}
			default -> {
				JsonObject http = JsonCodec.parseObject(text);
				JsonObject headers = http.object("headers");
				List<String> others = new ArrayList<>();
				headers.without("content-type").forEach((name, value) -> {
					others.add(name);
					others.add(String.valueOf(value));
				});
				return LoopbackApi.body(http.integer("status"), headers.string("content-type"),
						(http.get("body") instanceof String body) ? body : JsonCodec.write(http.get("body")),
						others.toArray(String[]::new));
			}
		}
	}

	private String read(JsonObject answer) {
		try {
			return Files.readString(this.recording.folder().resolve(answer.string("file")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return a model whose error frames have arrived with the frames before them, where
	 * the recorded ones did. What follows from it in profile 0.2 is a matter of time in
	 * the SDK too.
	 */
	Model withArrivals(Model model) {
		return new Model() {

			@Override
			public ModelStream stream(ModelRequest request) {
				ModelStream stream = model.stream(request);
				JsonObject answer = GoldenEndpoint.this.recording.scenario()
					.objects("wire")
					.get(GoldenEndpoint.this.api.requests().size() - 1);
				return arrivesAtOnce(answer) ? new Arrived(stream) : stream;
			}

			@Override
			public void cancel() {
				model.cancel();
			}

		};
	}

	/**
	 * Whether all of an answer has arrived before the first frame is consumed.
	 */
	private boolean arrivesAtOnce(JsonObject answer) {
		return this.recording.profile() == SdkProfile.V0_2 && answer.string("kind").equals("sse")
				&& !answer.containsKey("frame_delay_ms");
	}

	@Override
	public void close() {
		this.api.close();
	}

	/**
	 * An answer all of which has arrived.
	 */
	private static final class Arrived implements ModelStream {

		private final Deque<ModelEvent> events = new ArrayDeque<>();

		private final ModelStream stream;

		private @Nullable RuntimeException failure;

		Arrived(ModelStream stream) {
			this.stream = stream;
			try {
				for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
					this.events.add(event);
				}
			}
			catch (RuntimeException ex) {
				this.failure = ex;
			}
		}

		@Override
		public @Nullable ModelEvent next() {
			if (this.events.isEmpty() && this.failure != null) {
				throw this.failure;
			}
			return this.events.poll();
		}

		@Override
		public boolean holdsError(Predicate<JsonObject> fails) {
			return this.failure instanceof PythonException
					|| this.events.stream().anyMatch((event) -> fails.test(event.data()));
		}

		@Override
		public @Nullable String requestId() {
			return this.stream.requestId();
		}

		@Override
		public void close() {
			this.stream.close();
		}

	}

}
