package io.mockagents.actuate;

import java.time.Instant;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.loop.RunEvent;
import org.jspecify.annotations.Nullable;

/**
 * A run that was played, or plays.
 *
 * @param id the id of the run
 * @param sessionId the id under which its rows are stored
 * @param groupId the group of its {@link io.mockagents.agent.RunConfig}, or {@code null}
 * @param iteration the application's count of runs made for one request, from 0
 * @param scenario what plays: the name of a scenario or recording, or {@code null} for a
 * live model
 * @param agent the agent it started with, or {@code null} before its first event
 * @param state how it stands
 * @param started when it began
 * @param ended when it ended, or {@code null} if it has not
 * @param firstSequence the number of its first stored row, or {@code null} if none is
 * @param lastSequence the number of its last stored row, or {@code null} if none is
 * @param sequences the numbers of its stored rows, ascending; runs of one session that
 * overlap in time do not have consecutive ones
 * @param turns the turns of the model, in order
 * @param failure the type of the exception that ended it, or {@code null} if it did not
 * fail
 */
public record RecentRun(String id, String sessionId, @Nullable String groupId, int iteration, @Nullable String scenario,
		@Nullable String agent, State state, Instant started, @Nullable Instant ended, @Nullable Integer firstSequence,
		@Nullable Integer lastSequence, List<Integer> sequences, List<Turn> turns, @Nullable String failure) {

	/**
	 * How a run stands.
	 */
	public enum State {

		/** It is running. */
		RUNNING,

		/** It produced a final output. */
		ENDED,

		/** It was cancelled before its end. */
		CANCELLED,

		/** An exception ended it. */
		FAILED

	}

	/**
	 * A turn of the model.
	 *
	 * @param number the number of the turn, from 1
	 * @param started when its first event came, less the pause before it
	 * @param ended when its last event came
	 * @param rawEvents the number of its {@code raw_response_event}s
	 * @param inputTokens the tokens of its input, or {@code null} as long as they are not
	 * known
	 * @param outputTokens the tokens of its output, or {@code null} as long as they are
	 * not known
	 */
	public record Turn(int number, Instant started, Instant ended, int rawEvents, @Nullable Long inputTokens,
			@Nullable Long outputTokens) {

		Turn with(RunEvent event) {
			JsonObject usage = usage(((RawResponseEvent) event.event()).data());
			return new Turn(this.number, this.started, event.time(), this.rawEvents + 1,
					(usage != null) ? tokens(usage, "input_tokens") : this.inputTokens,
					(usage != null) ? tokens(usage, "output_tokens") : this.outputTokens);
		}

		private static @Nullable JsonObject usage(JsonObject data) {
			return (data.get("response") instanceof JsonObject response
					&& response.get("usage") instanceof JsonObject usage) ? usage : null;
		}

		private static @Nullable Long tokens(JsonObject usage, String key) {
			return (usage.get(key) instanceof Number number) ? number.longValue() : null;
		}

	}

}
