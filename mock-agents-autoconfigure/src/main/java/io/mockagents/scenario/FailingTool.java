package io.mockagents.scenario;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.FunctionTool.TimeoutBehavior;
import io.mockagents.agent.ToolFunction;
import io.mockagents.agent.ToolTimeoutException;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * A stand-in for a tool that fails: the engine runs it in place of the agent's own, and
 * treats its failure as the agent's tool asks for.
 */
final class FailingTool {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

	private final String name;

	private final @Nullable FunctionTool tool;

	private final SdkProfile profile;

	FailingTool(String name, @Nullable FunctionTool tool, SdkProfile profile) {
		this.name = name;
		this.tool = tool;
		this.profile = profile;
	}

	FunctionTool with(Failure.OfTool failure) {
		if (failure instanceof Failure.ToolTimeout timeout) {
			return timedOut(timeout);
		}
		Failure.ToolError error = (Failure.ToolError) failure;
		return standIn((context, arguments) -> {
			throw new IllegalStateException(error.message());
		}, error.fatal());
	}

	/**
	 * Return a tool that ends as one that takes too long. Only profile 0.22 knows of
	 * that; in profile 0.2 a tool that keeps a limit of its own raises an error.
	 */
	private FunctionTool timedOut(Failure.ToolTimeout failure) {
		FunctionTool tool = this.tool;
		Duration timeout = timeout(failure);
		String message = ToolTimeoutException.message(this.name, timeout);
		if (this.profile == SdkProfile.V0_2) {
			return standIn((context, arguments) -> {
				throw new TimeoutException(message);
			}, failure.fatal());
		}
		if (failure.fatal() || (tool != null && tool.timeoutBehavior() == TimeoutBehavior.RAISE_EXCEPTION)) {
			return standIn((context, arguments) -> {
				throw new ToolTimeoutException(this.name, timeout);
			}, true);
		}
		return standIn((context, arguments) -> message, false);
	}

	private Duration timeout(Failure.ToolTimeout failure) {
		if (failure.timeoutMs() != null) {
			return Duration.ofMillis(failure.timeoutMs());
		}
		Duration own = (this.tool != null) ? this.tool.timeout() : null;
		return (own != null) ? own : DEFAULT_TIMEOUT;
	}

	private FunctionTool standIn(ToolFunction function, boolean fatal) {
		FunctionTool.Builder builder = FunctionTool.builder(this.name).function(function);
		FunctionTool tool = this.tool;
		if (tool != null) {
			builder.description(tool.description())
				.paramsJsonSchema(tool.paramsJsonSchema())
				.strictJsonSchema(tool.strictJsonSchema())
				.failureErrorFunction(tool.failureErrorFunction())
				.needsApproval(tool.needsApproval());
		}
		return (fatal ? builder.failureErrorFunction(null) : builder).build();
	}

}
