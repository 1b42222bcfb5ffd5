package io.mockagents.recording.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HandoffOutputItem;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.Tool;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.model.ProfileFinder;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedAgent;
import io.mockagents.recording.RecordedAgent.RecordedOutputType;
import io.mockagents.recording.RecordedAgent.RecordedTool;
import io.mockagents.recording.RecordedEvent;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RunBuilder;
import io.mockagents.recording.TurnKey;
import org.jspecify.annotations.Nullable;

/**
 * Makes the turns of a run from its events, raw events and all.
 */
final class TapedRun {

	private final ProfileFinder shapes = new ProfileFinder();

	private final LiveTape tape;

	private final @Nullable LiveTape before;

	private final RunBuilder builder;

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
		this.before = (interrupted != null) ? interrupted.tape : null;
		this.shapes.usual(usual);
		TurnKey input = TurnKey.of("", tape.request().input().toItems());
		Agent starting = tape.request().startingAgent();
		this.builder = new RunBuilder(
				(interrupted != null) ? interrupted.builder.agent() : recorded(starting.snapshot(), starting),
				input.userMessage(), input.toolOutputs(), (interrupted != null) ? interrupted.builder : null);
		this.builder.completeSource();
		List<@Nullable String> requestIds = new ArrayList<>();
		tape.responses().forEach((response) -> requestIds.add(response.requestId()));
		int earlier = (this.before != null) ? this.before.responses().size() : 0;
		this.builder.requestIds(requestIds.subList(Math.min(earlier, requestIds.size()), requestIds.size()));
	}

	/**
	 * Return the run.
	 */
	RecordedRun run(int number) {
		List<RecordedEvent> events = new ArrayList<>();
		for (LiveTape.Entry entry : this.tape.entries(this.before)) {
			accept(entry);
			if (entry.pause() != null) {
				events.add(RecordedEvent.of("", entry.event() instanceof RawResponseEvent,
						RecordedEvent.json(entry.event())));
			}
		}
		return this.builder.end("", number, this.shapes.profile(), this.tape.request().sessionId(),
				this.tape.request().iteration(), this.tape.failure(), "", events);
	}

	private void accept(LiveTape.Entry entry) {
		StreamEvent event = entry.event();
		if (event instanceof AgentUpdatedStreamEvent updated) {
			this.builder.agent(recorded(updated.newAgent(), this.tape.request().startingAgent()));
		}
		else if (event instanceof RawResponseEvent raw) {
			frame(raw.data());
		}
		else if (event instanceof RunItemStreamEvent item) {
			item(item.name().value(), item.item());
		}
		Duration pause = entry.pause();
		if (pause != null) {
			this.builder.pause(pause);
		}
	}

	private void frame(JsonObject data) {
		JsonObject frame = shaped(data);
		if (this.builder.startsTurn(frame)) {
			this.builder.known(withEcho(this.builder.agent(), frame));
		}
		this.builder.frame(frame);
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
		RecordedAgent target = null;
		JsonObject.Builder json = JsonObject.builder().put("raw_item", item.rawItem());
		if (item instanceof ToolCallOutputItem output) {
			json.put("output", output.output()).putAll(output.details());
		}
		else if (item instanceof ToolCallItem call) {
			json.putAll(call.details());
			this.shapes.told(call.details().isEmpty());
		}
		else if (item instanceof HandoffOutputItem handoff) {
			target = recorded(handoff.targetAgent(), this.tape.request().startingAgent());
		}
		this.builder.item(name, json.build(), target);
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
