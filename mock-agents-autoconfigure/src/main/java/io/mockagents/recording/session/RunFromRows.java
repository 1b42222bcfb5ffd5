package io.mockagents.recording.session;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.mockagents.agent.Agent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.Tool;
import io.mockagents.json.JsonCodec;
import io.mockagents.json.SameJson;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ProfileFinder;
import io.mockagents.model.ResponseShapes;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedAgent;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RunBuilder;
import io.mockagents.recording.TurnBuilder;
import io.mockagents.recording.TurnKey;
import io.mockagents.wire.AnswerFrames;
import org.jspecify.annotations.Nullable;

/**
 * Makes the turns of a run from its events as rows contain them.
 */
final class RunFromRows {

	private static final Map<String, Set<String>> ANSWER_ITEMS = Map.of("message_output_created", Set.of("message"),
			"reasoning_item_created", Set.of("reasoning"), "tool_called",
			Set.of("function_call", "web_search_call", "file_search_call", "mcp_call", "image_generation_call",
					"code_interpreter_call"),
			"handoff_requested", Set.of("function_call"), "mcp_list_tools", Set.of("mcp_list_tools"),
			"mcp_approval_requested", Set.of("mcp_approval_request"));

	/** The events that can be played, by name. */
	private static final Map<String, RunItemEventName> NAMES = Arrays.stream(RunItemEventName.values())
		.filter((name) -> !name.value().startsWith("tool_search_"))
		.collect(Collectors.toMap(RunItemEventName::value, Function.identity()));

	private static final String IGNORED_HANDOFF = "Multiple handoffs detected, ignoring this one.";

	private final List<SessionEvent> events;

	private final SdkProfile profile;

	private final RunBuilder builder;

	/** The calls and requests for approval of the open turn, and those that wait. */
	private final Map<String, SessionEvent> calls = new LinkedHashMap<>();

	/** The items of the answer that is being read, and the pauses before them. */
	private final List<SessionEvent> answer = new ArrayList<>();

	private final List<Duration> answerPauses = new ArrayList<>();

	private boolean hasMessage;

	/**
	 * Create the turns of a run.
	 * @param events the events, the first of which begins the run
	 * @param input what the user wrote, if that is known
	 * @param interrupted what this run continues, or {@code null}
	 * @param usual the profile of the runs before
	 */
	RunFromRows(List<SessionEvent> events, @Nullable String input, @Nullable RunFromRows interrupted,
			SdkProfile usual) {
		this.events = events;
		RecordedAgent agent = events.get(0).agent();
		for (SessionEvent event : events.subList(1, events.size())) {
			agent = event.isAgentUpdate() ? event.agent() : checked(event, agent);
		}
		this.profile = findProfile(events.stream().filter((event) -> !event.isAgentUpdate()).toList(), usual);
		this.builder = new RunBuilder(events.get(0).agent(), input, List.of(),
				(interrupted != null) ? interrupted.builder : null);
		if (interrupted != null) {
			this.calls.putAll(interrupted.calls);
		}
		Instant last = events.get(0).row().createdAt();
		for (SessionEvent event : events.subList(1, events.size())) {
			add(event, between(last, event.row().createdAt()));
			last = event.row().createdAt();
		}
		addAnswer();
	}

	private static Duration between(Instant last, Instant next) {
		return next.isAfter(last) ? Duration.between(last, next) : Duration.ZERO;
	}

	private void add(SessionEvent event, Duration pause) {
		if (event.isAgentUpdate()) {
			addAnswer();
			requireOutputs();
			this.builder.agent(event.agent());
			this.builder.pause(pause);
		}
		else if (ANSWER_ITEMS.containsKey(event.name())) {
			if (this.answer.isEmpty()) {
				requireOutputs();
				this.calls.clear();
			}
			String type = event.rawItem().string("type");
			String id = type.equals("function_call") ? event.text("call_id")
					: type.equals("mcp_approval_request") || !event.details().isEmpty() ? event.text("id") : "";
			SessionEvent earlier = this.calls.put(id, event);
			if (earlier != null && type.equals("function_call") && SameJson.is(earlier.rawItem(), event.rawItem())) {
				throw event.invalid("contains the call '" + id + "' a second time");
			}
			this.answer.add(event);
			this.answerPauses.add(pause);
		}
		else {
			addAnswer();
			RecordedAgent target = checkAnswer(event);
			this.builder.item(event.name(), event.item(), target);
			this.builder.pause(pause);
		}
	}

	/**
	 * Check an item of an event.
	 * @param agent the agent whose turn it is
	 * @return the agent
	 */
	private static RecordedAgent checked(SessionEvent event, RecordedAgent agent) {
		RunItemEventName name = NAMES.get(event.name());
		if (name == null) {
			throw event.invalid("contains the event '" + event.name() + "', which cannot be played. Supported: "
					+ NAMES.keySet().stream().sorted().toList());
		}
		if (!name.itemType().equals(event.item().get("type"))) {
			throw event.invalid("contains an item of type " + event.item().get("type") + " in an event '" + event.name()
					+ "', which has items of type " + name.itemType());
		}
		Set<String> rawTypes = ANSWER_ITEMS.get(event.name());
		if (rawTypes != null && !rawTypes.contains(event.rawItem().stringOrNull("type")) && !isUnknownItem(event)) {
			throw event.invalid("contains an item of the unknown type " + event.rawItem().get("type") + " in an event '"
					+ event.name() + "', which has " + rawTypes.stream().sorted().toList());
		}
		if (!event.agent().equals(agent)) {
			throw event.invalid("is an event of agent '" + event.agent().name()
					+ "', whose description differs from earlier rows; the " + "agent whose turn it is is '"
					+ agent.name() + "'");
		}
		return agent;
	}

	/**
	 * Return whether an event shows an item of a type that the client does not know: as a
	 * message, with whatever the item has.
	 */
	private static boolean isUnknownItem(SessionEvent event) {
		JsonObject rawItem = event.rawItem();
		return event.name().equals("message_output_created") && rawItem.containsKey("role")
				&& rawItem.containsKey("content");
	}

	/**
	 * Add the answer that was read: its frames, made from its items, and these.
	 */
	private void addAnswer() {
		if (this.answer.isEmpty()) {
			return;
		}
		SessionEvent first = this.answer.get(0);
		List<JsonObject> output = this.answer.stream().map(SessionEvent::rawItem).toList();
		List<JsonObject> frames = AnswerFrames.of(request(), this.profile, output, first.row().createdAt(),
				new Random(first.row().id().hashCode()));
		this.builder.answer(frames, output);
		this.builder.pause(this.answerPauses.set(0, Duration.ZERO));
		frames.subList(1, frames.size()).forEach((frame) -> this.builder.pause(Duration.ZERO));
		this.hasMessage = false;
		for (int i = 0; i < this.answer.size(); i++) {
			SessionEvent item = this.answer.get(i);
			this.builder.item(item.name(), item.item(), null);
			this.builder.pause(this.answerPauses.get(i));
			this.hasMessage |= "message".equals(item.rawItem().get("type"));
		}
		this.answer.clear();
		this.answerPauses.clear();
	}

	private ModelRequest request() {
		RecordedAgent recorded = this.builder.agent();
		Agent agent = recorded.toBuilder()
			.tools(recorded.tools()
				.stream()
				.map((tool) -> tool.toTool((context, arguments) -> null))
				.toArray(Tool[]::new))
			.build();
		TurnKey key = this.builder.key();
		List<JsonObject> input = new ArrayList<>();
		if (key.userMessage() != null) {
			input.add(JsonObject.of("content", key.userMessage(), "role", "user"));
		}
		for (String output : key.toolOutputs()) {
			input.add(JsonObject.of("call_id", "", "output", output, "type", "function_call_output"));
		}
		return new ModelRequest(1, agent, agent.model(), recorded.instructions(), input, agent.tools(),
				agent.handoffs(), null, null, true, ModelSettings.NONE, true, null);
	}

	private void requireOutputs() {
		TurnBuilder open = this.builder.turn();
		// A filter of the handoff may have taken away its output
		String id = (open == null) ? null
				: open.unanswered().keySet().stream().filter((call) -> !open.isHandoff(call)).findFirst().orElse(null);
		if (id != null) {
			SessionEvent call = row(id);
			throw call.invalid("contains the call '" + call.text("call_id") + "', but no row contains its output");
		}
	}

	/**
	 * Check an event that answers a call or a request for approval.
	 * @return the agent that takes over, or {@code null}
	 */
	private @Nullable RecordedAgent checkAnswer(SessionEvent event) {
		boolean approval = event.name().equals("mcp_approval_response");
		String id = event.text(approval ? "approval_request_id" : "call_id");
		TurnBuilder open = this.builder.turn();
		SessionEvent call = this.calls.get(id);
		boolean handsOff = event.name().equals("handoff_occured");
		if (open == null || call == null || (handsOff && !open.isHandoff(id))) {
			throw event.invalid(
					(approval ? "answers the request" : handsOff ? "hands off by call" : "contains the output of call")
							+ " '" + id + "', but no earlier row of the turn contains the "
							+ (approval ? "request" : "call"));
		}
		if (approval) {
			return null;
		}
		Object output = handsOff ? JsonCodec.writePython(JsonObject.of("assistant", event.target().name()))
				: (event.rawItem().get("output") instanceof List<?> contents) ? contents : event.text("output");
		if (open.answered().contains(id) && !open.unanswered().containsKey(id)) {
			throw event.invalid("contains the output of call '" + id + "' a second time");
		}
		checkOutput(event, id, output);
		if (handsOff) {
			return event.target();
		}
		if (!output.equals("Tool '" + call.rawItem().get("name") + "' not found.")) {
			checkOrder(event, id, open);
		}
		if (open.isHandoff(id) && !output.equals(IGNORED_HANDOFF)) {
			throw event.invalid("contains the output " + JsonCodec.write(output) + " of a handoff");
		}
		return null;
	}

	private static void checkOutput(SessionEvent event, String callId, Object output) {
		JsonObject expected = JsonObject.of("call_id", callId, "output", output, "type", "function_call_output");
		if (!SameJson.is(expected, event.rawItem())) {
			throw event.invalid("contains the output " + JsonCodec.write(event.rawItem())
					+ ", which must have just 'call_id', 'output' and 'type' in this order");
		}
	}

	/**
	 * Outputs come in the order of the calls, those of handoffs after the others.
	 */
	private static void checkOrder(SessionEvent event, String callId, TurnBuilder turn) {
		List<String> order = turn.calls();
		for (String earlier : turn.answered()) {
			boolean sameKind = turn.isHandoff(earlier) == turn.isHandoff(callId);
			if (sameKind ? order.indexOf(earlier) > order.indexOf(callId) : turn.isHandoff(earlier)) {
				throw event.invalid("contains the output of call '" + callId + "' after the output of a later call");
			}
		}
	}

	/**
	 * Return the ids of the calls and requests of the last turn that are pending.
	 */
	Set<String> pending() {
		TurnBuilder last = this.builder.turn();
		return (last != null) ? last.pending() : Set.of();
	}

	/**
	 * Return the row that contains a call or request.
	 */
	SessionEvent row(String id) {
		return Objects.requireNonNull(this.calls.get(id));
	}

	/**
	 * Return whether the run ended with a message of the model, so that nothing was left
	 * to do.
	 */
	boolean isComplete() {
		TurnBuilder last = this.builder.turn();
		return last != null && last.hasLastMessage() && this.hasMessage;
	}

	SdkProfile profile() {
		return this.profile;
	}

	/**
	 * Return the profile whose form all items have: the usual one where several would do,
	 * otherwise the oldest. A message with a phase is not of the first one, which does
	 * not know phases.
	 */
	private static SdkProfile findProfile(List<SessionEvent> items, SdkProfile usual) {
		ProfileFinder finder = new ProfileFinder();
		finder.usual(usual);
		for (SessionEvent item : items) {
			if (!finder.narrow((profile) -> fits(item, profile))) {
				throw item.invalid("contains an item with the fields " + item.item().keySet() + " and in 'raw_item' "
						+ item.rawItem().keySet() + ", which does not match any of the profiles "
						+ SdkProfile.versions() + " of the SDK that the rows before it match");
			}
			if (item.name().equals("message_output_created") && item.rawItem().containsKey("phase")) {
				finder.told(false);
			}
		}
		return finder.profile();
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
	 * Return the run.
	 * @param number the number of the run in the session, from 1
	 * @param failure what ended the run, or {@code null}
	 */
	RecordedRun run(int number, String sessionId, @Nullable RecordedFailure failure) {
		SessionEvent start = this.events.get(0);
		return this.builder.end(sessionId, number, this.profile, sessionId, start.iteration(), failure,
				"row '" + start.row().id() + "'", this.events.stream().map(SessionEvent::recorded).toList());
	}

}
