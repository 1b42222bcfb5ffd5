package io.mockagents.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunState;
import io.mockagents.agent.ToolApprovalItem;
import org.jspecify.annotations.Nullable;

/**
 * The calls that an interrupted run waits with, beside those of a recorded one.
 */
public final class ResumedCalls {

	private ResumedCalls() {
	}

	/**
	 * Return the id that each recorded call has in an interrupted run. Calls are told by
	 * their ids, or where the run was played with fresh ones, by their names and
	 * arguments.
	 * @param run the recorded run
	 * @param state the interrupted run
	 * @return the ids by the recorded ones, or {@code null} if the recorded run does not
	 * go on with these calls
	 */
	public static @Nullable Map<String, String> of(RecordedRun run, RunState state) {
		RecordedRun interrupted = run.interrupted();
		if (interrupted == null || run.turns().isEmpty() || interrupted.turns().isEmpty()) {
			return null;
		}
		List<JsonObject> recorded = waiting(run, interrupted);
		Map<String, String> ids = new HashMap<>();
		for (ToolApprovalItem item : state.interruptions()) {
			JsonObject call = item.rawItem();
			JsonObject found = recorded.stream()
				.filter((candidate) -> id(candidate).equals(id(call)))
				.findFirst()
				.orElseGet(() -> recorded.stream()
					.filter((candidate) -> isAlike(candidate, call))
					.findFirst()
					.orElse(null));
			if (found == null) {
				return null;
			}
			recorded.remove(found);
			ids.put(id(found), id(call));
		}
		return recorded.isEmpty() ? ids : null;
	}

	private static List<JsonObject> waiting(RecordedRun run, RecordedRun interrupted) {
		List<String> answered = run.turns().get(0).toolResults().stream().map(RecordedToolResult::callId).toList();
		List<JsonObject> waiting = new ArrayList<>();
		for (RecordedTurn turn : interrupted.turns()) {
			turn.output().stream().filter((item) -> answered.contains(id(item))).forEach(waiting::add);
		}
		return waiting;
	}

	private static boolean isAlike(JsonObject recorded, JsonObject call) {
		return String.valueOf(recorded.get("name")).equals(call.get("name"))
				&& String.valueOf(recorded.get("arguments")).equals(call.get("arguments"));
	}

	private static String id(JsonObject item) {
		Object id = (item.get("call_id") != null) ? item.get("call_id") : item.get("id");
		return String.valueOf(id);
	}

}
