package io.mockagents.test;

import java.util.function.Function;

import io.mockagents.model.Model;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;

/**
 * Keeps the requests that a model is sent.
 */
final class WatchedModel extends ForwardingModel {

	private final PlayedRun run;

	private final Function<ModelRequest, ModelCall> calls;

	WatchedModel(Model model, PlayedRun run, Function<ModelRequest, ModelCall> calls) {
		super(model);
		this.run = run;
		this.calls = calls;
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		this.run.asked(this.calls.apply(request));
		return super.stream(request);
	}

	@Override
	public Model resuming(Model interrupted) {
		Model before = interrupted;
		if (interrupted instanceof WatchedModel watched) {
			before = watched.model();
			this.run.continues(watched.run);
		}
		return new WatchedModel(super.resuming(before), this.run, this.calls);
	}

}
