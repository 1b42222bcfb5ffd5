package io.mockagents.loop;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import io.mockagents.agent.Agent;
import io.mockagents.agent.CancelMode;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.FunctionTool.TimeoutBehavior;
import io.mockagents.agent.GuardrailFunctionOutput;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.InMemorySession;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.Instructions;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.Tool;
import io.mockagents.agent.ToolArguments;
import io.mockagents.agent.ToolContext;
import io.mockagents.agent.ToolFunction;
import io.mockagents.agent.ToolResult;
import io.mockagents.agent.ToolUseBehavior;
import io.mockagents.model.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rebuilds the runs of a recording from its {@code scenario.json} and plays them through
 * the loop.
 */
final class RecordedRun {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	/** A thread for each call, as tools that never return would fill a pool. */
	private static final Executor THREADS = (task) -> {
		Thread thread = new Thread(task, "tool");
		thread.setDaemon(true);
		thread.start();
	};

	private final Recording recording;

	private final RecordedModel model;

	private final Map<String, Agent> agents = new HashMap<>();

	private final @Nullable InMemorySession session;

	private final LoopAgentRunner runner;

	RecordedRun(Recording recording) {
		this(recording, (plan) -> plan);
	}

	RecordedRun(Recording recording, UnaryOperator<RunPlan> plans) {
		this.recording = recording;
		this.model = new RecordedModel(recording);
		recording.scenario().objects("agents").forEach((agent) -> this.agents.put(agent.string("name"), agent(agent)));
		String sessionId = recording.scenario().object("run").stringOrNull("session_id");
		this.session = (sessionId != null) ? new InMemorySession(sessionId) : null;
		this.runner = new LoopAgentRunner((request) -> plans
			.apply(new RunPlan(RunInfo.of("run", request, recording.name()), this.model, recording.profile(),
					Pacing.NONE, Pauses.REAL, RunJournal.NONE, List.of(), THREADS, Clock.systemUTC())));
	}

	RecordedModel model() {
		return this.model;
	}

	@Nullable InMemorySession session() {
		return this.session;
	}

	RunResult runToEnd() {
		return this.runner.run(request(0).build());
	}

	RunResultStreaming start() {
		return start(0);
	}

	RunResultStreaming start(int run) {
		return this.runner.runStreamed(request(run).build());
	}

	RunRequest.Builder request(int run) {
		JsonObject recordedRun = this.recording.scenario().objects("runs").get(run);
		Agent startingAgent = Objects.requireNonNull(this.agents.get(recordedRun.string("starting_agent")));
		return RunRequest.builder(startingAgent, recordedRun.string("input"))
			.maxTurns(this.recording.scenario().object("run").integer("max_turns"))
			.session(this.session);
	}

	/**
	 * The events of a run, as {@code events.jsonl} writes them.
	 */
	static List<String> lines(RunResultStreaming result) {
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
	@Nullable RuntimeException consume(RunResultStreaming result, List<String> lines) {
		JsonObject cancel = this.recording.scenario().object("run").objectOrNull("cancel");
		try (EventStream events = result.streamEvents()) {
			for (StreamEvent event : events) {
				lines.add(line(event));
				if (cancel != null && event instanceof RunItemStreamEvent itemEvent
						&& itemEvent.name().value().equals(cancel.get("after_event"))) {
					result.cancel(CancelMode.valueOf(cancel.string("mode").toUpperCase(Locale.ROOT)));
				}
			}
			return null;
		}
		catch (RuntimeException ex) {
			return ex;
		}
	}

	static String line(StreamEvent event) {
		return JsonCodec.writePython(JsonCodec.parse(MAPPER.writeValueAsString(event)), false);
	}

	static String json(Object value) {
		return JsonCodec.writePython(JsonCodec.parse(MAPPER.writeValueAsString(value)), false);
	}

	private Agent agent(JsonObject agent) {
		Agent.Builder builder = Agent.builder(agent.string("name"))
			.model(agent.stringOrNull("model"))
			.instructions(instructions(agent.stringOrNull("instructions")))
			.handoffDescription(agent.stringOrNull("handoff_description"))
			.toolUseBehavior(toolUseBehavior(agent.get("tool_use_behavior")))
			.tools(agent.objects("tools").stream().map(RecordedRun::tool).toArray(Tool[]::new));
		for (Object handoff : agent.array("handoffs")) {
			String name = String.valueOf(handoff);
			builder.handoffs(
					Handoff.to(name, handoffDescription(name), () -> Objects.requireNonNull(this.agents.get(name))));
		}
		if (agent.stringOrNull("output_type") != null) {
			builder.outputType(new OutputType<>(agent.string("output_type"), JsonObject.class,
					agent.object("output_schema"), true));
		}
		for (JsonObject guardrail : agent.objects("guardrails")) {
			GuardrailFunctionOutput output = new GuardrailFunctionOutput(guardrail.get("output_info"),
					Boolean.TRUE.equals(guardrail.get("tripwire")));
			if (guardrail.string("kind").equals("input")) {
				builder
					.inputGuardrails(new InputGuardrail(guardrail.string("name"), (context, checked, input) -> output));
			}
			else {
				builder.outputGuardrails(
						new OutputGuardrail(guardrail.string("name"), (context, checked, given) -> output));
			}
		}
		return builder.build();
	}

	private @Nullable String handoffDescription(String agent) {
		return this.recording.scenario()
			.objects("agents")
			.stream()
			.filter((candidate) -> agent.equals(candidate.get("name")))
			.findFirst()
			.orElseThrow()
			.stringOrNull("handoff_description");
	}

	private static ToolUseBehavior toolUseBehavior(@Nullable Object behavior) {
		if (behavior instanceof JsonObject stopAt) {
			return ToolUseBehavior
				.stopAtTools(stopAt.array("stop_at_tool_names").stream().map(String::valueOf).toArray(String[]::new));
		}
		return "stop_on_first_tool".equals(behavior) ? ToolUseBehavior.stopOnFirstTool()
				: ToolUseBehavior.runLlmAgain();
	}

	private static Instructions instructions(@Nullable String text) {
		return (text != null) ? Instructions.of(text) : Instructions.NONE;
	}

	private static Tool tool(JsonObject tool) {
		if (tool.containsKey("hosted")) {
			return new HostedTool(tool.string("name"), tool.object("wire"));
		}
		FunctionTool.Builder builder = FunctionTool.builder(tool.string("name"))
			.description((tool.stringOrNull("description") != null) ? tool.string("description") : "")
			.paramsJsonSchema(tool.object("parameters"))
			.strictJsonSchema(Boolean.TRUE.equals(tool.get("strict")))
			.function(new RecordedFunction(tool));
		JsonObject behavior = tool.object("behavior");
		if (Boolean.TRUE.equals(behavior.get("fatal"))) {
			builder.failureErrorFunction(null);
		}
		if (behavior.get("timeout_seconds") instanceof BigDecimal seconds) {
			builder.timeout(Duration.ofMillis(seconds.movePointRight(3).longValueExact()),
					TimeoutBehavior.valueOf(behavior.string("timeout_behavior").toUpperCase(Locale.ROOT)));
		}
		return builder.build();
	}

	/**
	 * Returns what the tool of the recording returned.
	 */
	private static final class RecordedFunction implements ToolFunction {

		private final JsonObject tool;

		private int calls;

		RecordedFunction(JsonObject tool) {
			this.tool = tool;
		}

		@Override
		public ToolResult invoke(ToolContext context, ToolArguments arguments) {
			JsonObject behavior = behavior(arguments);
			this.calls++;
			if (behavior.containsKey("timeout_seconds")) {
				awaitTimeout();
			}
			if (behavior.stringOrNull("raises") != null) {
				throw new IllegalArgumentException(behavior.string("raises"));
			}
			return new ToolResult(behavior.get("returns"), behavior.string("python_repr"));
		}

		private static void awaitTimeout() {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		private JsonObject behavior(ToolArguments arguments) {
			List<JsonObject> recordedCalls = this.tool.objects("calls");
			if (recordedCalls.isEmpty()) {
				return this.tool.object("behavior");
			}
			return recordedCalls.stream()
				.filter((call) -> arguments.asObject().equals(call.get("when_arguments")))
				.findFirst()
				.orElseGet(() -> recordedCalls.get(this.calls));
		}

	}

}
