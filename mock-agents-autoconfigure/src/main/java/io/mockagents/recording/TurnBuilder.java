package io.mockagents.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mockagents.agent.Handoff;
import io.mockagents.agent.JsonObject;
import io.mockagents.json.SameJson;
import io.mockagents.json.JsonCodec;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * Builds one turn of a run from its events: first the frames of the answer, then its
 * items in the order of the output, then the results of its calls.
 */
public final class TurnBuilder {

	/**
	 * Types of output items that make no event, or not in every SDK.
	 */
	private static final Set<String> SILENT = Set.of("compaction", "tool_search_call", "tool_search_output",
			"custom_tool_call");

	private static final Set<String> ITEM_FIELDS = Set.of("agent", "raw_item", "output", "source_agent", "target_agent",
			"type");

	/** The id that the SDK gives items of its own. */
	private static final String HANDLER_ID = "__fake_id__";

	private static final String TRANSFER = "transfer_to_";

	private static final String LINES = "; a line is missing, duplicated, or belongs to another call";

	private final RecordedAgent agent;

	private final TurnKey key;

	private final FrameOrder order = new FrameOrder();

	private final List<JsonObject> frames = new ArrayList<>();

	private final List<RecordedToolResult> results = new ArrayList<>();

	private final Map<String, JsonObject> callDetails = new LinkedHashMap<>();

	private final List<String> outputTexts = new ArrayList<>();

	/** The names of what is called, by the id of the call. */
	private final Map<String, String> calls = new LinkedHashMap<>();

	private final Set<String> handoffCalls = new LinkedHashSet<>();

	/** The requests of MCP servers for approval. */
	private final Set<String> requests = new LinkedHashSet<>();

	/** The calls and requests that have a result. */
	private final Set<String> answered = new LinkedHashSet<>();

	/** How many calls with an id have no result yet. */
	private final Map<String, Integer> open = new HashMap<>();

	/** Whether nothing can be missing. */
	private final boolean complete;

	private @Nullable List<JsonObject> output;

	private int items;

	private boolean anyItem;

	private boolean handedOff;

	private boolean resumed;

	/**
	 * Create a builder.
	 * @param agent the agent whose turn it is
	 * @param key what the model sees
	 * @param complete whether the source cannot have lost events, so that the numbers of
	 * frames are not checked
	 */
	TurnBuilder(RecordedAgent agent, TurnKey key, boolean complete) {
		this.agent = agent;
		this.key = key;
		this.complete = complete;
	}

	/**
	 * Return the first turn of a run that continues an interrupted one: no answer, but
	 * the results of the pending calls.
	 * @param interrupted the turn that was interrupted
	 */
	static TurnBuilder resumed(TurnBuilder interrupted, TurnKey key) {
		TurnBuilder resumed = new TurnBuilder(interrupted.agent, key, interrupted.complete);
		resumed.calls.putAll(interrupted.unanswered());
		resumed.open.putAll(interrupted.open);
		resumed.handoffCalls.addAll(interrupted.handoffCalls);
		resumed.requests.addAll(interrupted.requests);
		resumed.requests.removeAll(interrupted.answered);
		resumed.output = List.of();
		resumed.resumed = true;
		return resumed;
	}

	/**
	 * Return whether another agent takes over after the turn.
	 * @return whether another agent takes over after the turn
	 */
	public boolean handsOff() {
		return this.handedOff;
	}

	/**
	 * Return whether the answer of the model is complete.
	 * @return whether the answer of the model is complete
	 */
	public boolean isAnswered() {
		return this.output != null;
	}

	/**
	 * Return whether the turn is the rest of one that was interrupted.
	 */
	boolean isResumed() {
		return this.resumed;
	}

	/**
	 * Return whether there are events after those of the answer.
	 */
	boolean hasItems() {
		return this.anyItem;
	}

	boolean hasFrames() {
		return !this.frames.isEmpty();
	}

	/**
	 * Return the type of the last frame if it ends the answer and the run, otherwise
	 * {@code null}.
	 * @return the type of the last frame if it ends the answer and the run, otherwise
	 * {@code null}
	 */
	public @Nullable String failedBy() {
		JsonObject last = this.frames.isEmpty() ? JsonObject.of() : this.frames.get(this.frames.size() - 1);
		return (this.output == null && FrameOrder.isFailed(last)) ? last.string("type") : null;
	}

	/**
	 * Return whether a frame is the first of the next turn's answer.
	 * @param frame the frame
	 * @return whether a frame is the first of the next turn's answer
	 */
	public boolean isEndedBy(JsonObject frame) {
		return this.output != null && (this.anyItem || this.handedOff || FrameOrder.starts(frame));
	}

	void frame(JsonObject frame) {
		if (!this.complete) {
			this.order.next(frame, this.frames.isEmpty());
		}
		this.frames.add(frame);
		if ("response.completed".equals(frame.get("type"))) {
			JsonObject response = frame.objectOrNull("response");
			if (response == null || (this.output != null && !this.complete)) {
				throw new IllegalArgumentException(
						(response == null) ? "it has no response" : "the answer was completed before" + LINES);
			}
			this.output = response.objects("output");
		}
	}

	/**
	 * Take an answer whose frames were made from its items.
	 * @param output the items as the client dumps them
	 */
	void answer(List<JsonObject> frames, List<JsonObject> output) {
		this.frames.addAll(frames);
		this.output = output;
	}

	void item(String name, JsonObject item) {
		if (this.output == null) {
			throw new IllegalArgumentException("it is '" + name + "' before the answer is completed"
					+ "; this order is that of openai-agents 0.2.10 to 0.19, or lines are missing");
		}
		JsonObject rawItem = item.objectOrNull("raw_item");
		if (rawItem == null) {
			throw new IllegalArgumentException("its item has no raw_item");
		}
		this.anyItem = true;
		switch (name) {
			case "tool_output" -> toolOutput(rawItem, item);
			case "handoff_occured" -> handoff(rawItem);
			case "mcp_approval_response" -> approval(rawItem);
			default -> outputItem(this.output, name, rawItem, item);
		}
	}

	private void outputItem(List<JsonObject> output, String name, JsonObject rawItem, JsonObject item) {
		int index = this.items;
		while (index < output.size() && !SameJson.is(output.get(index), rawItem)) {
			index++;
		}
		if (index == output.size()) {
			throw new IllegalArgumentException("its item " + rawItem.get("id")
					+ " is not the next one in the output of " + "the answer before it" + LINES);
		}
		requireSilent(output.subList(this.items, index));
		this.items = index + 1;
		String callId = rawItem.stringOrNull("call_id");
		String id = rawItem.stringOrNull("id");
		boolean handoff = name.equals("handoff_requested");
		JsonObject details = details(item);
		if (callId != null && (handoff || "function_call".equals(rawItem.get("type")))) {
			this.calls.put(callId, String.valueOf(rawItem.get("name")));
			this.open.merge(callId, 1, Integer::sum);
			if (handoff) {
				this.handoffCalls.add(callId);
			}
			else {
				this.callDetails.put(callId, details);
			}
		}
		else if (id != null && "mcp_approval_request".equals(rawItem.get("type"))) {
			this.requests.add(id);
		}
		else if (id != null && !details.isEmpty()) {
			this.callDetails.put(id, details);
		}
	}

	private static void requireSilent(List<JsonObject> items) {
		for (JsonObject item : items) {
			if (!SILENT.contains(String.valueOf(item.get("type")))) {
				throw new IllegalArgumentException("the item " + item.get("id") + " of the answer, a "
						+ item.get("type") + ", has no event" + LINES);
			}
		}
	}

	private void toolOutput(JsonObject rawItem, JsonObject item) {
		String callId = takeCall(rawItem);
		this.outputTexts.add(text(rawItem));
		String text = (rawItem.get("output") instanceof String output) ? output : PythonText.str(item.get("output"));
		if (!this.handoffCalls.contains(callId)) {
			this.results.add(new RecordedToolResult(callId, item.get("output"), text, details(item)));
		}
	}

	/**
	 * Take the application's answer to a request for approval.
	 */
	private void approval(JsonObject rawItem) {
		String requestId = rawItem.stringOrNull("approval_request_id");
		if (requestId == null) {
			throw new IllegalArgumentException("its item does not answer a request for approval");
		}
		this.answered.add(requestId);
		this.results.add(new RecordedToolResult(requestId, rawItem, ""));
	}

	private void handoff(JsonObject rawItem) {
		takeCall(rawItem);
		this.outputTexts.add(text(rawItem));
		this.handedOff = true;
	}

	/**
	 * Return the fields of an item that not every item has.
	 * @param item the item
	 * @return the fields of an item that not every item has
	 */
	public static JsonObject details(JsonObject item) {
		JsonObject.Builder details = JsonObject.builder();
		item.forEach((key, value) -> {
			if (!ITEM_FIELDS.contains(key)) {
				details.put(key, value);
			}
		});
		return details.build();
	}

	private String takeCall(JsonObject rawItem) {
		String callId = rawItem.stringOrNull("call_id");
		if (callId == null || this.open.getOrDefault(callId, 0) == 0) {
			throw new IllegalArgumentException("its call " + callId
					+ " is not one of the turn's calls without an output, " + unanswered().keySet() + LINES);
		}
		this.answered.add(callId);
		this.open.merge(callId, -1, Integer::sum);
		return callId;
	}

	/**
	 * Return the output of a call as {@link TurnKey} has it: structured contents as JSON.
	 */
	private static String text(JsonObject rawItem) {
		Object output = rawItem.get("output");
		if (!(output instanceof String || output instanceof List)) {
			throw new IllegalArgumentException("the output of its call " + rawItem.get("call_id")
					+ " is neither a text nor a list of contents, and nothing else can be played");
		}
		return (output instanceof String text) ? text : JsonCodec.write(output);
	}

	/**
	 * Return the calls without an output, in order.
	 * @return the names of what is called, by the id of the call
	 */
	public Map<String, String> unanswered() {
		Map<String, String> unanswered = new LinkedHashMap<>(this.calls);
		unanswered.keySet().removeIf((callId) -> this.open.getOrDefault(callId, 0) == 0);
		return unanswered;
	}

	/**
	 * Return the ids of the calls and the requests for approval that are pending.
	 * @return the ids of the calls and the requests for approval that are pending
	 */
	public Set<String> pending() {
		Set<String> pending = new LinkedHashSet<>(this.requests);
		pending.removeAll(this.answered);
		Set<String> all = new LinkedHashSet<>(unanswered().keySet());
		all.addAll(pending);
		return all;
	}

	/**
	 * Return the ids of the calls and the requests for approval that have a result, in
	 * the order of the results.
	 * @return the ids of the calls and the requests for approval that have a result
	 */
	public Set<String> answered() {
		return Collections.unmodifiableSet(this.answered);
	}

	/**
	 * Return the ids of the calls, in order.
	 * @return the ids of the calls, in order
	 */
	public List<String> calls() {
		return List.copyOf(this.calls.keySet());
	}

	/**
	 * Return whether a call hands over to another agent.
	 * @param callId the id of the call
	 * @return whether a call hands over to another agent
	 */
	public boolean isHandoff(String callId) {
		return this.handoffCalls.contains(callId);
	}

	/**
	 * Check that no event of the turn is missing.
	 * @param last whether the run ends with the turn
	 * @param withApproval the tools whose calls may be pending at the end of a run
	 * @throws IllegalArgumentException if one is
	 */
	public void complete(boolean last, Set<String> withApproval) {
		List<JsonObject> expected = this.output;
		if (expected == null) {
			throw new IllegalArgumentException("its last answer is not completed: lines are missing, or the run was "
					+ "cancelled, which cannot be played");
		}
		requireSilent(expected.subList(this.items, expected.size()));
		unanswered().forEach((id, name) -> {
			if (!last || !withApproval.contains(name)) {
				throw new IllegalArgumentException("the call " + id + " of '" + name + "' has no output" + LINES);
			}
		});
		if (last && this.handedOff) {
			throw new IllegalArgumentException(
					"its last event hands off to another agent, which does not answer" + LINES);
		}
	}

	/**
	 * Return whether the turn can be played up to here: within the answer, after all of
	 * its items, or after all results of its calls. Not after a handoff, which the next
	 * agent follows.
	 * @return whether the turn can be played up to here
	 */
	public boolean canEndHere() {
		return this.output == null || (!this.handedOff && this.items == this.output.size()
				&& (this.answered.isEmpty() || unanswered().isEmpty()));
	}

	/**
	 * Return whether the answer and its items are there, and none of them is a call.
	 * @return whether the answer and its items are there, and none of them is a call
	 */
	public boolean hasLastMessage() {
		return this.output != null && this.items == this.output.size() && this.calls.isEmpty()
				&& this.answered.isEmpty();
	}

	/**
	 * Return whether the answer ends the run whatever the type of its output: it has a
	 * text, and nothing that could make the run continue.
	 * @return whether the answer ends the run whatever the type of its output
	 */
	public boolean endsRun() {
		List<JsonObject> items = this.output;
		if (items == null || items.isEmpty() || !items.stream().allMatch(TurnBuilder::isSaidOrThought)) {
			return false;
		}
		JsonObject last = items.get(items.size() - 1);
		List<JsonObject> content = "message".equals(last.get("type")) ? last.objects("content") : List.of();
		return !content.isEmpty() && content.get(content.size() - 1).get("text") instanceof String text
				&& !text.isEmpty();
	}

	private static boolean isSaidOrThought(JsonObject item) {
		return "message".equals(item.get("type")) || "reasoning".equals(item.get("type"));
	}

	/**
	 * Return whether a message is none of the answer: an error handler of the application
	 * has made it.
	 */
	boolean isOfHandler(String name, JsonObject item) {
		JsonObject rawItem = item.objectOrNull("raw_item");
		return name.equals("message_output_created") && rawItem != null && HANDLER_ID.equals(rawItem.get("id"))
				&& this.output != null && this.items == this.output.size();
	}

	/**
	 * Return whether nothing of the turn makes the run continue.
	 */
	boolean canBeFinal() {
		return this.calls.isEmpty() && !this.handedOff;
	}

	List<String> outputTexts() {
		return this.outputTexts;
	}

	/**
	 * Return the turn.
	 * @param target the agent that takes over after it, or {@code null}
	 */
	RecordedTurn build(@Nullable RecordedAgent target, @Nullable String requestId, @Nullable RecordedFailure failure,
			List<Duration> pauses) {
		RecordedAgent agent = this.agent.handoffs().isEmpty() ? this.agent.withHandoffs(handoffs(target)) : this.agent;
		return new RecordedTurn(agent, this.key, requestId, this.frames, this.results, failure, pauses,
				this.callDetails);
	}

	/**
	 * Return the handoffs that the calls show.
	 */
	private List<String> handoffs(@Nullable RecordedAgent target) {
		List<String> handoffs = new ArrayList<>();
		if (target != null && this.handedOff) {
			handoffs.add(target.name());
		}
		for (String callId : this.handoffCalls) {
			String name = this.calls.getOrDefault(callId, "");
			if (name.startsWith(TRANSFER)
					&& handoffs.stream().noneMatch((handoff) -> Handoff.defaultToolName(handoff).equals(name))) {
				handoffs.add(name.substring(TRANSFER.length()));
			}
		}
		return handoffs;
	}

	/**
	 * Checks that no frame of an answer is missing or there twice, by the numbers of the
	 * frames and the id of their response. Numbers alone do not suffice: where lines are
	 * missing up to the same place in another answer, they continue.
	 */
	public static final class FrameOrder {

		private static final Set<String> FAILED = Set.of("response.failed", "response.incomplete", "error");

		private @Nullable Integer sequence;

		private @Nullable String responseId;

		/**
		 * Return whether a frame ends the answer and the run.
		 * @param frame the frame
		 * @return whether a frame ends the answer and the run
		 */
		public static boolean isFailed(JsonObject frame) {
			return FAILED.contains(String.valueOf(frame.get("type")));
		}

		/**
		 * Return whether a frame is the first of an answer, as far as it shows.
		 */
		static boolean starts(JsonObject frame) {
			return Integer.valueOf(0).equals(frame.get("sequence_number")) || isFirst(frame);
		}

		private static boolean isFirst(JsonObject frame) {
			String type = frame.string("type");
			return type.equals("response.created") || type.equals("response.queued");
		}

		/**
		 * Return whether no frame with a response was checked yet.
		 * @return whether no frame with a response was checked yet
		 */
		public boolean isBeforeFirst() {
			return this.responseId == null;
		}

		/**
		 * Check the next frame of any answer.
		 * @param frame the frame
		 * @throws IllegalArgumentException if another frame comes next
		 */
		public void next(JsonObject frame) {
			next(frame, this.sequence == null || starts(frame));
		}

		void next(JsonObject frame, boolean first) {
			if (frame.get("sequence_number") instanceof Integer number) {
				Integer before = this.sequence;
				if (first ? number != 0 && !isFirst(frame) : before != null && number != before + 1) {
					throw new IllegalArgumentException("its sequence_number is " + number + " where "
							+ ((before != null) ? before + 1 : 0) + " is expected" + LINES);
				}
				this.sequence = number;
			}
			JsonObject response = frame.objectOrNull("response");
			if (response != null && response.get("id") instanceof String id) {
				if (!first && this.responseId != null && !this.responseId.equals(id)) {
					throw new IllegalArgumentException(
							"it is of the response " + id + ", but the answer began with " + this.responseId + LINES);
				}
				this.responseId = id;
			}
			else if (first) {
				this.responseId = null;
			}
		}

	}

}
