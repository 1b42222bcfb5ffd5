package io.mockagents.failure;

import java.util.Objects;
import java.util.random.RandomGenerator;

import io.mockagents.agent.ToolResult;
import io.mockagents.model.ApiError;
import io.mockagents.model.Model;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.ResponseIds;
import org.jspecify.annotations.Nullable;

/**
 * A model whose API answers with an HTTP error, as often as it is asked.
 */
final class FailingModel implements Model {

	private static final String DEFAULT_MODEL = "gpt-4.1";

	private final Model model;

	private final ApiError error;

	private final RandomGenerator random;

	FailingModel(Model model, ApiError error, RandomGenerator random) {
		this.model = model;
		this.error = error;
		this.random = random;
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		String model = Objects.requireNonNullElse(request.model(), DEFAULT_MODEL);
		throw this.error.exception(model, ResponseIds.requestId(this.random), null);
	}

	@Override
	public @Nullable ToolResult toolResult(String callId) {
		return this.model.toolResult(callId);
	}

}
