package io.mockagents.recording;

import java.time.Duration;
import java.util.List;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the model, with what came of it.
 *
 * @param agent the agent whose turn it was
 * @param key what the model saw
 * @param requestId the id of the HTTP request, or {@code null} if the source does not
 * tell
 * @param frames the answer as it came over the wire, or as the client dumped it: the
 * engine gives both the same form. A source without raw events makes them from the items
 * @param toolResults what the turn's tool calls gave, in call order; a call without one
 * is left to the application's own function
 * @param failure what ended the answer early, or {@code null}
 * @param pauses how long the run paused before each event of the turn, raw events, items,
 * tool outputs and all; empty if the source does not tell
 */
public record RecordedTurn(RecordedAgent agent, TurnKey key, @Nullable String requestId, List<JsonObject> frames,
		List<RecordedToolResult> toolResults, @Nullable RecordedFailure failure, List<Duration> pauses) {

	public RecordedTurn {
		frames = List.copyOf(frames);
		toolResults = List.copyOf(toolResults);
		pauses = List.copyOf(pauses);
	}

}
