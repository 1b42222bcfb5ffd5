package io.mockagents.loop;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import io.mockagents.agent.Agent;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.InMemorySession;
import io.mockagents.agent.Instructions;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.Tool;
import io.mockagents.agent.ToolArguments;
import io.mockagents.agent.ToolContext;
import io.mockagents.agent.ToolFunction;
import io.mockagents.agent.ToolResult;
import io.mockagents.model.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rebuilds the runs of a recording from its {@code scenario.json} and plays them through
 * the loop.
 */
final class RecordedRun {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

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
					Pacing.NONE, Pauses.REAL, RunJournal.NONE, List.of(), Runnable::run, Clock.systemUTC())));
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
			for (StreamEvent event : events) {
				lines.add(line(event));
			}
		}
		return lines;
	}

	static String line(StreamEvent event) {
		return JsonCodec.writePython(JsonCodec.parse(MAPPER.writeValueAsString(event)), false);
	}

	static String json(Object value) {
		return JsonCodec.writePython(JsonCodec.parse(MAPPER.writeValueAsString(value)));
	}

	private Agent agent(JsonObject agent) {
		return Agent.builder(agent.string("name"))
			.model(agent.stringOrNull("model"))
			.instructions(instructions(agent.stringOrNull("instructions")))
			.tools(agent.objects("tools").stream().map(RecordedRun::tool).toArray(Tool[]::new))
			.build();
	}

	private static Instructions instructions(@Nullable String text) {
		return (text != null) ? Instructions.of(text) : Instructions.NONE;
	}

	private static Tool tool(JsonObject tool) {
		if (tool.containsKey("hosted")) {
			return new HostedTool(tool.string("name"), tool.object("wire"));
		}
		return FunctionTool.builder(tool.string("name"))
			.description((tool.stringOrNull("description") != null) ? tool.string("description") : "")
			.paramsJsonSchema(tool.object("parameters"))
			.strictJsonSchema(Boolean.TRUE.equals(tool.get("strict")))
			.function(new RecordedFunction(tool))
			.build();
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
			return new ToolResult(behavior.get("returns"), behavior.string("python_repr"));
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
