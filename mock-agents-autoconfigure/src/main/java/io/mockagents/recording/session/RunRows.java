package io.mockagents.recording.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;

import io.mockagents.agent.Agent;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.Tool;
import io.mockagents.json.JsonCodec;
import io.mockagents.json.SameJson;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ResponseShapes;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedAgent;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedToolResult;
import io.mockagents.recording.RecordedTurn;
import io.mockagents.recording.TurnKey;
import io.mockagents.wire.AnswerFrames;
import org.jspecify.annotations.Nullable;

/**
 * Makes the turns of a run from its events as rows hold them.
 */
final class RunRows {

	private static final Map<String, Set<String>> ANSWER_ITEMS = Map.of("message_output_created", Set.of("message"),
			"reasoning_item_created", Set.of("reasoning"), "tool_called",
			Set.of("function_call", "web_search_call", "file_search_call", "mcp_call", "image_generation_call",
					"code_interpreter_call"),
			"handoff_requested", Set.of("function_call"), "mcp_list_tools", Set.of("mcp_list_tools"),
			"mcp_approval_requested", Set.of("mcp_approval_request"));

	private static final Map<String, String> ITEM_TYPES = Map.of("message_output_created", "message_output_item",
			"reasoning_item_created", "reasoning_item", "tool_called", "tool_call_item", "handoff_requested",
			"handoff_call_item", "mcp_list_tools", "mcp_list_tools_item", "mcp_approval_requested",
			"mcp_approval_request_item", "tool_output", "tool_call_output_item", "handoff_occured",
			"handoff_output_item", "mcp_approval_response", "mcp_approval_response_item");

	private static final String IGNORED_HANDOFF = "Multiple handoffs detected, ignoring this one.";

	private static final String TRANSFER = "transfer_to_";

	private final List<SessionEvent> events;

	private final @Nullable String input;

	private final Map<String, SessionEvent> waiting;

	private final List<String> toolOutputs = new ArrayList<>();

	private final List<Draft> drafts = new ArrayList<>();

	private final SdkProfile profile;

	private RecordedAgent agent;

	private Draft draft;

	/**
	 * Create the turns of a run.
	 * @param events the events, the first of which begins the run
	 * @param input what the user wrote, if that is known
	 * @param interrupted what this run continues, or {@code null}
	 * @param usual the profile of the runs before
	 */
	RunRows(List<SessionEvent> events, @Nullable String input, @Nullable RunRows interrupted, SdkProfile usual) {
		this.events = events;
		this.input = input;
		this.agent = events.get(0).agent();
		this.waiting = new LinkedHashMap<>();
		if (interrupted != null) {
			this.toolOutputs.addAll(interrupted.toolOutputs);
			this.waiting.putAll(interrupted.waiting());
		}
		this.draft = new Draft(this.agent, key());
		if (interrupted != null) {
			this.draft.calls.putAll(this.waiting);
			this.draft.answered = true;
		}
		this.drafts.add(this.draft);
		Instant last = events.get(0).row().createdAt();
		for (SessionEvent event : events.subList(1, events.size())) {
			add(event, between(last, event.row().createdAt()));
			last = event.row().createdAt();
		}
		this.profile = findProfile(usual);
	}

	private static Duration between(Instant last, Instant next) {
		return next.isAfter(last) ? Duration.between(last, next) : Duration.ZERO;
	}

	private TurnKey key() {
		return new TurnKey(this.agent.name(), this.input, this.toolOutputs);
	}

	private void add(SessionEvent event, Duration pause) {
		if (event.isAgentUpdate()) {
			if (!this.draft.missing().isEmpty()) {
				throw missing(this.draft.missing().values().iterator().next());
			}
			this.draft.otherPauses.add(pause);
			this.agent = event.agent();
			begin();
			return;
		}
		checkItem(event);
		if (ANSWER_ITEMS.containsKey(event.name())) {
			addItem(event, pause);
			return;
		}
		this.draft.answered = true;
		this.draft.otherPauses.add(pause);
		switch (event.name()) {
			case "tool_output" -> addToolOutput(event);
			case "mcp_approval_response" -> addApproval(event);
			default -> addHandoff(event);
		}
	}

	private void begin() {
		if (this.draft.isEmpty()) {
			this.drafts.remove(this.draft);
		}
		this.draft = new Draft(this.agent, key());
		this.drafts.add(this.draft);
	}

	private void checkItem(SessionEvent event) {
		String type = ITEM_TYPES.get(event.name());
		if (type == null) {
			throw event.invalid("holds an event '" + event.name() + "', which is none of those that can be played: "
					+ ITEM_TYPES.keySet().stream().sorted().toList());
		}
		if (!type.equals(event.item().get("type"))) {
			throw event.invalid("holds an item of type " + event.item().get("type") + " in an event '" + event.name()
					+ "', which has items of type " + type);
		}
		Set<String> rawTypes = ANSWER_ITEMS.get(event.name());
		if (rawTypes != null && !rawTypes.contains(event.rawItem().stringOrNull("type"))) {
			throw event.invalid("holds an item of the unknown type " + event.rawItem().get("type") + " in an event '"
					+ event.name() + "', which has " + rawTypes.stream().sorted().toList());
		}
		if (!event.agent().equals(this.agent)) {
			throw event.invalid("is an event of agent '" + event.agent().name() + "' as it is in no row before it; the "
					+ "agent whose turn it is is '" + this.agent.name() + "'");
		}
	}

	private void addItem(SessionEvent event, Duration pause) {
		if (this.draft.answered) {
			if (!this.draft.missing().isEmpty()) {
				throw missing(this.draft.missing().values().iterator().next());
			}
			begin();
		}
		this.draft.items.add(event);
		if (this.draft.items.size() == 1) {
			this.draft.firstPause = pause;
		}
		else {
			this.draft.otherPauses.add(pause);
		}
		JsonObject rawItem = event.rawItem();
		JsonObject details = event.details();
		switch (rawItem.string("type")) {
			case "function_call" -> {
				String callId = event.text("call_id");
				if (this.draft.calls.put(callId, event) != null) {
					throw event.invalid("holds the call '" + callId + "' a second time");
				}
				if (!details.isEmpty()) {
					this.draft.callDetails.put(callId, details);
				}
			}
			case "mcp_approval_request" -> this.draft.requests.put(event.text("id"), event);
			default -> {
				if (!details.isEmpty()) {
					this.draft.callDetails.put(event.text("id"), details);
				}
			}
		}
	}

	private void addToolOutput(SessionEvent event) {
		String callId = event.text("call_id");
		SessionEvent call = this.draft.calls.get(callId);
		if (call == null) {
			throw event.invalid("holds the output of call '" + callId + "', which no row of the turn before it makes");
		}
		if (this.draft.outputs.contains(callId)) {
			throw event.invalid("holds the output of call '" + callId + "' a second time");
		}
		String text = event.text("output");
		checkOutput(event, callId, text);
		checkOrder(event, callId);
		this.draft.outputs.add(callId);
		this.toolOutputs.add(text);
		if (!call.name().equals("handoff_requested")) {
			JsonObject details = event.details();
			this.draft.results.add(new RecordedToolResult(callId, event.item().get("output"), text, details));
		}
		else if (!text.equals(IGNORED_HANDOFF)) {
			throw event.invalid("holds the output " + JsonCodec.write(text) + " of a handoff");
		}
	}

	private static void checkOutput(SessionEvent event, String callId, String text) {
		JsonObject expected = JsonObject.of("call_id", callId, "output", text, "type", "function_call_output");
		if (!SameJson.is(expected, event.rawItem())) {
			throw event.invalid("holds the output " + JsonCodec.write(event.rawItem())
					+ ", which has not just 'call_id', 'output' and 'type' in this order");
		}
	}

	/**
	 * Outputs come in the order of the calls, those of handoffs after the others.
	 */
	private void checkOrder(SessionEvent event, String callId) {
		List<String> order = new ArrayList<>(this.draft.calls.keySet());
		for (String earlier : this.draft.outputs) {
			boolean sameKind = isHandoff(earlier) == isHandoff(callId);
			if (sameKind ? order.indexOf(earlier) > order.indexOf(callId) : isHandoff(earlier)) {
				throw event.invalid("holds the output of call '" + callId + "' after that of a later one");
			}
		}
	}

	private boolean isHandoff(String callId) {
		SessionEvent call = this.draft.calls.get(callId);
		return call != null && call.name().equals("handoff_requested");
	}

	private void addApproval(SessionEvent event) {
		String requestId = event.text("approval_request_id");
		if (!this.draft.calls.containsKey(requestId) && !this.draft.requests.containsKey(requestId)) {
			throw event.invalid("answers the request '" + requestId + "', which no row of the turn before it makes");
		}
		this.draft.outputs.add(requestId);
		this.draft.results.add(new RecordedToolResult(requestId, event.rawItem(), ""));
	}

	private void addHandoff(SessionEvent event) {
		String callId = event.text("call_id");
		SessionEvent call = this.draft.calls.get(callId);
		if (call == null || !call.name().equals("handoff_requested")) {
			throw event.invalid("hands over by call '" + callId + "', which no row of the turn before it makes");
		}
		RecordedAgent target = event.target();
		String text = JsonCodec.writePython(JsonObject.of("assistant", target.name()));
		checkOutput(event, callId, text);
		this.draft.outputs.add(callId);
		this.draft.target = target;
		this.toolOutputs.add(text);
	}

	private static InvalidRecordingException missing(SessionEvent call) {
		return call.invalid("holds the call '" + call.text("call_id") + "', whose output no row holds");
	}

	/**
	 * Return the calls and requests of the last turn for which there is no row of what
	 * they gave.
	 */
	Map<String, SessionEvent> waiting() {
		Map<String, SessionEvent> waiting = this.draft.missing();
		this.draft.requests.forEach((id, request) -> {
			if (!this.draft.outputs.contains(id)) {
				waiting.put(id, request);
			}
		});
		return waiting;
	}

	/**
	 * Return whether the run ended with a message of the model, so that nothing was left
	 * to do.
	 */
	boolean isComplete() {
		return this.draft.missing().isEmpty() && this.draft.outputs.isEmpty()
				&& this.draft.items.stream().anyMatch((item) -> item.name().equals("message_output_created"));
	}

	SdkProfile profile() {
		return this.profile;
	}

	/**
	 * Return the profile whose form all items have: the usual one where several would do,
	 * else the oldest. A message with a phase is not of the first one, which does not
	 * know phases.
	 */
	private SdkProfile findProfile(SdkProfile usual) {
		List<SdkProfile> candidates = new ArrayList<>(List.of(SdkProfile.values()));
		candidates.remove(usual);
		candidates.add(0, usual);
		if (this.events.stream().anyMatch(RunRows::hasPhase)) {
			candidates.remove(SdkProfile.V0_2);
			candidates.add(SdkProfile.V0_2);
		}
		for (SdkProfile candidate : candidates) {
			if (misfit(candidate) == null) {
				return candidate;
			}
		}
		SessionEvent misfit = Objects.requireNonNull(misfit(usual));
		throw misfit.invalid("holds an item with the fields " + misfit.item().keySet() + " and in 'raw_item' "
				+ misfit.rawItem().keySet() + ", which is the form of none of the profiles " + SdkProfile.versions()
				+ " of the SDK");
	}

	private static boolean hasPhase(SessionEvent event) {
		return !event.isAgentUpdate() && event.name().equals("message_output_created")
				&& event.rawItem().containsKey("phase");
	}

	private @Nullable SessionEvent misfit(SdkProfile profile) {
		for (SessionEvent event : this.events) {
			if (!event.isAgentUpdate() && !fits(event, profile)) {
				return event;
			}
		}
		return null;
	}

	private static boolean fits(SessionEvent event, SdkProfile profile) {
		boolean detailed = (profile != SdkProfile.V0_2)
				&& (event.name().equals("tool_called") || event.name().equals("tool_output"));
		if (detailed == event.details().isEmpty()) {
			return false;
		}
		if (!ANSWER_ITEMS.containsKey(event.name())) {
			return profile != SdkProfile.V0_2 || !event.name().equals(RunItemEventName.MCP_APPROVAL_RESPONSE.value());
		}
		return SameJson.is(ResponseShapes.of(profile).outputItem(event.rawItem()), event.rawItem());
	}

	/**
	 * Return the turns.
	 * @param failure what ended the run, or {@code null}
	 */
	List<RecordedTurn> turns(@Nullable RecordedFailure failure) {
		List<RecordedTurn> turns = new ArrayList<>();
		for (int i = 0; i < this.drafts.size(); i++) {
			Draft draft = this.drafts.get(i);
			boolean last = (i == this.drafts.size() - 1);
			if (!draft.isEmpty()) {
				turns.add(turn(draft));
			}
			else if (last && failure != null && i > 0) {
				turns.add(new RecordedTurn(draft.agent, draft.key, null, List.of(), List.of(), failure, List.of()));
			}
			if (last && draft.target != null && failure != null) {
				turns.add(new RecordedTurn(draft.target, new TurnKey(draft.target.name(), this.input, this.toolOutputs),
						null, List.of(), List.of(), failure, List.of()));
			}
		}
		return turns;
	}

	private RecordedTurn turn(Draft draft) {
		RecordedAgent agent = draft.agentWithHandoffs();
		if (draft.items.isEmpty()) {
			return new RecordedTurn(agent, draft.key, null, List.of(), draft.results, null, draft.otherPauses);
		}
		SessionEvent first = draft.items.get(0);
		List<JsonObject> frames = AnswerFrames.of(request(draft), this.profile,
				draft.items.stream().map(SessionEvent::rawItem).toList(), first.row().createdAt(),
				new Random(first.row().id().hashCode()));
		List<Duration> pauses = new ArrayList<>();
		pauses.add(draft.firstPause);
		pauses.addAll(Collections.nCopies(frames.size(), Duration.ZERO));
		pauses.addAll(draft.otherPauses);
		return new RecordedTurn(agent, draft.key, null, frames, draft.results, null, pauses, draft.callDetails);
	}

	private ModelRequest request(Draft draft) {
		Agent agent = draft.agent.toBuilder()
			.tools(draft.agent.tools()
				.stream()
				.map((tool) -> tool.toTool((context, arguments) -> null))
				.toArray(Tool[]::new))
			.build();
		List<JsonObject> input = new ArrayList<>();
		if (this.input != null) {
			input.add(JsonObject.of("content", this.input, "role", "user"));
		}
		for (String output : draft.key.toolOutputs()) {
			input.add(JsonObject.of("call_id", "", "output", output, "type", "function_call_output"));
		}
		return new ModelRequest(this.drafts.indexOf(draft) + 1, agent, agent.model(), draft.agent.instructions(), input,
				agent.tools(), agent.handoffs(), null, null, true);
	}

	/**
	 * A turn as it is being read.
	 */
	private static final class Draft {

		private final RecordedAgent agent;

		private final TurnKey key;

		private final List<SessionEvent> items = new ArrayList<>();

		private final Map<String, SessionEvent> calls = new LinkedHashMap<>();

		private final Map<String, SessionEvent> requests = new LinkedHashMap<>();

		private final List<String> outputs = new ArrayList<>();

		private final List<RecordedToolResult> results = new ArrayList<>();

		private final Map<String, JsonObject> callDetails = new HashMap<>();

		private final List<Duration> otherPauses = new ArrayList<>();

		private Duration firstPause = Duration.ZERO;

		private @Nullable RecordedAgent target;

		private boolean answered;

		Draft(RecordedAgent agent, TurnKey key) {
			this.agent = agent;
			this.key = key;
		}

		boolean isEmpty() {
			return this.items.isEmpty() && this.results.isEmpty();
		}

		Map<String, SessionEvent> missing() {
			Map<String, SessionEvent> missing = new LinkedHashMap<>(this.calls);
			missing.keySet().removeAll(this.outputs);
			return missing;
		}

		/**
		 * Return the agent with the handoffs that its calls show.
		 */
		RecordedAgent agentWithHandoffs() {
			List<String> handoffs = new ArrayList<>(this.agent.handoffs());
			if (this.target != null && !handoffs.contains(this.target.name())) {
				handoffs.add(this.target.name());
			}
			for (SessionEvent item : this.items) {
				String name = item.name().equals("handoff_requested") ? item.text("name") : "";
				if (name.startsWith(TRANSFER)
						&& handoffs.stream().noneMatch((handoff) -> Handoff.defaultToolName(handoff).equals(name))) {
					handoffs.add(name.substring(TRANSFER.length()));
				}
			}
			return this.agent.withHandoffs(handoffs);
		}

	}

}
