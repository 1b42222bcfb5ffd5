package io.mockagents.recording.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.SameJson;
import io.mockagents.recording.RecordedAgent;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedToolResult;
import io.mockagents.recording.RecordedTurn;
import io.mockagents.recording.TurnKey;
import org.jspecify.annotations.Nullable;

/**
 * A turn of a logged call, as far as it has been read. Every run gives first the raw
 * events of the answer, then its items in the order of the output, then what its calls
 * gave.
 */
public final class LoggedTurn {

	/**
	 * Types of output items that make no event, or not in every SDK.
	 */
	private static final Set<String> SILENT = Set.of("compaction", "tool_search_call", "tool_search_output",
			"custom_tool_call");

	private static final Set<String> FAILED = Set.of("response.failed", "response.incomplete", "error");

	private static final String LINES = "; a line is missing, twice there, or another call's";

	private final RecordedAgent agent;

	private final Set<String> withApproval;

	private final TurnKey key;

	private final List<JsonObject> frames = new ArrayList<>();

	private final Map<String, RecordedToolResult> results = new LinkedHashMap<>();

	private final Map<String, JsonObject> callDetails = new LinkedHashMap<>();

	private final List<String> outputTexts = new ArrayList<>();

	/** The calls that something has to come of, and the names of what they call. */
	private final Map<String, String> calls = new LinkedHashMap<>();

	private final Set<String> handoffCalls = new LinkedHashSet<>();

	private @Nullable List<JsonObject> output;

	private int items;

	private boolean anyItem;

	private boolean handedOff;

	private boolean resumed;

	private @Nullable Integer sequence;

	private @Nullable String responseId;

	public LoggedTurn(RecordedAgent agent, Set<String> withApproval, TurnKey key) {
		this.agent = agent;
		this.withApproval = withApproval;
		this.key = key;
	}

	/**
	 * Return the turn of a run that goes on with an interrupted one: no answer, but what
	 * became of the calls that waited.
	 * @param waiting the turn that was interrupted
	 */
	public static LoggedTurn resumed(LoggedTurn waiting, TurnKey key) {
		LoggedTurn resumed = new LoggedTurn(waiting.agent, Set.of(), key);
		resumed.calls.putAll(waiting.calls);
		resumed.handoffCalls.addAll(waiting.handoffCalls);
		resumed.output = List.of();
		resumed.resumed = true;
		return resumed;
	}

	/**
	 * Whether another agent takes over after the turn.
	 */
	boolean handsOff() {
		return this.handedOff;
	}

	/**
	 * Whether the answer of the model is there to its end.
	 */
	boolean isAnswered() {
		return this.output != null;
	}

	/**
	 * Whether it is the rest of a turn that was interrupted.
	 */
	public boolean isResumed() {
		return this.resumed;
	}

	/**
	 * Whether there are events after those of the answer.
	 */
	public boolean hasItems() {
		return this.anyItem;
	}

	/**
	 * Return the type of the last frame if it ends the answer and the run, else
	 * {@code null}.
	 */
	public @Nullable String failedBy() {
		String type = this.frames.isEmpty() ? "" : this.frames.get(this.frames.size() - 1).string("type");
		return (this.output == null && FAILED.contains(type)) ? type : null;
	}

	/**
	 * Whether a frame ends the answer and the run.
	 */
	static boolean isFailed(JsonObject frame) {
		return FAILED.contains(String.valueOf(frame.get("type")));
	}

	/**
	 * Whether a frame is the first of the next turn's answer.
	 */
	public boolean isEndedBy(JsonObject frame) {
		return this.output != null && (this.anyItem || this.handedOff || starts(frame));
	}

	/**
	 * Whether a frame is the first of an answer, as far as it tells.
	 */
	static boolean starts(JsonObject frame) {
		return Integer.valueOf(0).equals(number(frame)) || isFirst(frame.string("type"));
	}

	private static boolean isFirst(String type) {
		return type.equals("response.created") || type.equals("response.queued");
	}

	private static @Nullable Integer number(JsonObject frame) {
		return (frame.get("sequence_number") instanceof Integer number) ? number : null;
	}

	/**
	 * Return the number of a frame.
	 * @param frame the frame
	 * @param sequence the number of the frame before it, or {@code null}
	 * @param first whether it is the first of an answer
	 * @return the number, that before where the frame has none
	 * @throws IllegalArgumentException if another number comes next
	 */
	static @Nullable Integer next(JsonObject frame, @Nullable Integer sequence, boolean first) {
		Integer number = number(frame);
		if (number != null && (first ? number != 0 && !isFirst(frame.string("type"))
				: sequence != null && number != sequence + 1)) {
			throw new IllegalArgumentException("its sequence_number is " + number + " where "
					+ ((sequence != null) ? sequence + 1 : 0) + " comes next" + LINES);
		}
		return (number != null) ? number : sequence;
	}

	/**
	 * Return the id of the response that a frame is of. Numbers alone do not tell it:
	 * where lines are missing up to the same place in another answer, they go on.
	 * @param frame the frame
	 * @param before the id of the response that the frames before it are of, or
	 * {@code null}
	 * @return the id, that before where the frame has none
	 * @throws IllegalArgumentException if it is of another response
	 */
	static @Nullable String response(JsonObject frame, @Nullable String before) {
		JsonObject response = frame.objectOrNull("response");
		String id = (response != null && response.get("id") instanceof String text) ? text : before;
		if (before != null && !before.equals(id)) {
			throw new IllegalArgumentException(
					"it is of the response " + id + ", but the answer began with " + before + LINES);
		}
		return id;
	}

	public void frame(JsonObject frame) {
		String type = frame.string("type");
		this.sequence = next(frame, this.sequence, this.frames.isEmpty());
		this.frames.add(frame);
		this.responseId = response(frame, this.responseId);
		if (type.equals("response.completed")) {
			JsonObject response = frame.objectOrNull("response");
			if (response == null || this.output != null) {
				throw new IllegalArgumentException(
						(response == null) ? "it has no response" : "the answer was completed before" + LINES);
			}
			this.output = response.objects("output");
		}
	}

	public void item(String name, JsonObject item) {
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
			throw new IllegalArgumentException("its item " + rawItem.get("id") + " does not come next in the output of "
					+ "the answer before it" + LINES);
		}
		requireSilent(output.subList(this.items, index));
		this.items = index + 1;
		String callId = rawItem.stringOrNull("call_id");
		boolean handoff = name.equals("handoff_requested");
		if (callId != null && (handoff || "function_call".equals(rawItem.get("type")))) {
			this.calls.put(callId, String.valueOf(rawItem.get("name")));
			if (handoff) {
				this.handoffCalls.add(callId);
			}
			else {
				this.callDetails.put(callId, details(item));
			}
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
		String text = text(rawItem);
		this.outputTexts.add(text);
		if (!this.handoffCalls.contains(callId)) {
			this.results.put(callId, new RecordedToolResult(callId, item.get("output"), text, details(item)));
		}
	}

	/**
	 * Take the application's answer to a request for approval.
	 */
	private void approval(JsonObject rawItem) {
		String requestId = rawItem.stringOrNull("approval_request_id");
		if (requestId == null) {
			throw new IllegalArgumentException("its item answers no request for approval");
		}
		this.results.put(requestId, new RecordedToolResult(requestId, rawItem, ""));
	}

	private void handoff(JsonObject rawItem) {
		takeCall(rawItem);
		this.outputTexts.add(text(rawItem));
		this.handedOff = true;
	}

	/**
	 * Return the fields that follow the type of an item.
	 */
	private static JsonObject details(JsonObject item) {
		JsonObject.Builder details = JsonObject.builder();
		boolean follows = false;
		for (int i = 0; i < item.size(); i++) {
			if (follows) {
				details.put(item.keyAt(i), item.valueAt(i));
			}
			follows |= item.keyAt(i).equals("type");
		}
		return details.build();
	}

	private String takeCall(JsonObject rawItem) {
		String callId = rawItem.stringOrNull("call_id");
		if (callId == null || this.calls.remove(callId) == null) {
			throw new IllegalArgumentException("its call " + callId + " is none of the turn's that wait for an output, "
					+ this.calls.keySet() + LINES);
		}
		return callId;
	}

	private static String text(JsonObject rawItem) {
		String text = rawItem.stringOrNull("output");
		if (text == null) {
			throw new IllegalArgumentException(
					"the output of its call " + rawItem.get("call_id") + " is no text, and only text can be played");
		}
		return text;
	}

	/**
	 * Check that nothing of the turn is missing.
	 * @param last whether the run ends with it
	 * @throws IllegalArgumentException if something is
	 */
	void complete(boolean last) {
		List<JsonObject> answered = this.output;
		if (answered == null) {
			throw new IllegalArgumentException("its last answer is not completed: lines are missing, or the run was "
					+ "cancelled, which cannot be played");
		}
		requireSilent(answered.subList(this.items, answered.size()));
		for (Map.Entry<String, String> call : this.calls.entrySet()) {
			if (!last || !this.withApproval.contains(call.getValue())) {
				throw new IllegalArgumentException(
						"the call " + call.getKey() + " of '" + call.getValue() + "' has no output" + LINES);
			}
		}
		if (last && this.handedOff) {
			throw new IllegalArgumentException(
					"its last event hands off to another agent, of which there is no answer" + LINES);
		}
	}

	/**
	 * Whether the turn can be played as far as it was logged: within the answer, after
	 * all of its items, or after all that came of its calls. Not after a handoff, which
	 * the next agent follows.
	 */
	boolean canEndHere() {
		List<JsonObject> answered = this.output;
		return answered == null || (!this.handedOff && this.items == answered.size()
				&& (this.calls.isEmpty() || this.outputTexts.isEmpty()));
	}

	/**
	 * Whether the answer and its items are there, and none of them is a call.
	 */
	boolean hasLastMessage() {
		List<JsonObject> answered = this.output;
		return answered != null && this.items == answered.size() && this.calls.isEmpty() && this.outputTexts.isEmpty();
	}

	/**
	 * Whether the answer ends the run whatever the type of its output: it has a text, and
	 * nothing that could make the run go on.
	 */
	boolean endsRun() {
		List<JsonObject> answered = this.output;
		if (answered == null || answered.isEmpty() || !answered.stream().allMatch(LoggedTurn::isSaidOrThought)) {
			return false;
		}
		JsonObject last = answered.get(answered.size() - 1);
		List<JsonObject> content = "message".equals(last.get("type")) ? last.objects("content") : List.of();
		return !content.isEmpty() && content.get(content.size() - 1).get("text") instanceof String text
				&& !text.isEmpty();
	}

	private static boolean isSaidOrThought(JsonObject item) {
		return "message".equals(item.get("type")) || "reasoning".equals(item.get("type"));
	}

	public List<String> outputTexts() {
		return this.outputTexts;
	}

	public RecordedTurn recorded(@Nullable RecordedFailure failure, List<Duration> pauses) {
		return new RecordedTurn(this.agent, this.key, null, this.frames, List.copyOf(this.results.values()), failure,
				pauses, this.callDetails);
	}

}
