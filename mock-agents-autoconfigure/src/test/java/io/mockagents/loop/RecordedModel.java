package io.mockagents.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.model.JsonCodec;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.PythonText;
import io.mockagents.model.ServerSentEvents;
import org.jspecify.annotations.Nullable;

/**
 * Answers the n-th request with the n-th recorded answer, and keeps what it was asked.
 */
final class RecordedModel implements Model {

	private final Recording recording;

	private final List<ModelRequest> requests = new ArrayList<>();

	RecordedModel(Recording recording) {
		this.recording = recording;
	}

	List<ModelRequest> requests() {
		return this.requests;
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		int retries = this.recording.scenario().object("run").integer("retries");
		while (true) {
			this.requests.add(request);
			JsonObject answer = this.recording.scenario().objects("wire").get(this.requests.size() - 1);
			switch (answer.string("kind")) {
				case "sse" -> {
					return frames(answer);
				}
				case "json" -> {
					return body(answer);
				}
				default -> {
					OpenAiStatusException error = httpError(answer);
					if (retries-- == 0 || "false".equals(error.headers().get("x-should-retry"))) {
						throw error;
					}
				}
			}
		}
	}

	private ModelStream frames(JsonObject answer) {
		Deque<ModelEvent> frames = new ArrayDeque<>();
		Duration pause = (answer.get("frame_delay_ms") instanceof Integer millis) ? Duration.ofMillis(millis)
				: Duration.ZERO;
		try (InputStream body = Files.newInputStream(this.recording.folder().resolve(answer.string("file")))) {
			ServerSentEvents.read(body).forEachRemaining((frame) -> frames.add(new ModelEvent(frame.data(), pause)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new WireStream(frames, "dropped".equals(answer.get("ends")), answer.stringOrNull("request_id"));
	}

	/**
	 * An answer that was not streamed is one whose only frame completes it.
	 */
	private ModelStream body(JsonObject answer) {
		JsonObject response = file(answer);
		Iterator<ModelEvent> frame = List
			.of(new ModelEvent(JsonObject.of("type", "response.completed", "sequence_number", 0, "response", response)))
			.iterator();
		return new ModelStream() {

			@Override
			public @Nullable ModelEvent next() {
				return frame.hasNext() ? frame.next() : null;
			}

			@Override
			public @Nullable String requestId() {
				return answer.stringOrNull("request_id");
			}

		};
	}

	private OpenAiStatusException httpError(JsonObject answer) {
		JsonObject http = file(answer);
		Map<String, String> headers = new HashMap<>();
		http.object("headers").forEach((name, value) -> headers.put(name, String.valueOf(value)));
		Object body = http.get("body");
		String message = (body instanceof JsonObject object)
				? "Error code: " + http.integer("status") + " - " + PythonText.repr(object) : String.valueOf(body);
		return new OpenAiStatusException(message, http.integer("status"), headers,
				(body instanceof JsonObject object) ? object.objectOrNull("error") : null);
	}

	private JsonObject file(JsonObject answer) {
		return JsonCodec.parseObject(String.join("\n", this.recording.lines(answer.string("file"))));
	}

	private record WireStream(Deque<ModelEvent> frames, boolean dropped,
			@Nullable String requestId) implements ModelStream {

		@Override
		public @Nullable ModelEvent next() {
			if (this.frames.isEmpty() && this.dropped) {
				throw new OpenAiConnectionException("RemoteProtocolError",
						"peer closed connection without sending complete message body (incomplete chunked read)", null);
			}
			return this.frames.poll();
		}

		@Override
		public boolean holdsError() {
			return this.frames.stream()
				.takeWhile((frame) -> frame.pause().isZero())
				.anyMatch((frame) -> frame.data().objectOrNull("error") != null);
		}

	}

}
