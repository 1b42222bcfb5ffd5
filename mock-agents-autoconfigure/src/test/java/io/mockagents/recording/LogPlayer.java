package io.mockagents.recording;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.Agent;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.Tool;
import io.mockagents.agent.ToolResult;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.JsonCodec;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.recording.RecordedAgent.RecordedTool;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plays a run that was read from a log through the engine, with agents made of what the
 * log tells of them.
 */
final class LogPlayer {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final RecordedRun run;

	private final Map<String, RecordedAgent> recorded = new HashMap<>();

	private final Map<String, Agent> agents = new HashMap<>();

	private LogPlayer(RecordedRun run) {
		this.run = run;
		this.recorded.put(run.startingAgent().name(), run.startingAgent());
		run.turns().forEach((turn) -> this.recorded.put(turn.agent().name(), turn.agent()));
	}

	/**
	 * Return the events of the run, each as one line of JSON in Python's form.
	 */
	static List<String> play(RecordedRun run) {
		LogPlayer player = new LogPlayer(run);
		FramesModel model = new FramesModel(run);
		String input = (run.input() != null) ? run.input() : "";
		RunRequest request = RunRequest.builder(player.agent(run.startingAgent().name()), input).maxTurns(100).build();
		LoopAgentRunner runner = new LoopAgentRunner(
				(asked) -> new RunPlan(RunInfo.of("run", asked, run.recording()), model, run.profile(), Pacing.NONE,
						Pauses.REAL, RunJournal.NONE, List.of(), Runnable::run, Clock.systemUTC()));
		List<String> lines = new ArrayList<>();
		try (EventStream events = runner.runStreamed(request).streamEvents()) {
			events.forEach((event) -> lines
				.add(JsonCodec.writePython(JsonCodec.parse(MAPPER.writeValueAsString(event)), false)));
		}
		catch (NoMoreTurnsException ex) {
			// The run stopped after its tools
		}
		return lines;
	}

	private Agent agent(String name) {
		Agent made = this.agents.get(name);
		if (made == null) {
			RecordedAgent agent = this.recorded.getOrDefault(name,
					new RecordedAgent(name, null, null, List.of(), List.of()));
			Agent.Builder builder = Agent.builder(name).model(agent.model());
			if (agent.instructions() != null) {
				builder.instructions(agent.instructions());
			}
			agent.tools().forEach((tool) -> builder.tools(tool(tool)));
			agent.handoffs().forEach((target) -> builder.handoffs(Handoff.to(target, null, () -> agent(target))));
			made = builder.build();
			this.agents.put(name, made);
		}
		return made;
	}

	private static Tool tool(RecordedTool tool) {
		if (tool.parameters() == null) {
			return new HostedTool(tool.name(), JsonObject.of("type", tool.name()));
		}
		return FunctionTool.builder(tool.name())
			.description((tool.description() != null) ? tool.description() : "")
			.paramsJsonSchema(tool.parameters())
			.function((context, arguments) -> {
				throw new AssertionError(tool.name() + " was called, but the log holds its output");
			})
			.build();
	}

	private static final class FramesModel implements Model {

		private final Deque<RecordedTurn> turns;

		private final Map<String, RecordedToolResult> results = new HashMap<>();

		FramesModel(RecordedRun run) {
			this.turns = new ArrayDeque<>(run.turns());
			run.turns()
				.forEach((turn) -> turn.toolResults().forEach((result) -> this.results.put(result.callId(), result)));
		}

		@Override
		public ModelStream stream(ModelRequest request) {
			RecordedTurn turn = this.turns.poll();
			if (turn == null) {
				throw new NoMoreTurnsException();
			}
			Deque<JsonObject> frames = new ArrayDeque<>(turn.frames());
			return () -> {
				JsonObject frame = frames.poll();
				return (frame != null) ? new ModelEvent(frame) : null;
			};
		}

		@Override
		public @Nullable ToolResult toolResult(String callId) {
			RecordedToolResult result = this.results.get(callId);
			return (result != null) ? new ToolResult(result.value(), result.text()) : null;
		}

	}

	private static final class NoMoreTurnsException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
