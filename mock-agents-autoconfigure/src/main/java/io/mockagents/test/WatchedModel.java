package io.mockagents.test;

import java.util.List;
import java.util.function.Function;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.model.KnownCall;
import io.mockagents.model.Model;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.ScriptedItem;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the requests that a model is sent.
 */
final class WatchedModel implements Model {

	private final Model model;

	private final PlayedRun run;

	private final Function<ModelRequest, ModelCall> calls;

	WatchedModel(Model model, PlayedRun run, Function<ModelRequest, ModelCall> calls) {
		this.model = model;
		this.run = run;
		this.calls = calls;
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		this.run.asked(this.calls.apply(request));
		return this.model.stream(request);
	}

	@Override
	public KnownCall knownCall(JsonObject call, @Nullable FunctionTool tool) {
		return this.model.knownCall(call, tool);
	}

	@Override
	public @Nullable ScriptedItem scripted(String itemId) {
		return this.model.scripted(itemId);
	}

	@Override
	public List<InputGuardrail> inputGuardrails() {
		return this.model.inputGuardrails();
	}

	@Override
	public List<OutputGuardrail> outputGuardrails() {
		return this.model.outputGuardrails();
	}

	@Override
	public void cancel() {
		this.model.cancel();
	}

	@Override
	public Model resuming(Model interrupted) {
		Model before = interrupted;
		if (interrupted instanceof WatchedModel watched) {
			before = watched.model;
			this.run.continues(watched.run);
		}
		return new WatchedModel(this.model.resuming(before), this.run, this.calls);
	}

}
