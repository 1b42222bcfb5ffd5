package io.mockagents.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.FunctionTool.TimeoutBehavior;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunContext;
import io.mockagents.agent.RunHooks;
import io.mockagents.agent.ToolArguments;
import io.mockagents.agent.ToolContext;
import io.mockagents.agent.ToolGuardrailFunctionOutput.Behavior;
import io.mockagents.agent.ToolInputGuardrail;
import io.mockagents.agent.ToolInputGuardrailTripwireTriggeredException;
import io.mockagents.agent.ToolOutputGuardrail;
import io.mockagents.agent.ToolOutputGuardrailTripwireTriggeredException;
import io.mockagents.agent.ToolResult;
import io.mockagents.agent.ToolTimeoutException;
import io.mockagents.agent.Usage;
import io.mockagents.agent.UserException;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.KnownCall;
import io.mockagents.model.PlaybackException;
import io.mockagents.model.RequestBody;
import io.mockagents.model.ScriptedItem;
import io.mockagents.python.JavaValues;
import io.mockagents.python.PythonJson;
import io.mockagents.python.PythonText;
import io.mockagents.python.SchemaValidator;
import io.mockagents.python.SchemaValidator.ValidationException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Runs the function tools that one turn calls. Several run at the same time; their
 * results are in call order.
 */
final class ToolCalls {

	/** How long calls may continue once one of them has failed. */
	private static final Duration DRAIN = Duration.ofMillis(250);

	private final RunContext context;

	private final Agent agent;

	private final RunHooks hooks;

	private final Executor executor;

	private final SdkShape shape;

	private final BiFunction<Agent, String, @Nullable Object> asking;

	private List<FutureTask<ToolResult>> running = List.of();

	/**
	 * Create the calls of a turn.
	 * @param asking runs another agent within this run
	 */
	ToolCalls(RunContext context, Agent agent, RunHooks hooks, Executor executor, SdkShape shape,
			BiFunction<Agent, String, @Nullable Object> asking) {
		this.context = context;
		this.agent = agent;
		this.hooks = hooks;
		this.executor = executor;
		this.shape = shape;
		this.asking = asking;
	}

	/**
	 * A call of a function tool.
	 *
	 * @param rawItem the call
	 * @param known what the model knows of it; at least its result or its tool
	 * @param inputResults what the input guardrails of the tool have found
	 * @param outputResults what its output guardrails have found
	 */
	record ToolCall(JsonObject rawItem, KnownCall known, List<ToolInputGuardrail.Result> inputResults,
			List<ToolOutputGuardrail.Result> outputResults) {

		ToolCall(JsonObject rawItem, KnownCall known) {
			this(rawItem, known, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
		}

		@Nullable FunctionTool tool() {
			return this.known.tool();
		}

		/**
		 * Return this call with a result, or {@code null} if its function has to be run.
		 */
		ToolCall with(@Nullable ToolResult result) {
			return new ToolCall(this.rawItem, new KnownCall(result, this.known.tool(), this.known.details(),
					this.known.outputDetails(), this.known.scripted()));
		}

		String callId() {
			return this.rawItem.string("call_id");
		}

		String name() {
			return this.rawItem.string("name");
		}

	}

	/**
	 * Run calls. Those of other agents run one after the other on this thread, as they
	 * use the model of the run.
	 * @return the results, in call order
	 */
	List<ToolResult> run(List<ToolCall> calls) {
		if (calls.size() == 1) {
			return List.of(run(calls.get(0)));
		}
		List<FutureTask<ToolResult>> running = new ArrayList<>(calls.size());
		this.running = running;
		for (ToolCall call : calls) {
			FutureTask<ToolResult> task = new FutureTask<>(() -> run(call));
			running.add(task);
			executor(call).execute(task);
		}
		List<ToolResult> results = new ArrayList<>(calls.size());
		for (FutureTask<ToolResult> task : running) {
			results.add(await(task, running));
		}
		return results;
	}

	/**
	 * Return what calls have given, once one of them has failed.
	 * @return the results, in call order, {@code null} for calls that have none
	 */
	List<@Nullable ToolResult> completed() {
		List<@Nullable ToolResult> results = new ArrayList<>(this.running.size());
		for (FutureTask<ToolResult> task : this.running) {
			results.add(completed(task));
		}
		return results;
	}

	private static @Nullable ToolResult completed(FutureTask<ToolResult> task) {
		try {
			return (task.isDone() && !task.isCancelled()) ? task.get() : null;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return null;
		}
		catch (ExecutionException ex) {
			return null;
		}
	}

	/**
	 * Wait for a result. If there is none, calls that have not begun do not begin; those
	 * that have are interrupted only if this thread is.
	 */
	private ToolResult await(FutureTask<ToolResult> task, List<FutureTask<ToolResult>> running) {
		try {
			return task.get();
		}
		catch (InterruptedException ex) {
			running.forEach((other) -> other.cancel(true));
			Thread.currentThread().interrupt();
			throw (CancellationException) new CancellationException("The thread was interrupted while tools ran")
				.initCause(ex);
		}
		catch (ExecutionException ex) {
			if (this.shape.keepsCompletedCalls()) {
				letEnd(running);
			}
			running.forEach((other) -> other.cancel(false));
			if (ex.getCause() instanceof RuntimeException cause) {
				throw cause;
			}
			throw new CompletionException(ex.getCause());
		}
	}

	/**
	 * Let calls end that need not long for it.
	 */
	private static void letEnd(List<FutureTask<ToolResult>> running) {
		long deadline = System.nanoTime() + DRAIN.toNanos();
		for (FutureTask<ToolResult> task : running) {
			try {
				task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return;
			}
			catch (ExecutionException | TimeoutException ex) {
				// Told by the call that failed first
			}
		}
	}

	/**
	 * Return the fields that follow the type in the item of a call's output.
	 */
	JsonObject outputDetails(ToolCall call) {
		JsonObject known = call.known().outputDetails();
		return (known != null) ? known : this.shape.toolOutputDetails(call.tool());
	}

	private Executor executor(ToolCall call) {
		boolean here = call.known().result() != null || (call.tool() != null && call.tool().agent() != null);
		return here ? Runnable::run : this.executor;
	}

	private ToolResult run(ToolCall call) {
		FunctionTool tool = call.tool();
		ToolResult known = call.known().result();
		if (tool == null || (tool.inputGuardrails().isEmpty() && tool.outputGuardrails().isEmpty())) {
			return (known != null) ? known(call, known) : invoke(call);
		}
		ToolContext toolContext = new CallContext(call);
		String rejection = checkInput(call, tool, toolContext);
		if (rejection == null) {
			ToolResult result = (known != null) ? known(call, known) : invoke(call);
			rejection = checkOutput(call, tool, toolContext, result.value());
			if (rejection == null) {
				return result;
			}
		}
		return new ToolResult(rejection, rejection);
	}

	private @Nullable String checkInput(ToolCall call, FunctionTool tool, ToolContext toolContext) {
		for (ToolInputGuardrail guardrail : tool.inputGuardrails()) {
			ToolInputGuardrail.Result result = new ToolInputGuardrail.Result(guardrail.name(),
					guardrail.check().check(toolContext, this.agent));
			call.inputResults().add(result);
			if (result.output().behavior() == Behavior.RAISE_EXCEPTION) {
				throw new ToolInputGuardrailTripwireTriggeredException(result);
			}
			if (result.output().message() != null) {
				return result.output().message();
			}
		}
		return null;
	}

	private @Nullable String checkOutput(ToolCall call, FunctionTool tool, ToolContext toolContext,
			@Nullable Object output) {
		for (ToolOutputGuardrail guardrail : tool.outputGuardrails()) {
			ToolOutputGuardrail.Result result = new ToolOutputGuardrail.Result(guardrail.name(),
					guardrail.check().check(toolContext, this.agent, output));
			call.outputResults().add(result);
			if (result.output().behavior() == Behavior.RAISE_EXCEPTION) {
				throw new ToolOutputGuardrailTripwireTriggeredException(result);
			}
			if (result.output().message() != null) {
				return result.output().message();
			}
		}
		return null;
	}

	private ToolResult known(ToolCall call, ToolResult result) {
		FunctionTool tool = call.tool();
		if (tool != null) {
			ToolContext toolContext = new CallContext(call);
			started(toolContext, tool);
			ended(toolContext, tool, result.value());
		}
		return result;
	}

	private ToolResult invoke(ToolCall call) {
		FunctionTool tool = call.tool();
		if (tool == null) {
			throw new IllegalStateException("Tool " + call.name() + " has no function");
		}
		ToolContext toolContext = new CallContext(call);
		try {
			started(toolContext, tool);
			Object value = result(tool, toolContext, new Arguments(tool, call.rawItem().string("arguments"), this.shape,
					call.known().scripted(), this.agent));
			ended(toolContext, tool, value);
			return (value instanceof ToolResult result) ? result : new ToolResult(value, text(tool, value));
		}
		catch (AgentsException | CancellationException | PlaybackException ex) {
			throw ex;
		}
		catch (Exception ex) {
			throw new UserException(
					"Error running tool " + tool.name() + ": " + Objects.requireNonNullElse(ex.getMessage(), ""), ex);
		}
	}

	/**
	 * Return the text of a result. An object that an agent has given is a model in
	 * Python.
	 */
	private static String text(FunctionTool tool, @Nullable Object value) {
		Agent agent = tool.agent();
		return (agent != null && agent.outputType() != null && value instanceof JsonObject fields)
				? PythonText.modelStr(fields) : PythonText.str(value);
	}

	private @Nullable Object result(FunctionTool tool, ToolContext toolContext, Arguments arguments) throws Exception {
		try {
			arguments.validate();
			return (tool.timeout() != null) ? withTimeout(tool, tool.timeout(), toolContext, arguments)
					: tool.function().invoke(toolContext, arguments);
		}
		catch (TimedOut ex) {
			if (tool.timeoutBehavior() == TimeoutBehavior.RAISE_EXCEPTION) {
				throw new ToolTimeoutException(tool.name(), ex.timeout);
			}
			return ToolTimeoutException.message(tool.name(), ex.timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw (CancellationException) new CancellationException(
					"The thread was interrupted while tool " + tool.name() + " ran")
				.initCause(ex);
		}
		catch (CancellationException | PlaybackException ex) {
			// As in Python, where a cancellation is not an Exception: it is not reported
			// to
			// any model
			throw ex;
		}
		catch (Exception ex) {
			BiFunction<ToolContext, Exception, String> failureErrorFunction = tool.failureErrorFunction();
			if (failureErrorFunction == null) {
				throw ex;
			}
			return (failureErrorFunction == FunctionTool.DEFAULT_FAILURE_ERROR_FUNCTION)
					? this.shape.profile().toolError(ex.getMessage()) : failureErrorFunction.apply(toolContext, ex);
		}
	}

	private @Nullable Object withTimeout(FunctionTool tool, Duration timeout, ToolContext toolContext,
			ToolArguments arguments) throws Exception {
		FutureTask<@Nullable Object> call = new FutureTask<>(() -> tool.function().invoke(toolContext, arguments));
		this.executor.execute(call);
		try {
			return call.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (TimeoutException ex) {
			throw new TimedOut(timeout);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Exception cause) {
				throw cause;
			}
			throw ex;
		}
		finally {
			call.cancel(true);
		}
	}

	private void started(ToolContext toolContext, FunctionTool tool) {
		this.hooks.onToolStart(toolContext, this.agent, tool);
		this.agent.hooks().onToolStart(toolContext, this.agent, tool);
	}

	private void ended(ToolContext toolContext, FunctionTool tool, @Nullable Object result) {
		this.hooks.onToolEnd(toolContext, this.agent, tool, result);
		this.agent.hooks().onToolEnd(toolContext, this.agent, tool, result);
	}

	private static final class TimedOut extends Exception {

		private static final long serialVersionUID = 1L;

		private final Duration timeout;

		TimedOut(Duration timeout) {
			this.timeout = timeout;
		}

	}

	private final class CallContext implements ToolContext {

		private final ToolCall call;

		CallContext(ToolCall call) {
			this.call = call;
		}

		@Override
		public @Nullable Object context() {
			return ToolCalls.this.context.context();
		}

		@Override
		public Usage usage() {
			return ToolCalls.this.context.usage();
		}

		@Override
		public String runId() {
			return ToolCalls.this.context.runId();
		}

		@Override
		public String sessionId() {
			return ToolCalls.this.context.sessionId();
		}

		@Override
		public Agent agent() {
			return ToolCalls.this.agent;
		}

		@Override
		public String toolName() {
			return this.call.name();
		}

		@Override
		public String toolCallId() {
			return this.call.callId();
		}

		@Override
		public String toolArguments() {
			return this.call.rawItem().string("arguments");
		}

		@Override
		public @Nullable Object ask(Agent agent, String input) {
			return ToolCalls.this.asking.apply(agent, input);
		}

	}

	/**
	 * The arguments of a call. The SDK checks them against the schema of the tool before
	 * the function sees them.
	 */
	private record Arguments(FunctionTool tool, String json, SdkShape shape, @Nullable ScriptedItem scripted,
			Agent agent) implements ToolArguments {

		private static final String NO_OBJECT = "the arguments are not an object";

		void validate() {
			Object arguments = parse();
			if (!(arguments instanceof JsonObject object)) {
				throw explained(this.shape.argumentsAreNoObject(this.tool, arguments), NO_OBJECT);
			}
			try {
				SchemaValidator.validateArguments(RequestBody.parameters(this.tool, this.shape.profile()), object);
			}
			catch (ValidationException ex) {
				throw explained(this.shape.invalidArguments(this.tool, String.valueOf(ex.getMessage()), ex),
						ex.reason());
			}
		}

		private @Nullable Object parse() {
			try {
				Object value = this.json.isEmpty() ? JsonObject.of() : PythonJson.parse(this.json);
				return (this.shape.takesFalseForNoArguments() && !PythonText.isTrue(value)) ? JsonObject.of() : value;
			}
			catch (IllegalArgumentException ex) {
				String error = PythonJson.error(this.json);
				throw explained(
						this.shape.invalidArguments(this.tool, this.json, new IllegalArgumentException(error, ex)),
						error);
			}
		}

		@Override
		public JsonObject asObject() {
			Object arguments = parse();
			if (arguments instanceof JsonObject object) {
				return object;
			}
			throw explained(this.shape.argumentsAreNoObject(this.tool, arguments), NO_OBJECT);
		}

		@Override
		public <T> T as(Class<T> type) {
			try {
				return JavaValues.read((this.json.isEmpty() || this.shape.takesFalseForNoArguments())
						? JsonCodec.writePython(asObject()) : this.json, type);
			}
			catch (JacksonException ex) {
				throw explained(this.shape.invalidArguments(this.tool, this.json, ex), ex.getOriginalMessage());
			}
		}

		private RuntimeException explained(RuntimeException failure, String reason) {
			if (this.scripted != null) {
				failure.addSuppressed(this.scripted.notFitting(this.agent, reason));
			}
			return failure;
		}

	}

}
