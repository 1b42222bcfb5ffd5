package io.mockagents.recording;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunState;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * One run of a recording.
 *
 * @param recording the name of the recording, such as that of its file or the id of its
 * session
 * @param number the number of the run in the recording, from 1
 * @param profile the SDK whose shape the events had
 * @param sessionId the id of the session its rows are stored under, or {@code null} if
 * the source does not contain it
 * @param iteration the application's count of runs made for one request of a user, from 0
 * @param startingAgent the agent that took the first turn
 * @param input the text of the user's last message, or {@code null} if the source does
 * not contain it
 * @param turns the answers of the model, in order
 * @param failure what ended the run, or {@code null} if it gave a final output
 * @param origin where the run begins in its source, for messages: a file with a line, or
 * the id of a row
 * @param interrupted the run that this one continues, whose calls waited for approval, or
 * {@code null} if it is one of its own. The first turn of a run that continues has no
 * frames, but the results of the calls that waited
 * @param events the events as the source contains them, those of the runs that this one
 * continues not among them; empty if the source does not contain them
 */
public record RecordedRun(String recording, int number, SdkProfile profile, @Nullable String sessionId, int iteration,
		RecordedAgent startingAgent, @Nullable String input, List<RecordedTurn> turns,
		@Nullable RecordedFailure failure, String origin, @Nullable RecordedRun interrupted,
		List<RecordedEvent> events) {

	public RecordedRun {
		turns = List.copyOf(turns);
		events = List.copyOf(events);
	}

	/**
	 * Create a run that continues no other, and whose source contains no events.
	 * @param recording the name of the recording
	 * @param number the number of the run in the recording, from 1
	 * @param profile the SDK whose shape the events had
	 * @param sessionId the id of its session, or {@code null}
	 * @param iteration the application's count of runs
	 * @param startingAgent the agent that took the first turn
	 * @param input the text of the user's last message, or {@code null}
	 * @param turns the answers of the model, in order
	 * @param failure what ended the run, or {@code null} if it gave a final output
	 * @param origin where the run begins in its source
	 */
	public RecordedRun(String recording, int number, SdkProfile profile, @Nullable String sessionId, int iteration,
			RecordedAgent startingAgent, @Nullable String input, List<RecordedTurn> turns,
			@Nullable RecordedFailure failure, String origin) {
		this(recording, number, profile, sessionId, iteration, startingAgent, input, turns, failure, origin, null,
				List.of());
	}

	/**
	 * Return this run with other turns, which the source's events are not those of.
	 * @param turns the turns
	 * @param interrupted the run that it continues, or {@code null}
	 * @return this run with other turns, which the source's events are not those of
	 */
	public RecordedRun withTurns(List<RecordedTurn> turns, @Nullable RecordedRun interrupted) {
		return new RecordedRun(this.recording, this.number, this.profile, this.sessionId, this.iteration,
				this.startingAgent, this.input, turns, this.failure, this.origin, interrupted, List.of());
	}

	/**
	 * Return the runs that this one continues, the first of them first, and this one.
	 * @return the runs that this one continues, the first of them first, and this one
	 */
	public List<RecordedRun> parts() {
		List<RecordedRun> parts = new ArrayList<>();
		for (RecordedRun part = this; part != null; part = part.interrupted()) {
			parts.add(0, part);
		}
		return parts;
	}

	/**
	 * Return the id that each recorded call has in an interrupted run. Calls are
	 * recognized by their ids, or where the run was played with fresh ones, by their
	 * names and arguments.
	 * @param state the interrupted run
	 * @return the ids by the recorded ones, or {@code null} if this run does not continue
	 * with these calls
	 */
	public @Nullable Map<String, String> resumedCalls(RunState state) {
		RecordedRun interrupted = this.interrupted;
		if (interrupted == null || this.turns.isEmpty() || interrupted.turns().isEmpty()) {
			return null;
		}
		List<JsonObject> recorded = waiting(interrupted);
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

	private List<JsonObject> waiting(RecordedRun interrupted) {
		List<String> answered = this.turns.get(0).toolResults().stream().map(RecordedToolResult::callId).toList();
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

	@Override
	public String toString() {
		return "run " + this.number + " of recording '" + this.recording + "' (" + this.origin + ")";
	}

}
