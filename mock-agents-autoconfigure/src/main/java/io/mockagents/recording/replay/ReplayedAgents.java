package io.mockagents.recording.replay;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.mockagents.agent.Agent;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HandoffInputData;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.HostedTool.McpApproval;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.Tool;
import io.mockagents.agent.ToolUseBehavior;
import io.mockagents.agent.ToolUseBehavior.ToolsToFinalOutput;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedAgent;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedAgent.RecordedOutputType;
import io.mockagents.recording.RecordedAgent.RecordedTool;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedToolResult;
import io.mockagents.recording.RecordedTurn;
import org.jspecify.annotations.Nullable;

/**
 * Makes the agents of a recorded run, as far as the recording shows them.
 */
public final class ReplayedAgents {

	private static final String HOSTED_MCP = "hosted_mcp";

	private final List<Segment> segments = new ArrayList<>();

	private final BooleanSupplier ended;

	private final RecordedRun run;

	/**
	 * Create the agents of a run.
	 * @param ended whether all of its turns were played
	 */
	private ReplayedAgents(RecordedRun run, BooleanSupplier ended) {
		this.ended = ended;
		this.run = run;
		List<RecordedTurn> turns = run.parts().stream().flatMap((part) -> part.turns().stream()).toList();
		RecordedAgent agent = run.parts().get(0).startingAgent();
		List<RecordedTurn> own = new ArrayList<>();
		for (RecordedTurn turn : turns) {
			if (!turn.agent().name().equals(agent.name())) {
				this.segments.add(new Segment(run.profile(), agent, List.copyOf(own)));
				agent = turn.agent();
				own.clear();
			}
			own.add(turn);
		}
		this.segments.add(new Segment(run.profile(), agent, List.copyOf(own)));
	}

	/**
	 * Return the agent that takes the first turn.
	 * @param run the run
	 * @param ended whether the run has ended
	 * @return the agent that takes the first turn
	 */
	public static Agent startingAgentOf(RecordedRun run, BooleanSupplier ended) {
		return new ReplayedAgents(run, ended).agent(0);
	}

	private static Tool tool(RecordedTool tool) {
		return tool.toTool(new ReplayModel.Unavailable(tool.name()));
	}

	/**
	 * Make the agent of a segment. It hands over to that of the next.
	 */
	private Agent agent(int index) {
		Segment segment = this.segments.get(index);
		RecordedAgent recorded = segment.agent();
		Agent.Builder builder = recorded.toBuilder();
		RecordedOutputType type = recorded.outputType();
		if (type != null) {
			builder.outputType(new OutputType<>(type.name(), Object.class, type.jsonSchema(), type.strict()));
		}
		else if (segment.isAskedAgain()) {
			builder.outputType(new OutputType<>("object", Object.class, JsonObject.of(), false));
		}
		builder.tools(tools(segment).toArray(Tool[]::new));
		builder.toolUseBehavior(
				new ToolUseBehavior.Custom((context, results) -> new ToolsToFinalOutput(this.ended.getAsBoolean(),
						results.isEmpty() ? null : results.get(0).output())));
		Segment next = (index + 1 < this.segments.size()) ? this.segments.get(index + 1) : null;
		Set<String> toolNames = new LinkedHashSet<>();
		UnaryOperator<HandoffInputData> filter = (next == null || next.followsHandoff()) ? null
				: filterOfCalls(segment.profile());
		for (String target : segment.handoffs()) {
			if (toolNames.add(Handoff.defaultToolName(target))) {
				builder.handoffs(Handoff.to(target, null, () -> target(target, next, index)).withInputFilter(filter));
			}
		}
		if (next != null) {
			for (String toolName : segment.unansweredCalls()) {
				if (toolNames.add(toolName)) {
					builder.handoffs(new Handoff(toolName, "", JsonObject.of(), next.agent().name(),
							() -> agent(index + 1), null, filter));
				}
			}
		}
		return builder.build();
	}

	/**
	 * Return the filter that takes away the handoff itself: it happens without an event.
	 */
	private static UnaryOperator<HandoffInputData> filterOfCalls(SdkProfile profile) {
		return (profile == SdkProfile.V0_2) ? HandoffInputData::withoutToolCalls : HandoffInputData::withoutTools;
	}

	private Agent target(String name, @Nullable Segment next, int index) {
		RecordedFailure failure = this.run.failure();
		if (next == null && failure != null) {
			// The arguments of the handoff did not fit
			throw failure.exception(this.run);
		}
		return (next != null && Handoff.defaultToolName(next.agent().name()).equals(Handoff.defaultToolName(name)))
				? agent(index + 1) : Agent.builder(name).build();
	}

	private static List<Tool> tools(Segment segment) {
		List<Tool> tools = new ArrayList<>();
		Iterator<String> labels = segment.serverLabels().iterator();
		for (RecordedTool tool : segment.agent().tools()) {
			if (tool.name().equals(HOSTED_MCP) && labels.hasNext()) {
				tools.add(server(segment, labels.next()));
			}
			else {
				tools.add(tool(tool));
			}
		}
		return tools;
	}

	private static HostedTool server(Segment segment, String label) {
		JsonObject definition = JsonObject.of("type", "mcp", "server_label", label);
		return segment.isAnswered() ? new HostedTool(HOSTED_MCP, definition, (context, request) -> {
			JsonObject answer = Objects.requireNonNull(segment.answer(request.string("id")));
			return new McpApproval(Boolean.TRUE.equals(answer.get("approve")), answer.stringOrNull("reason"));
		}) : new HostedTool(HOSTED_MCP, definition);
	}

	/**
	 * The turns that an agent took until it handed over.
	 */
	private record Segment(SdkProfile profile, RecordedAgent agent, List<RecordedTurn> turns) {

		/**
		 * Return whether the output of the handoff is among what the first turn follows.
		 * A filter of the handoff may have taken it away.
		 */
		boolean followsHandoff() {
			String output = JsonCodec.writePython(JsonObject.of("assistant", this.agent.name()));
			return this.turns.isEmpty() || this.turns.get(0).key().toolOutputs().contains(output);
		}

		/**
		 * Return whether the agent was asked again although it had answered, with nothing
		 * to do but answer: it has an output type that the answer did not fit.
		 */
		boolean isAskedAgain() {
			for (int i = 0; i + 1 < this.turns.size(); i++) {
				RecordedTurn turn = this.turns.get(i);
				List<JsonObject> output = turn.output();
				if (turn.toolResults().isEmpty() && !output.isEmpty()
						&& output.stream().allMatch((item) -> "message".equals(item.get("type")))) {
					return true;
				}
			}
			return false;
		}

		/**
		 * Return the agents that the turns show it may hand over to.
		 */
		Set<String> handoffs() {
			Set<String> handoffs = new LinkedHashSet<>(this.agent.handoffs());
			this.turns.forEach((turn) -> handoffs.addAll(turn.agent().handoffs()));
			return handoffs;
		}

		/**
		 * Return the labels of the MCP servers that asked for approval.
		 */
		Set<String> serverLabels() {
			Set<String> labels = new LinkedHashSet<>();
			for (RecordedTurn turn : this.turns) {
				for (JsonObject item : turn.output()) {
					if ("mcp_approval_request".equals(item.get("type"))) {
						labels.add(item.string("server_label"));
					}
				}
			}
			return labels;
		}

		/**
		 * Return whether requests for approval were answered by the application's code.
		 */
		boolean isAnswered() {
			for (RecordedTurn turn : this.turns) {
				for (JsonObject item : turn.output()) {
					if ("mcp_approval_request".equals(item.get("type")) && answer(item.string("id")) != null) {
						return true;
					}
				}
			}
			return false;
		}

		/**
		 * Return what the application's code answered. The answer of a person has its
		 * type as the first field. Profile 0.2 shows no answer, but continues after one.
		 */
		@Nullable JsonObject answer(String requestId) {
			for (int i = 0; i < this.turns.size(); i++) {
				RecordedTurn turn = this.turns.get(i);
				if (this.profile == SdkProfile.V0_2 && i + 1 < this.turns.size()
						&& turn.output().stream().anyMatch((item) -> requestId.equals(item.get("id")))) {
					boolean called = this.turns.get(i + 1)
						.output()
						.stream()
						.anyMatch((item) -> "mcp_call".equals(item.get("type")));
					return JsonObject.of("approval_request_id", requestId, "approve", called);
				}
				for (RecordedToolResult result : turn.toolResults()) {
					if (result.callId().equals(requestId) && result.value() instanceof JsonObject answer
							&& answer.keyAt(0).equals("approval_request_id")) {
						return answer;
					}
				}
			}
			return null;
		}

		/**
		 * Return the names in the calls of the last turn that gave nothing.
		 */
		List<String> unansweredCalls() {
			List<JsonObject> calls = new ArrayList<>();
			Set<String> answered = new HashSet<>();
			for (RecordedTurn turn : this.turns) {
				if (!turn.isContinuation()) {
					calls = turn.output().stream().filter((item) -> "function_call".equals(item.get("type"))).toList();
				}
				turn.toolResults().forEach((result) -> answered.add(result.callId()));
			}
			return calls.stream()
				.filter((call) -> !answered.contains(call.string("call_id")))
				.map((call) -> call.string("name"))
				.toList();
		}

	}

}
