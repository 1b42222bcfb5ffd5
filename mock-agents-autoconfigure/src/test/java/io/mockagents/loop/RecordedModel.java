package io.mockagents.loop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.ServerSentEvents;
import io.mockagents.model.ServerSentEvents.Frame;
import org.jspecify.annotations.Nullable;

/**
 * Answers the n-th turn with the n-th recorded answer, and keeps what it was asked.
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
		this.requests.add(request);
		JsonObject answer = this.recording.scenario().objects("wire").get(this.requests.size() - 1);
		if (!answer.string("kind").equals("sse")) {
			throw new UnsupportedOperationException("No answer of kind " + answer.string("kind") + " is played yet");
		}
		try {
			InputStream body = Files.newInputStream(this.recording.folder().resolve(answer.string("file")));
			return new WireStream(ServerSentEvents.read(body), body, answer.stringOrNull("request_id"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private record WireStream(Iterator<Frame> frames, InputStream body,
			@Nullable String requestId) implements ModelStream {

		@Override
		public @Nullable ModelEvent next() {
			return this.frames.hasNext() ? new ModelEvent(this.frames.next().data()) : null;
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

	}

}
