package io.mockagents.recording.replay;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunState;
import io.mockagents.json.JsonWalk;
import io.mockagents.model.ResponseIds;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedToolResult;
import io.mockagents.recording.RecordedTurn;
import org.jspecify.annotations.Nullable;

/**
 * Gives a recorded run new ids in place of its own: those of its responses, items, calls
 * and requests, each wherever it stands.
 */
public final class FreshIds {

	private static final Set<String> ID_KEYS = Set.of("id", "item_id", "call_id", "approval_request_id");

	private final Map<String, String> ids = new HashMap<>();

	private final Map<String, String> recordedIds = new HashMap<>();

	private final SdkProfile profile;

	private final long epochSecond;

	private final RandomGenerator random;

	/**
	 * Return a run with new ids.
	 * @param run the run
	 * @param time when it is played: ids contain the second of their creation
	 * @param random where the ids come from
	 * @param state the interrupted run that is resumed, whose pending calls keep their
	 * ids, or {@code null}
	 * @return the same run except for its ids
	 */
	public static RecordedRun of(RecordedRun run, Instant time, RandomGenerator random, @Nullable RunState state) {
		FreshIds fresh = new FreshIds(run.profile(), time.getEpochSecond(), random);
		Map<String, String> known = (state != null) ? run.resumedCalls(state) : null;
		if (known != null) {
			fresh.ids.putAll(known);
		}
		return fresh.replace(run);
	}

	/**
	 * Create new ids for one run.
	 * @param profile the form of the ids
	 * @param epochSecond when the run is played, in seconds since 1970
	 * @param random where the ids come from
	 */
	FreshIds(SdkProfile profile, long epochSecond, RandomGenerator random) {
		this.profile = profile;
		this.epochSecond = epochSecond;
		this.random = random;
	}

	/**
	 * Return the run with new ids.
	 */
	RecordedRun replace(RecordedRun run) {
		RecordedRun result = null;
		for (RecordedRun part : run.parts()) {
			part.turns().forEach(this::collect);
			result = part.withTurns(part.turns().stream().map(this::replace).toList(), result);
		}
		this.ids.forEach((recorded, fresh) -> this.recordedIds.put(fresh, recorded));
		return (result != null) ? result : run;
	}

	/**
	 * Return an event with the ids it had when it was recorded.
	 */
	JsonObject recorded(JsonObject event) {
		return replace(event, this.recordedIds);
	}

	private void collect(RecordedTurn turn) {
		ResponseIds response = new ResponseIds(this.profile, this.epochSecond, this.random);
		turn.frames().forEach((frame) -> collect(frame, response));
	}

	private void collect(JsonObject frame, ResponseIds response) {
		JsonWalk.any(frame, (key, member) -> {
			if (member instanceof String id && key != null && ID_KEYS.contains(key) && id.indexOf('_') > 0) {
				this.ids.computeIfAbsent(id, (known) -> fresh(known, response));
			}
			return false;
		});
	}

	private String fresh(String id, ResponseIds response) {
		String prefix = id.substring(0, id.indexOf('_'));
		return prefix.equals("call") ? ResponseIds.callId(this.random) : response.next(prefix);
	}

	private RecordedTurn replace(RecordedTurn turn) {
		Map<String, JsonObject> callDetails = new HashMap<>();
		turn.callDetails().forEach((id, details) -> callDetails.put(idOf(id), details));
		return new RecordedTurn(turn.agent(), turn.key(),
				(turn.requestId() != null) ? ResponseIds.requestId(this.random) : null,
				turn.frames().stream().map(this::replace).toList(),
				turn.toolResults()
					.stream()
					.map((result) -> new RecordedToolResult(idOf(result.callId()), result.value(), result.text(),
							result.details()))
					.toList(),
				turn.failure(), turn.pauses(), callDetails);
	}

	private String idOf(String id) {
		return this.ids.getOrDefault(id, id);
	}

	private JsonObject replace(JsonObject object) {
		return replace(object, this.ids);
	}

	private static JsonObject replace(JsonObject object, Map<String, String> ids) {
		return JsonWalk.mapTexts(object, (owner, key, text) -> ids.getOrDefault(text, text));
	}

}
