package io.mockagents.recording.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HandoffCallItem;
import io.mockagents.agent.HandoffOutputItem;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.McpApprovalResponseItem;
import io.mockagents.agent.McpListToolsItem;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.ReasoningItem;
import io.mockagents.agent.Usage;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ResponseShapes;
import io.mockagents.model.SdkProfile;
import io.mockagents.wire.AnswerFrames;

/**
 * Makes the events of a run that was not streamed from what it gave.
 */
final class FramesOfItems {

	private final List<StreamEvent> events = new ArrayList<>();

	private final RunRequest request;

	private final Instant time;

	private AgentSnapshot agent;

	private int turn;

	private FramesOfItems(RunRequest request, Instant time, AgentSnapshot first) {
		this.request = request;
		this.time = time;
		this.agent = first;
		this.events.add(new AgentUpdatedStreamEvent(first));
	}

	/**
	 * Return the events that the run would have had.
	 * @param request what was run
	 * @param items what it added
	 * @param responses the answers of the model
	 * @param last the agent that took the last turn
	 * @param time when it ended
	 */
	static List<StreamEvent> of(RunRequest request, List<RunItem> items, List<ModelResponse> responses, Agent last,
			Instant time) {
		AgentSnapshot first = items.isEmpty() ? request.startingAgent().snapshot() : items.get(0).agent();
		FramesOfItems events = new FramesOfItems(request, time, first);
		int next = events.addUntilAnswer(items, 0);
		for (ModelResponse response : responses) {
			events.addFrames(response);
			int own = next;
			while (next < items.size() && RunItemEventName.of(items.get(next)) != null && !isOutput(items.get(next))
					&& response.output().contains(items.get(next).rawItem())) {
				next++;
			}
			List<RunItem> kept = items.subList(own, next);
			int outputs = events.endOfOutputs(items, next);
			AgentSnapshot taking = (outputs < items.size()) ? items.get(outputs).agent() : last.snapshot();
			boolean handsOff = !taking.equals(events.agent);
			(handsOff ? events.withRemoved(kept, response, taking) : kept).forEach(events::add);
			next = events.addUntilAnswer(items, next);
			if (handsOff) {
				events.agent = taking;
				events.events.add(new AgentUpdatedStreamEvent(taking));
			}
		}
		return events.events;
	}

	/**
	 * Add what came of calls.
	 */
	private int addUntilAnswer(List<RunItem> items, int from) {
		int end = endOfOutputs(items, from);
		items.subList(from, end).forEach(this::add);
		return end;
	}

	private int endOfOutputs(List<RunItem> items, int from) {
		int next = from;
		while (next < items.size() && (isOutput(items.get(next)) || RunItemEventName.of(items.get(next)) == null)) {
			next++;
		}
		return next;
	}

	/**
	 * Return the items of an answer that hands over, with those that the filter of the
	 * handoff has removed from the run.
	 */
	private List<RunItem> withRemoved(List<RunItem> kept, ModelResponse response, AgentSnapshot target) {
		List<RunItem> all = new ArrayList<>();
		int next = 0;
		for (JsonObject rawItem : response.output()) {
			if (next < kept.size() && kept.get(next).rawItem().equals(rawItem)) {
				all.add(kept.get(next++));
				continue;
			}
			RunItem removed = switch (String.valueOf(rawItem.get("type"))) {
				case "function_call" -> Handoff.defaultToolName(target.name()).equals(rawItem.get("name"))
						? new HandoffCallItem(this.agent, rawItem) : null;
				case "message" -> new MessageOutputItem(this.agent, rawItem);
				case "reasoning" -> new ReasoningItem(this.agent, rawItem);
				case "mcp_list_tools" -> new McpListToolsItem(this.agent, rawItem);
				default -> new ToolCallItem(this.agent, rawItem, JsonObject.of());
			};
			if (removed == null) {
				return kept;
			}
			all.add(removed);
		}
		return (next == kept.size()) ? all : kept;
	}

	private void add(RunItem item) {
		RunItemEventName name = RunItemEventName.of(item);
		if (name != null) {
			this.events.add(new RunItemStreamEvent(name, item));
		}
	}

	private void addFrames(ModelResponse response) {
		this.turn++;
		SdkProfile profile = profile(response.usage());
		ResponseShapes shapes = ResponseShapes.of(profile);
		Agent starting = this.request.startingAgent();
		Agent asked = starting.snapshot().equals(this.agent) ? starting
				: Agent.builder(this.agent.name()).model(this.agent.model()).build();
		ModelRequest question = ModelRequest.of(this.turn, asked, this.agent.instructions(),
				this.request.input().toItems());
		for (JsonObject frame : AnswerFrames.of(question, profile, response.output(), this.time, new Random(0))) {
			this.events.add(new RawResponseEvent(shapes.event(known(frame, response))));
		}
	}

	/**
	 * Return the profile whose form the usage of an answer has.
	 */
	private static SdkProfile profile(Usage usage) {
		if (usage.requestUsageEntries() == null) {
			return SdkProfile.V0_2;
		}
		return usage.inputTokensDetails().further().isEmpty() ? SdkProfile.V0_22 : SdkProfile.V0_24;
	}

	/**
	 * Return a frame with what is known of the response.
	 */
	private static JsonObject known(JsonObject frame, ModelResponse response) {
		JsonObject body = frame.objectOrNull("response");
		if (body == null) {
			return frame;
		}
		if (response.responseId() != null) {
			body = body.with("id", response.responseId());
		}
		if (body.get("usage") != null) {
			JsonObject raw = response.rawUsage();
			body = body.with("usage", (raw != null) ? raw : usage(response.usage()));
		}
		return frame.with("response", body);
	}

	private static JsonObject usage(Usage usage) {
		return JsonObject.of("input_tokens", usage.inputTokens(), "input_tokens_details",
				JsonObject.of("cached_tokens", usage.inputTokensDetails().cachedTokens()), "output_tokens",
				usage.outputTokens(), "output_tokens_details",
				JsonObject.of("reasoning_tokens", usage.outputTokensDetails().reasoningTokens()), "total_tokens",
				usage.totalTokens());
	}

	private static boolean isOutput(RunItem item) {
		return item instanceof ToolCallOutputItem || item instanceof HandoffOutputItem
				|| item instanceof McpApprovalResponseItem;
	}

}
