package io.mockagents.test;

import java.util.List;

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
 * Passes everything on to another model.
 */
class ForwardingModel implements Model {

	private final Model model;

	ForwardingModel(Model model) {
		this.model = model;
	}

	Model model() {
		return this.model;
	}

	@Override
	public ModelStream stream(ModelRequest request) {
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
		return this.model.resuming(interrupted);
	}

}
