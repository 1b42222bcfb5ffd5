package io.mockagents.goldens;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.CallModelInputFilter.ModelInputData;
import io.mockagents.agent.CallModelInputFilter;
import io.mockagents.agent.CancelMode;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.FunctionTool.TimeoutBehavior;
import io.mockagents.agent.GuardrailFunctionOutput;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HandoffInputData;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.HostedTool.McpApproval;
import io.mockagents.agent.InMemorySession;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.Instructions;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunConfig;
import io.mockagents.agent.RunErrorHandlers;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultBase;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.RunState;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.Tool;
import io.mockagents.agent.ToolArguments;
import io.mockagents.agent.ToolContext;
import io.mockagents.agent.ToolFunction;
import io.mockagents.agent.ToolGuardrailFunctionOutput;
import io.mockagents.agent.ToolInputGuardrail;
import io.mockagents.agent.ToolNotFoundBehavior;
import io.mockagents.agent.ToolOutputGuardrail;
import io.mockagents.agent.ToolResult;
import io.mockagents.agent.ToolUseBehavior;
import io.mockagents.agent.ToolUseBehavior.ToolsToFinalOutput;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.SdkProfile;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds the runs of a recording from its {@code scenario.json} and plays them through
 * the loop.
 */
public final class GoldenRun {

	/** A thread for each call, as tools that never return would fill a pool. */
	private static final Executor THREADS = (task) -> {
		Thread thread = new Thread(task, "tool");
		thread.setDaemon(true);
		thread.start();
	};

	private final GoldenRecording recording;

	private final GoldenModel model;

	private final Map<String, Agent> agents = new HashMap<>();

	private final @Nullable InMemorySession session;

	private final AgentRunner runner;

	private @Nullable RunResultBase previous;

	public GoldenRun(GoldenRecording recording) {
		this(recording, (plan) -> plan);
	}

	public GoldenRun(GoldenRecording recording, UnaryOperator<RunPlan.Ready> plans) {
		this(recording, plans, (runner) -> runner);
	}

	GoldenRun(GoldenRecording recording, UnaryOperator<RunPlan.Ready> plans, UnaryOperator<AgentRunner> wrapper) {
		this.recording = recording;
		this.model = new GoldenModel(recording);
		JsonObject options = recording.scenario().object("run");
		String sessionId = options.stringOrNull("session_id");
		this.session = Boolean.TRUE.equals(options.get("session"))
				? new InMemorySession((sessionId != null) ? sessionId : "session") : null;
		this.runner = wrapper.apply(new LoopAgentRunner((request) -> plans
			.apply(new RunPlan.Ready(RunInfo.of("run", request, recording.name()), this.model, recording.profile(),
					Pacing.NONE, Pauses.REAL, RunJournal.NONE, List.of(), THREADS, Clock.systemUTC()))));
	}

	public List<JsonObject> requests() {
		return this.model.requests();
	}

	public RunResult runToEnd() {
		return this.runner.run(request(0).build());
	}

	public RunResultStreaming start() {
		return start(0);
	}

	RunResultStreaming start(int run) {
		return this.runner.runStreamed(request(run).build());
	}

	public RunRequest.Builder request(int run) {
		JsonObject recordedRun = this.recording.runs().get(run);
		JsonObject options = this.recording.scenario().object("run");
		Guardrails guardrails = Guardrails.of(options);
		return RunRequest.builder(agent(recordedRun.string("starting_agent")), input(recordedRun))
			.maxTurns((options.get("max_turns") instanceof Integer max) ? max : RunRequest.DEFAULT_MAX_TURNS)
			.previousResponseId(options.stringOrNull("previous_response_id"))
			.context(options.get("context"))
			.conversationId(options.stringOrNull("conversation_id"))
			.autoPreviousResponseId(Boolean.TRUE.equals(options.get("auto_previous_response_id")))
			.errorHandlers(errorHandlers(options.objectOrNull("error_handlers")))
			.runConfig(RunConfig.builder()
				.model(options.stringOrNull("config_model"))
				.modelSettings(GoldenSettings.of(options.objectOrNull("config_model_settings")))
				.inputGuardrails(guardrails.input().toArray(InputGuardrail[]::new))
				.outputGuardrails(guardrails.output().toArray(OutputGuardrail[]::new))
				.sessionLimit(sessionLimit(options))
				.callModelInputFilter(inputFilter(options.objectOrNull("call_model_input_filter")))
				.handoffInputFilter(inputFilter(options.stringOrNull("handoff_input_filter")))
				.nestHandoffHistory(Boolean.TRUE.equals(options.get("nest_handoff_history")))
				.handoffHistoryMapper(Boolean.TRUE.equals(options.get("handoff_history_mapper"))
						? (transcript) -> transcript.subList(Math.max(0, transcript.size() - 2), transcript.size())
						: null)
				.toolNotFoundBehavior("return_error_to_model".equals(options.get("tool_not_found_behavior"))
						? ToolNotFoundBehavior.RETURN_ERROR_TO_MODEL : ToolNotFoundBehavior.RAISE_ERROR)
				.toolErrorFormatter(Boolean.TRUE.equals(options.get("tool_error_formatter"))
						? (error) -> error.kind().name().toLowerCase(Locale.ROOT) + "/function/" + error.toolName()
								+ ": " + error.defaultMessage()
						: null)
				.build())
			.session(this.session);
	}

	private static RunErrorHandlers errorHandlers(@Nullable JsonObject handlers) {
		return (handlers == null) ? RunErrorHandlers.NONE : new RunErrorHandlers(handler(handlers, "max_turns"),
				handler(handlers, "model_refusal"), handler(handlers, "invalid_final_output"));
	}

	private static RunErrorHandlers.@Nullable Handler handler(JsonObject handlers, String kind) {
		JsonObject handler = handlers.objectOrNull(kind);
		return (handler == null) ? null : (failure) -> handler.containsKey("none") ? null : new RunErrorHandlers.Result(
				handler.get("final_output"), !Boolean.FALSE.equals(handler.get("include_in_history")));
	}

	private static @Nullable Integer sessionLimit(JsonObject options) {
		JsonObject settings = options.objectOrNull("session_settings");
		return (settings != null) ? settings.integer("limit") : null;
	}

	private static @Nullable CallModelInputFilter inputFilter(@Nullable JsonObject filter) {
		return (filter == null) ? null : (context, agent, data) -> {
			List<JsonObject> input = data.input();
			return new ModelInputData(
					input.subList(Math.max(0, input.size() - filter.integer("keep_last")), input.size()),
					filter.string("instructions"));
		};
	}

	private RunInput input(JsonObject recordedRun) {
		if (recordedRun.get("input") instanceof List<?>) {
			return RunInput.of(recordedRun.objects("input"));
		}
		if (recordedRun.get("input") instanceof String text) {
			return RunInput.of(text);
		}
		RunState state = Objects.requireNonNull(this.previous).toState();
		List<JsonObject> decisions = recordedRun.containsKey("resume") ? recordedRun.objects("resume") : List.of();
		for (int i = 0; i < decisions.size(); i++) {
			JsonObject decision = decisions.get(i);
			boolean always = Boolean.TRUE.equals(decision.get("always"));
			if (Boolean.TRUE.equals(decision.get("approve"))) {
				state.approve(state.interruptions().get(i), always);
			}
			else {
				state.reject(state.interruptions().get(i), always, decision.stringOrNull("message"));
			}
		}
		return RunInput.of(state);
	}

	/**
	 * Play a run as it was recorded, streamed or not.
	 */
	Outcome play(int run) {
		RunRequest request = request(run).build();
		List<String> events = new ArrayList<>();
		RunResultBase result = null;
		RuntimeException raised = null;
		if (this.recording.isStreamed()) {
			RunResultStreaming streaming = this.runner.runStreamed(request);
			raised = consume(streaming, run, events);
			result = streaming;
		}
		else {
			try {
				result = this.runner.run(request);
			}
			catch (RuntimeException ex) {
				raised = ex;
			}
		}
		this.previous = result;
		return new Outcome(events, new GoldenResult(this.recording, result, request.maxTurns(), raised, this.session));
	}

	/**
	 * What became of a run.
	 *
	 * @param events its events, as {@code events.jsonl} writes them
	 * @param result what it came to
	 */
	record Outcome(List<String> events, GoldenResult result) {

		@Nullable RuntimeException raised() {
			return this.result.raised();
		}

	}

	/**
	 * The events of a run, as {@code events.jsonl} writes them.
	 */
	public static List<String> lines(RunResultStreaming result) {
		List<String> lines = new ArrayList<>();
		try (EventStream events = result.streamEvents()) {
			events.forEach((event) -> lines.add(line(event)));
		}
		return lines;
	}

	/**
	 * Consume a run as the recording did.
	 * @return what the run threw, or {@code null}
	 */
	private @Nullable RuntimeException consume(RunResultStreaming result, int run, List<String> lines) {
		JsonObject options = this.recording.scenario().object("run");
		JsonObject ofRun = this.recording.runs().get(run).objectOrNull("cancel");
		JsonObject cancel = (ofRun != null) ? ofRun : options.objectOrNull("cancel");
		try (EventStream events = result.streamEvents()) {
			for (StreamEvent event : events) {
				lines.add(line(event));
				if (cancel != null && names(event).contains(cancel.string("after_event"))) {
					result.cancel(cancelMode(cancel));
				}
			}
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	private static CancelMode cancelMode(JsonObject cancel) {
		String mode = cancel.stringOrNull("mode");
		return (mode != null) ? CancelMode.valueOf(mode.toUpperCase(Locale.ROOT)) : CancelMode.IMMEDIATE;
	}

	/**
	 * Return the names by which a recording may call an event.
	 */
	private static List<String> names(StreamEvent event) {
		if (event instanceof RunItemStreamEvent itemEvent) {
			return List.of(itemEvent.type(), itemEvent.name().value());
		}
		if (event instanceof RawResponseEvent raw) {
			return List.of(raw.type(), raw.data().string("type"));
		}
		return List.of(event.type());
	}

	public static String line(StreamEvent event) {
		return JsonCodec.writePython(JsonCodec.parse(GoldenTypes.MAPPER.writeValueAsString(event)), false);
	}

	static String json(Object value) {
		return JsonCodec.writePython(JsonCodec.parse(GoldenTypes.MAPPER.writeValueAsString(value)), false);
	}

	/**
	 * Return the agent of a name. Those that are its tools are made before it, those that
	 * it hands off to when that happens.
	 */
	private Agent agent(String name) {
		Agent made = this.agents.get(name);
		if (made == null) {
			made = agent(this.recording.scenario()
				.objects("agents")
				.stream()
				.filter((agent) -> agent.string("name").equals(name))
				.findFirst()
				.orElseThrow());
			this.agents.put(name, made);
		}
		return made;
	}

	private Agent agent(JsonObject agent) {
		Agent.Builder builder = Agent.builder(agent.string("name"))
			.model(agent.stringOrNull("model"))
			.modelSettings(GoldenSettings.of(agent.objectOrNull("model_settings")))
			.resetToolChoice(!Boolean.FALSE.equals(agent.get("reset_tool_choice")))
			.instructions(instructions(agent))
			.handoffDescription(agent.stringOrNull("handoff_description"))
			.toolUseBehavior(toolUseBehavior(agent.get("tool_use_behavior")))
			.tools(agent.objects("tools").stream().map(this::tool).toArray(Tool[]::new));
		for (Object handoff : agent.array("handoffs")) {
			builder.handoffs(
					(handoff instanceof JsonObject recorded) ? handoff(recorded) : handoff(String.valueOf(handoff)));
		}
		if (agent.stringOrNull("output_type") != null) {
			builder.outputType(new OutputType<>(agent.string("output_type"), GoldenTypes.of(agent),
					agent.object("output_schema"), !Boolean.FALSE.equals(agent.get("output_strict"))));
		}
		Guardrails guardrails = Guardrails.of(agent);
		return builder.inputGuardrails(guardrails.input().toArray(InputGuardrail[]::new))
			.outputGuardrails(guardrails.output().toArray(OutputGuardrail[]::new))
			.build();
	}

	private Handoff handoff(String name) {
		return Handoff.to(name, handoffDescription(name), () -> agent(name));
	}

	private @Nullable UnaryOperator<HandoffInputData> inputFilter(@Nullable String name) {
		if (name == null) {
			return null;
		}
		return switch (name) {
			case "remove_all_tools" -> (this.recording.profile() == SdkProfile.V0_2)
					? HandoffInputData::withoutToolCalls : HandoffInputData::withoutTools;
			case "drop_pre_handoff_items" ->
				(data) -> new HandoffInputData(data.inputHistory(), List.of(), data.newItems());
			default -> throw new IllegalArgumentException("No input filter '" + name + "' of a recording is known");
		};
	}

	private Handoff handoff(JsonObject recorded) {
		String name = recorded.string("agent");
		return new Handoff(recorded.string("tool_name"), recorded.string("tool_description"),
				recorded.object("input_schema"), name, () -> agent(name), null,
				inputFilter(recorded.stringOrNull("input_filter")))
			.withNestHandoffHistory((Boolean) recorded.get("nest_handoff_history"));
	}

	private @Nullable String handoffDescription(String name) {
		return this.recording.scenario()
			.objects("agents")
			.stream()
			.filter((agent) -> agent.string("name").equals(name))
			.findFirst()
			.orElseThrow()
			.stringOrNull("handoff_description");
	}

	private static ToolUseBehavior toolUseBehavior(@Nullable Object behavior) {
		if (behavior instanceof JsonObject object && object.containsKey("custom")) {
			return finalWhen(object.object("custom"));
		}
		if (behavior instanceof JsonObject stopAt) {
			return ToolUseBehavior
				.stopAtTools(stopAt.array("stop_at_tool_names").stream().map(String::valueOf).toArray(String[]::new));
		}
		return "stop_on_first_tool".equals(behavior) ? ToolUseBehavior.stopOnFirstTool()
				: ToolUseBehavior.runLlmAgain();
	}

	private static ToolUseBehavior finalWhen(JsonObject custom) {
		return ToolUseBehavior.custom((context, results) -> results.stream()
			.filter((result) -> result.toolName().equals(custom.string("final_when")))
			.findFirst()
			.map((result) -> new ToolsToFinalOutput(true,
					custom.containsKey("final") ? custom.get("final") : result.output()))
			.orElseGet(() -> new ToolsToFinalOutput(false, null)));
	}

	private static Instructions instructions(JsonObject agent) {
		String computed = agent.stringOrNull("instructions_dynamic");
		if (computed != null) {
			return (context, asked) -> computed;
		}
		String text = agent.stringOrNull("instructions");
		return (text != null) ? Instructions.of(text) : Instructions.NONE;
	}

	private Tool tool(JsonObject tool) {
		if (tool.containsKey("hosted")) {
			JsonObject answer = tool.objectOrNull("on_approval_request");
			HostedTool hosted = new HostedTool(tool.string("name"), tool.object("wire"),
					(answer == null) ? null
							: (context, request) -> new McpApproval(Boolean.TRUE.equals(answer.get("approve")),
									answer.stringOrNull("reason")));
			return Boolean.TRUE.equals(tool.get("include_search_results")) ? hosted.withSearchResults() : hosted;
		}
		String description = tool.stringOrNull("description");
		if (tool.containsKey("agent")) {
			return agent(tool.string("agent")).asTool(tool.string("name"), (description != null) ? description : "");
		}
		FunctionTool.Builder builder = FunctionTool.builder(tool.string("name"))
			.description((description != null) ? description : "")
			.paramsJsonSchema(tool.object("parameters"))
			.strictJsonSchema(Boolean.TRUE.equals(tool.get("strict")))
			.needsApproval(Boolean.TRUE.equals(tool.get("needs_approval")))
			.inputGuardrails(guardrails(tool, "tool_input_guardrails")
				.map((guardrail) -> new ToolInputGuardrail(guardrail.string("name"),
						(context, agent) -> guardrailOutput(guardrail)))
				.toArray(ToolInputGuardrail[]::new))
			.outputGuardrails(guardrails(tool, "tool_output_guardrails")
				.map((guardrail) -> new ToolOutputGuardrail(guardrail.string("name"),
						(context, agent, output) -> guardrailOutput(guardrail)))
				.toArray(ToolOutputGuardrail[]::new))
			.function(new RecordedFunction(tool, this.recording.calls(tool.string("name"))));
		JsonObject behavior = tool.object("behavior");
		if (Boolean.TRUE.equals(behavior.get("fatal"))) {
			builder.failureErrorFunction(null);
		}
		if (behavior.get("timeout_seconds") instanceof Number seconds) {
			// One that is in time here is so on a busy machine too
			Duration timeout = RecordedFunction.takesTooLong(tool, behavior)
					? Duration.ofNanos(new BigDecimal(seconds.toString()).movePointRight(9).longValueExact())
					: Duration.ofHours(1);
			builder.timeout(timeout,
					TimeoutBehavior.valueOf(behavior.string("timeout_behavior").toUpperCase(Locale.ROOT)));
		}
		return builder.build();
	}

	private static Stream<JsonObject> guardrails(JsonObject tool, String key) {
		return tool.containsKey(key) ? tool.objects(key).stream() : Stream.empty();
	}

	private static ToolGuardrailFunctionOutput guardrailOutput(JsonObject guardrail) {
		return new ToolGuardrailFunctionOutput(guardrail.get("output_info"),
				ToolGuardrailFunctionOutput.Behavior.valueOf(guardrail.string("action").toUpperCase(Locale.ROOT)),
				guardrail.stringOrNull("message"));
	}

	/**
	 * The guardrails of an agent or of all agents.
	 */
	private record Guardrails(List<InputGuardrail> input, List<OutputGuardrail> output) {

		static Guardrails of(JsonObject owner) {
			List<InputGuardrail> input = new ArrayList<>();
			List<OutputGuardrail> output = new ArrayList<>();
			List<JsonObject> guardrails = owner.containsKey("guardrails") ? owner.objects("guardrails") : List.of();
			for (JsonObject guardrail : guardrails) {
				GuardrailFunctionOutput found = new GuardrailFunctionOutput(guardrail.get("output_info"),
						Boolean.TRUE.equals(guardrail.get("tripwire")));
				if (guardrail.string("kind").equals("input")) {
					input.add(new InputGuardrail(guardrail.string("name"), (context, agent, items) -> found,
							!Boolean.FALSE.equals(guardrail.get("run_in_parallel"))));
				}
				else {
					output.add(new OutputGuardrail(guardrail.string("name"), (context, agent, given) -> found));
				}
			}
			return new Guardrails(input, output);
		}

	}

	/**
	 * Returns what the tool of the recording returned.
	 */
	private static final class RecordedFunction implements ToolFunction {

		private final JsonObject tool;

		private final AtomicInteger calls = new AtomicInteger();

		/** The ids of the calls that the SDK made, in order. */
		private final List<String> callIds;

		RecordedFunction(JsonObject tool, List<String> callIds) {
			this.tool = tool;
			this.callIds = callIds;
		}

		@Override
		public @Nullable Object invoke(ToolContext context, ToolArguments arguments) {
			JsonObject behavior = behavior(context, arguments);
			if (takesTooLong(this.tool, behavior)) {
				awaitTimeout();
			}
			if (behavior.stringOrNull("raises") != null) {
				throw new IllegalArgumentException(behavior.string("raises"));
			}
			if (Boolean.TRUE.equals(behavior.get("never_called"))) {
				throw new AssertionError("Tool " + this.tool.string("name") + " was not called by the SDK");
			}
			Object value = behavior.get("returns");
			String text = behavior.stringOrNull("python_repr");
			boolean isContent = text != null && text.matches("(?s).*\\btype='(?:text|image|file)'.*");
			return (text == null || isContent || PythonText.str(value).equals(text)) ? value
					: new ToolResult(value, text);
		}

		static boolean takesTooLong(JsonObject tool, JsonObject behavior) {
			return behavior.get("delay_ms") instanceof Number delay
					&& tool.object("behavior").get("timeout_seconds") instanceof Number seconds
					&& delay.doubleValue() > seconds.doubleValue() * 1000;
		}

		private static void awaitTimeout() {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private JsonObject behavior(ToolContext context, ToolArguments arguments) {
			if (!this.tool.containsKey("calls")) {
				return this.tool.object("behavior");
			}
			List<JsonObject> recordedCalls = this.tool.objects("calls");
			int count = this.calls.getAndIncrement();
			boolean isKnown = Collections.frequency(this.callIds, context.toolCallId()) == 1;
			int call = Math.min(isKnown ? this.callIds.indexOf(context.toolCallId()) : count, recordedCalls.size() - 1);
			return recordedCalls.stream()
				.filter((recorded) -> arguments.asObject().equals(recorded.get("when_arguments")))
				.findFirst()
				.orElseGet(() -> recordedCalls.get(call));
		}

	}

}
