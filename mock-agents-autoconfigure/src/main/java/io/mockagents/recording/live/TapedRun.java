package io.mockagents.recording.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HandoffOutputItem;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.Tool;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedAgent;
import io.mockagents.recording.RecordedAgent.RecordedOutputType;
import io.mockagents.recording.RecordedAgent.RecordedTool;
import io.mockagents.recording.RecordedEvent;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedTurn;
import io.mockagents.recording.TurnKey;
import io.mockagents.recording.log.LoggedRun.RunShapes;
import io.mockagents.recording.log.LoggedTurn;
import org.jspecify.annotations.Nullable;

/**
 * Makes the turns of a run from its events, raw events and all.
 */
final class TapedRun {

	private final RunShapes shapes = new RunShapes();

	private final List<RecordedTurn> turns = new ArrayList<>();

	private final List<String> toolOutputs = new ArrayList<>();

	private final LiveTape tape;

	private final @Nullable TapedRun interrupted;

	private final @Nullable String userMessage;

	private final Set<String> waiting = new HashSet<>();

	private List<Duration> pauses = new ArrayList<>();

	private RecordedAgent agent;

	private @Nullable RecordedAgent target;

	private @Nullable LoggedTurn turn;

	private int answers;

	private final int responsesBefore;

	private @Nullable RecordedRun run;

	/**
	 * Create the turns.
	 * @param tape what was kept of the run
	 * @param usual the profile where the events are the same in several
	 * @param interrupted the run that this one continues, or {@code null}
	 * @throws IllegalArgumentException if the events cannot be played again; the message
	 * says why
	 */
	TapedRun(LiveTape tape, SdkProfile usual, @Nullable TapedRun interrupted) {
		this.tape = tape;
		this.interrupted = interrupted;
		this.responsesBefore = (interrupted != null) ? interrupted.tape.responses().size() : 0;
		this.shapes.usual(usual);
		TurnKey input = TurnKey.of("", tape.request().input().toItems());
		this.userMessage = input.userMessage();
		this.toolOutputs.addAll((interrupted != null) ? interrupted.toolOutputs : input.toolOutputs());
		tape.interruptions().stream().map(ToolApprovalItem::toolName).forEach(this.waiting::add);
		Agent starting = tape.request().startingAgent();
		this.agent = recorded(starting.snapshot(), starting);
		if (interrupted != null) {
			LoggedTurn waited = interrupted.turn;
			if (waited != null) {
				this.turn = LoggedTurn.resumed(waited, key(interrupted.agent));
			}
			this.agent = interrupted.agent;
		}
	}

	/**
	 * Return the run.
	 */
	RecordedRun run(int number) {
		RecordedAgent starting = this.agent;
		boolean begun = false;
		List<RecordedEvent> events = new ArrayList<>();
		for (LiveTape.Entry entry : this.tape.entries((this.interrupted != null) ? this.interrupted.tape : null)) {
			accept(entry);
			if (entry.pause() != null) {
				events.add(RecordedEvent.of("", entry.event() instanceof RawResponseEvent,
						RecordedEvent.json(entry.event())));
			}
			if (!begun && entry.event() instanceof AgentUpdatedStreamEvent) {
				starting = this.agent;
				begun = true;
			}
		}
		end(this.tape.failure());
		TapedRun before = this.interrupted;
		RecordedRun recorded = new RecordedRun("", number, this.shapes.profile(), this.tape.request().sessionId(),
				this.tape.request().iteration(), starting, this.userMessage, this.turns, this.tape.failure(), "",
				(before != null) ? before.run : null, events);
		this.run = recorded;
		return recorded;
	}

	private TurnKey key(RecordedAgent agent) {
		return new TurnKey(agent.name(), this.userMessage, this.toolOutputs);
	}

	private void accept(LiveTape.Entry entry) {
		StreamEvent event = entry.event();
		if (event instanceof AgentUpdatedStreamEvent updated) {
			AgentSnapshot snapshot = updated.newAgent();
			this.agent = recorded(snapshot, this.tape.request().startingAgent());
			this.target = (this.turn != null) ? this.agent : null;
		}
		else if (event instanceof RawResponseEvent raw) {
			frame(raw.data());
		}
		else if (event instanceof RunItemStreamEvent item) {
			item(item.name().value(), item.item());
		}
		Duration pause = entry.pause();
		if (pause != null && (this.turn != null || !this.turns.isEmpty())) {
			this.pauses.add(pause);
		}
	}

	private void frame(JsonObject data) {
		JsonObject frame = shaped(data);
		LoggedTurn open = this.turn;
		if (open != null && open.isEndedBy(frame)) {
			keep(open, null);
			open = null;
		}
		if (open == null) {
			this.agent = withEcho(this.agent, frame);
			open = new LoggedTurn(this.agent, this.waiting, key(this.agent));
			this.turn = open;
			this.target = null;
		}
		open.frame(frame);
	}

	private JsonObject shaped(JsonObject data) {
		try {
			return this.shapes.frame(data);
		}
		catch (IllegalArgumentException ex) {
			return data;
		}
	}

	private void item(String name, RunItem item) {
		LoggedTurn open = this.turn;
		if (open == null) {
			throw new IllegalArgumentException("its event '" + name + "' comes before any answer of the model");
		}
		JsonObject.Builder json = JsonObject.builder().put("raw_item", item.rawItem());
		if (item instanceof ToolCallOutputItem output) {
			json.put("output", output.output()).put("type", item.type()).putAll(output.details());
		}
		else if (item instanceof ToolCallItem call) {
			json.put("type", item.type()).putAll(call.details());
			this.shapes.told(call.details().isEmpty());
		}
		else if (item instanceof HandoffOutputItem handoff) {
			this.target = recorded(handoff.targetAgent(), this.tape.request().startingAgent());
			json.put("type", item.type());
		}
		else {
			json.put("type", item.type());
		}
		open.item(name, json.build());
	}

	private void keep(LoggedTurn ended, @Nullable RecordedFailure failure) {
		RecordedTurn recorded = ended.recorded(failure, this.pauses);
		if (!recorded.frames().isEmpty()) {
			List<ModelResponse> responses = this.tape.responses();
			int index = this.responsesBefore + this.answers++;
			String requestId = (index < responses.size()) ? responses.get(index).requestId() : null;
			recorded = new RecordedTurn(recorded.agent(), recorded.key(), requestId, recorded.frames(),
					recorded.toolResults(), recorded.failure(), recorded.pauses(), recorded.callDetails());
		}
		this.turns.add(recorded);
		this.toolOutputs.addAll(ended.outputTexts());
		this.pauses = new ArrayList<>();
	}

	private void end(@Nullable RecordedFailure failure) {
		LoggedTurn open = this.turn;
		if (open != null) {
			// The answer may have come to its end, and nothing have become of it
			boolean ended = open.hasItems() || open.failedBy() != null || open.isResumed();
			keep(open, ended ? null : failure);
		}
		else if (failure != null) {
			this.turns.add(failing(this.agent, failure));
		}
		RecordedAgent next = this.target;
		if (failure != null && next != null) {
			this.turns.add(failing(next, failure));
		}
	}

	private RecordedTurn failing(RecordedAgent agent, RecordedFailure failure) {
		return new RecordedTurn(agent, key(agent), null, List.of(), List.of(), failure, this.pauses);
	}

	/**
	 * Return an agent as an event shows it, with what the application's own tells
	 * besides.
	 */
	private static RecordedAgent recorded(AgentSnapshot shown, Agent starting) {
		boolean known = starting.snapshot().equals(shown);
		List<RecordedTool> tools = known ? starting.tools().stream().map(TapedRun::tool).toList()
				: shown.tools().stream().map((name) -> new RecordedTool(name, null, null)).toList();
		return new RecordedAgent(shown.name(), shown.model(), shown.instructions(), tools,
				known ? starting.handoffs().stream().map(Handoff::agentName).toList() : List.of(),
				known ? outputType(starting.outputType()) : null);
	}

	private static @Nullable RecordedOutputType outputType(@Nullable OutputType<?> type) {
		return (type != null) ? new RecordedOutputType(type.name(), type.jsonSchema(), type.strictJsonSchema()) : null;
	}

	private static RecordedTool tool(Tool tool) {
		return (tool instanceof FunctionTool function)
				? new RecordedTool(function.name(), function.description(), function.paramsJsonSchema())
				: new RecordedTool(tool.name(), null, null);
	}

	/**
	 * Return an agent with what the API repeats of its tools.
	 */
	private static RecordedAgent withEcho(RecordedAgent agent, JsonObject frame) {
		JsonObject response = frame.objectOrNull("response");
		if (response == null || agent.tools().stream().noneMatch((tool) -> tool.description() == null)) {
			return agent;
		}
		List<JsonObject> echo = response.objects("tools");
		return agent.withTools(agent.tools().stream().map((tool) -> withEcho(tool, echo)).toList());
	}

	private static RecordedTool withEcho(RecordedTool tool, List<JsonObject> echo) {
		return echo.stream()
			.filter((told) -> "function".equals(told.get("type")) && tool.name().equals(told.get("name")))
			.findFirst()
			.map((told) -> new RecordedTool(tool.name(), told.stringOrNull("description"),
					told.objectOrNull("parameters")))
			.orElse(tool);
	}

}
