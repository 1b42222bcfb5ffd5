package io.mockagents.wire;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ResponseIds;
import io.mockagents.model.ResponseShapes;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * Makes the frames of an answer of which nothing but the items is known.
 */
public final class AnswerFrames {

	private static final List<String> KEYS = List.of("id", "type", "status", "approval_request_id", "arguments",
			"call_id", "content", "phase", "role", "summary", "annotations", "logprobs", "text", "refusal");

	private AnswerFrames() {
	}

	/**
	 * Return the frames of an answer.
	 * @param request what was asked for
	 * @param profile the profile whose form they have
	 * @param items the items of the answer as the client dumps them, in output order
	 * @param time when it was given
	 * @param random where what is not known comes from, such as the id of the response
	 * @return the frames, from {@code response.created} to {@code response.completed}
	 */
	public static List<JsonObject> of(ModelRequest request, SdkProfile profile, List<JsonObject> items, Instant time,
			RandomGenerator random) {
		Number seconds = seconds(time);
		ResponseObject response = new ResponseObject(profile,
				new ResponseIds(profile, time.getEpochSecond(), random).next("resp"), seconds, request,
				RequestEcho.of(request, profile));
		AnswerWriter writer = new AnswerWriter(profile, random, items.size());
		List<JsonObject> frames = new ArrayList<>();
		frames.add(writer.response("response.created", response.inProgress()));
		frames.add(writer.response("response.in_progress", response.inProgress()));
		for (JsonObject item : items) {
			ItemFrames itemFrames = ItemFrames.of(writer, wireForm(item, profile));
			for (JsonObject frame = itemFrames.next(); frame != null; frame = itemFrames.next()) {
				frames.add(frame);
			}
		}
		JsonObject usage = TokenUsage.ESTIMATED.toJson(profile, request, writer.outputLength());
		frames.add(writer.response("response.completed", response.completed(writer.output(), usage, seconds)));
		return frames;
	}

	private static Number seconds(Instant time) {
		long seconds = time.getEpochSecond();
		return ((int) seconds == seconds) ? (Number) (int) seconds : (Number) seconds;
	}

	/**
	 * Return an item as it came over the wire: without the fields that the client added,
	 * in the order of the API. If the client would not dump that to the same again, the
	 * item stays as it is.
	 */
	private static JsonObject wireForm(JsonObject item, SdkProfile profile) {
		JsonObject wire = ordered(item);
		return JsonCodec.write(ResponseShapes.of(profile).outputItem(wire)).equals(JsonCodec.write(item)) ? wire : item;
	}

	private static JsonObject ordered(JsonObject object) {
		JsonObject.Builder ordered = JsonObject.builder();
		KEYS.forEach((key) -> put(ordered, key, object.get(key)));
		object.forEach((key, value) -> {
			if (!KEYS.contains(key)) {
				put(ordered, key, value);
			}
		});
		return ordered.build();
	}

	private static void put(JsonObject.Builder object, String key, @Nullable Object value) {
		if (key.equals("content") && value instanceof List<?> parts) {
			List<@Nullable Object> ordered = new ArrayList<>(parts.size());
			parts.forEach((part) -> ordered.add((part instanceof JsonObject json) ? ordered(json) : part));
			object.put(key, ordered);
		}
		else if (value != null) {
			object.put(key, value);
		}
	}

}
