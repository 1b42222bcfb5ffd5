package io.mockagents.recording;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the model, with what came of it.
 *
 * @param agent the agent whose turn it was
 * @param key what the model saw
 * @param requestId the id of the HTTP request, or {@code null} if the source does not
 * contain it
 * @param frames the answer as it came over the wire, or as the client dumped it: the
 * engine brings both into the same form. A source without raw events makes them from the
 * items
 * @param toolResults what the turn's tool calls gave, in call order; a call without one
 * is left to the application's own function
 * @param failure what ended the answer early, or {@code null}
 * @param pauses how long the run paused before each event of the turn, raw events, items,
 * tool outputs and all; empty if the source does not contain it
 * @param callDetails the fields that follow the type in the items of the turn's tool
 * calls, by the id of the call; without those that the source does not contain
 */
public record RecordedTurn(RecordedAgent agent, TurnKey key, @Nullable String requestId, List<JsonObject> frames,
		List<RecordedToolResult> toolResults, @Nullable RecordedFailure failure, List<Duration> pauses,
		Map<String, JsonObject> callDetails) {

	public RecordedTurn {
		frames = List.copyOf(frames);
		toolResults = List.copyOf(toolResults);
		pauses = List.copyOf(pauses);
		callDetails = Map.copyOf(callDetails);
	}

	/**
	 * Create a turn without further details of its tool calls.
	 * @param agent the agent whose turn it was
	 * @param key what the model saw
	 * @param requestId the id of the HTTP request, or {@code null}
	 * @param frames the answer
	 * @param toolResults what the turn's tool calls gave
	 * @param failure what ended the answer early, or {@code null}
	 * @param pauses how long the run paused before each event of the turn
	 */
	public RecordedTurn(RecordedAgent agent, TurnKey key, @Nullable String requestId, List<JsonObject> frames,
			List<RecordedToolResult> toolResults, @Nullable RecordedFailure failure, List<Duration> pauses) {
		this(agent, key, requestId, frames, toolResults, failure, pauses, Map.of());
	}

	/**
	 * Return whether this is not an answer, but the results of the calls of an
	 * interrupted run once they were decided on.
	 * @return whether it is the continuation of an interrupted run
	 */
	public boolean isContinuation() {
		return this.frames.isEmpty() && this.failure == null;
	}

	/**
	 * Return the items of the answer in the form of the wire.
	 * @return the items in output order, empty if the answer did not come to its end
	 */
	public List<JsonObject> output() {
		for (int i = this.frames.size() - 1; i >= 0; i--) {
			JsonObject response = this.frames.get(i).objectOrNull("response");
			if ("response.completed".equals(this.frames.get(i).get("type")) && response != null) {
				return response.objects("output");
			}
		}
		return List.of();
	}

}
