package io.mockagents.goldens;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.model.KnownCall;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps all that another model writes to the wire, also what a run no longer asks for.
 */
final class WireTap implements Model {

	private final Model model;

	private final List<List<JsonObject>> answers;

	private final List<OpenAiStatusException> errors;

	WireTap(Model model, List<List<JsonObject>> answers, List<OpenAiStatusException> errors) {
		this.model = model;
		this.answers = answers;
		this.errors = errors;
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		Deque<ModelEvent> events = new ArrayDeque<>();
		List<JsonObject> frames = new ArrayList<>();
		this.answers.add(frames);
		OpenAiConnectionException broken = null;
		try (ModelStream stream = this.model.stream(request)) {
			for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
				events.add(event);
				frames.add(event.data());
			}
		}
		catch (OpenAiStatusException ex) {
			this.errors.add(ex);
			throw ex;
		}
		catch (OpenAiConnectionException ex) {
			broken = ex;
		}
		return new Replay(events, broken);
	}

	@Override
	public KnownCall knownCall(JsonObject call, @Nullable FunctionTool tool) {
		return this.model.knownCall(call, tool);
	}

	private record Replay(Deque<ModelEvent> events, @Nullable OpenAiConnectionException broken) implements ModelStream {

		@Override
		public @Nullable ModelEvent next() {
			if (this.events.isEmpty() && this.broken != null) {
				throw this.broken;
			}
			return this.events.poll();
		}

	}

}
