package io.mockagents.recording.export;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

import io.mockagents.agent.Agent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.RunRequest;
import io.mockagents.json.JsonCodec;
import io.mockagents.json.JsonWalk;
import io.mockagents.model.DelayedFailureException;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.ResponseShapes;
import io.mockagents.model.SdkProfile;
import io.mockagents.agent.PythonException;
import io.mockagents.recording.RecordedTurn;
import io.mockagents.scenario.InvalidScenarioException;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScriptedModel;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Changes the turn that an answer is written as until playing it gives the frames of the
 * answer. What the steps do not give is said by fields of the response, or by the frames
 * of an item, and if all else fails by the frames of the whole answer. Ids, times, the
 * cut of texts into deltas and what a response repeats of its request do not count.
 */
final class FittedTurn {

	private static final Set<String> OF_ANY_RESPONSE = Set.of("id", "object", "created_at", "completed_at", "output");

	/** What a response repeats of the request that the recording does not tell. */
	private static final Set<String> OF_REQUEST = Set.of("background", "conversation", "instructions",
			"previous_response_id", "prompt_cache_retention", "tools");

	private static final Set<String> FILLING = Set.of("sequence_number", "obfuscation");

	private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

	private final SdkProfile profile;

	private final RecordedTurn turn;

	private final List<JsonObject> recorded;

	private final Answer answer;

	FittedTurn(SdkProfile profile, RecordedTurn turn) {
		this.profile = profile;
		this.turn = turn;
		this.recorded = turn.frames();
		this.answer = Answer.of(this.recorded);
	}

	/**
	 * Return a turn that gives the frames of the answer.
	 * @param written the turn with a step for each item, and its failure
	 * @return the turn, changed as needed
	 */
	JsonObject fit(JsonObject written) {
		if (this.recorded.isEmpty()) {
			return written;
		}
		JsonObject fitted = withResponse(withItems(written));
		return gives(fitted) ? fitted : withAllFrames(fitted);
	}

	private boolean gives(JsonObject written) {
		List<JsonObject> played = play(written);
		return played != null
				&& comparable(beforeError(played), false).equals(comparable(beforeError(this.recorded), false));
	}

	/**
	 * Return the frames before that of an error, which a client need not pass on.
	 */
	private static List<JsonObject> beforeError(List<JsonObject> frames) {
		return frames.stream().takeWhile((frame) -> !"error".equals(frame.get("type"))).toList();
	}

	/**
	 * Return the turn with frames in place of the steps that give others.
	 */
	private JsonObject withItems(JsonObject written) {
		List<JsonObject> played = play(written);
		if (played == null) {
			return written;
		}
		List<Segment> given = Answer.of(played).segments();
		List<JsonObject> steps = new ArrayList<>();
		List<JsonObject> natural = new ArrayList<>(written.objects("steps"));
		int items = 0;
		for (Segment segment : this.answer.segments()) {
			while (segment.isItem() && !natural.isEmpty() && natural.get(0).containsKey("delay_ms")) {
				steps.add(natural.remove(0));
			}
			JsonObject step = (segment.isItem() && !natural.isEmpty() && !natural.get(0).containsKey("failure"))
					? natural.remove(0) : null;
			Segment same = (segment.isItem() && items < given.size()) ? given.get(items++) : null;
			boolean cut = segment.isItem() && !segment.isDone();
			if (step != null && same != null
					&& (cut || comparable(same.frames(), true).equals(comparable(segment.frames(), true)))) {
				steps.add(step);
			}
			else {
				steps.add(JsonObject.of("frames", segment.frames().stream().map(this::withoutUnset).toList()));
			}
		}
		steps.addAll(natural);
		return written.with("steps", joined(steps));
	}

	/**
	 * Return steps with one step in place of several lists of frames.
	 */
	private static List<JsonObject> joined(List<JsonObject> steps) {
		List<JsonObject> joined = new ArrayList<>();
		for (JsonObject step : steps) {
			JsonObject last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
			if (step.containsKey("frames") && last != null && last.containsKey("frames")) {
				List<Object> frames = new ArrayList<>(last.array("frames"));
				frames.addAll(step.array("frames"));
				joined.set(joined.size() - 1, JsonObject.of("frames", frames));
			}
			else {
				joined.add(step);
			}
		}
		return joined;
	}

	/**
	 * Return an item without the fields that the client adds: those that are {@code null}
	 * and that it adds again.
	 */
	static JsonObject withoutUnset(SdkProfile profile, JsonObject item) {
		JsonObject without = JsonWalk.withoutNulls(item);
		ResponseShapes shapes = ResponseShapes.of(profile);
		return text(shapes.outputItem(without)).equals(text(shapes.outputItem(item))) ? without : item;
	}

	/**
	 * Return a frame without the fields that the client adds.
	 */
	private JsonObject withoutUnset(JsonObject frame) {
		JsonObject set = (JsonObject) Objects.requireNonNull(JsonWalk.withoutNullsWithin(frame));
		if (text(shapedFrame(set)).equals(text(shapedFrame(frame)))) {
			return set;
		}
		JsonObject changed = frame;
		if (frame.get("item") instanceof JsonObject item) {
			changed = changed.with("item", withoutUnset(this.profile, item));
		}
		if (frame.get("response") instanceof JsonObject response) {
			JsonObject kept = response.containsKey("tools") ? response.with("tools", withoutUnset(response, "tools"))
					: response;
			if (kept.get("output") instanceof List<?> output
					&& output.stream().allMatch(JsonObject.class::isInstance)) {
				kept = kept.with("output",
						kept.objects("output").stream().map((item) -> withoutUnset(this.profile, item)).toList());
			}
			changed = changed.with("response", kept);
		}
		return changed;
	}

	private static JsonObject withDetails(JsonObject usage, JsonObject own) {
		JsonObject detailed = usage;
		for (String key : own.keySet()) {
			if (own.get(key) instanceof JsonObject details && usage.get(key) instanceof JsonObject known) {
				detailed = detailed.with(key, withDetails(known, details));
			}
			else if (usage.get(key) == null) {
				detailed = detailed.with(key, own.get(key));
			}
		}
		return detailed;
	}

	/**
	 * Return a field of a response without the fields that the client adds.
	 */
	private @Nullable Object withoutUnset(JsonObject response, String key) {
		Object set = JsonWalk.withoutNullsWithin(response.get(key));
		return text(shaped(response.with(key, set))).equals(text(shaped(response))) ? set : response.get(key);
	}

	/**
	 * Return the turn with the fields of the response that are not as the mock gives
	 * them.
	 */
	private JsonObject withResponse(JsonObject written) {
		List<JsonObject> played = play(written);
		boolean ended = played != null && Answer.isEnd(this.recorded.get(this.recorded.size() - 1))
				&& Answer.isEnd(played.get(played.size() - 1));
		JsonObject mine = (played != null) ? response(played, ended) : null;
		JsonObject theirs = response(this.recorded, ended);
		if (mine == null || theirs == null) {
			return written;
		}
		JsonObject mock = shaped(mine);
		JsonObject recordedResponse = shaped(theirs);
		if (this.turn.pauses().isEmpty() && recordedResponse.get("usage") instanceof JsonObject usage
				&& mock.get("usage") instanceof JsonObject own) {
			// What was not streamed does not show all details
			recordedResponse = recordedResponse.with("usage", withDetails(usage, own));
		}
		JsonObject said = JsonObject.of();
		for (String key : theirs.keySet()) {
			if (!OF_ANY_RESPONSE.contains(key) && !OF_REQUEST.contains(key)
					&& !text(withoutFormat(mock.get(key))).equals(text(withoutFormat(recordedResponse.get(key))))) {
				said = said.with(key, withoutUnset(theirs, key));
			}
		}
		if (ended && !comparableItems(theirs).equals(comparableItems(this.answer.doneItems()))) {
			said = said.with("output", withoutUnset(theirs, "output"));
		}
		if (said.isEmpty()) {
			return written;
		}
		JsonObject fitted = said.containsKey("usage") ? written.without("usage") : written;
		if (said.containsKey("usage") && said.get("usage") == null) {
			fitted = fitted.with("usage", null);
			said = said.without("usage");
		}
		return said.isEmpty() ? fitted : fitted.with("response", said);
	}

	/**
	 * Return a value without the format of the text, which is that of the agent's output
	 * type.
	 */
	private static @Nullable Object withoutFormat(@Nullable Object value) {
		return (value instanceof JsonObject object) ? object.without("format") : value;
	}

	private List<String> comparableItems(JsonObject response) {
		return (response.get("output") instanceof List<?>) ? comparableItems(response.objects("output")) : List.of();
	}

	private List<String> comparableItems(List<JsonObject> items) {
		return items.stream().map((item) -> text(JsonWalk.withoutNulls(withoutIds(item)))).toList();
	}

	/**
	 * Return the turn with all frames of the answer as they are.
	 */
	private JsonObject withAllFrames(JsonObject written) {
		List<JsonObject> steps = new ArrayList<>();
		steps.add(JsonObject.of("frames", this.recorded.stream().map(this::withoutUnset).toList()));
		for (JsonObject step : written.objects("steps")) {
			if (step.get("failure") instanceof JsonObject failure) {
				steps.add(JsonObject.of("failure", failure.without("after_events")));
			}
		}
		return written.without("usage").without("response").without("response_id").with("steps", steps);
	}

	/**
	 * Return the response of an answer: as it ended, or else as it began.
	 */
	private static @Nullable JsonObject response(List<JsonObject> frames, boolean ended) {
		return (ended ? frames.get(frames.size() - 1) : frames.get(0)).objectOrNull("response");
	}

	private JsonObject shaped(JsonObject response) {
		return ResponseShapes.of(this.profile).response(response);
	}

	/**
	 * Return the frames that a turn gives, or {@code null} if it cannot be played.
	 */
	private @Nullable List<JsonObject> play(JsonObject written) {
		List<JsonObject> frames = new ArrayList<>();
		try {
			Scenario scenario = scenario(written.without("when"));
			ScriptedModel model = new ScriptedModel(scenario, RunRequest.of(Agent.builder("any").build(), "any"),
					this.profile, new SplittableRandom(0), CLOCK);
			ModelStream stream = model.stream(request());
			for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
				frames.add(event.data());
			}
		}
		catch (InvalidScenarioException ex) {
			return null;
		}
		catch (OpenAiException | DelayedFailureException | PythonException ex) {
			return frames;
		}
		return frames.isEmpty() ? null : frames;
	}

	private static Scenario scenario(JsonObject turn) {
		String text = JsonCodec.write(JsonObject.of("name", "fitted", "turns", List.of(turn)));
		return new ScenarioLoader(new PathMatchingResourcePatternResolver())
			.read(new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)))
			.get(0);
	}

	private ModelRequest request() {
		Agent agent = Agent.builder(this.turn.agent().name()).build();
		return new ModelRequest(1, agent, this.turn.agent().model(), this.turn.agent().instructions(), List.of(),
				List.of(), List.of(), null, null, true, ModelSettings.NONE, true, null);
	}

	/**
	 * Return what counts of frames.
	 * @param ofItem whether they are those of one item, wherever it stands
	 */
	private List<String> comparable(List<JsonObject> frames, boolean ofItem) {
		List<String> comparable = new ArrayList<>();
		for (int i = 0; i < frames.size(); i++) {
			JsonObject frame = shapedFrame(frames.get(i));
			StringBuilder delta = new StringBuilder();
			if (frame.get("delta") instanceof String first) {
				delta.append(first);
				while (i + 1 < frames.size() && isSame(frames.get(i), frames.get(i + 1))) {
					delta.append(frames.get(++i).get("delta"));
				}
				frame = frame.with("delta", delta.toString());
			}
			comparable.add(text(compared(frame, ofItem)));
		}
		return comparable;
	}

	private static boolean isSame(JsonObject frame, JsonObject next) {
		return next.get("delta") instanceof String && Objects.equals(frame.get("type"), next.get("type"))
				&& Objects.equals(frame.get("output_index"), next.get("output_index"))
				&& Objects.equals(frame.get("content_index"), next.get("content_index"))
				&& Objects.equals(frame.get("summary_index"), next.get("summary_index"));
	}

	private JsonObject shapedFrame(JsonObject frame) {
		try {
			return ResponseShapes.of(this.profile).event(frame);
		}
		catch (IllegalArgumentException | NoSuchElementException ex) {
			return frame;
		}
	}

	private JsonObject compared(JsonObject frame, boolean ofItem) {
		JsonObject compared = frame.without("item_id");
		for (String key : FILLING) {
			compared = compared.without(key);
		}
		if (ofItem) {
			compared = compared.without("output_index");
		}
		if (compared.get("item") instanceof JsonObject item) {
			compared = compared.with("item", withoutIds(item));
		}
		if (compared.get("response") instanceof JsonObject response) {
			for (String key : OF_REQUEST) {
				response = response.without(key);
			}
			if (response.get("text") instanceof JsonObject text) {
				response = response.with("text", text.without("format"));
			}
			response = response.without("id").without("created_at").without("completed_at");
			if (this.turn.pauses().isEmpty()) {
				response = response.without("usage");
			}
			if (response.get("output") instanceof List<?> list
					&& list.stream().allMatch(JsonObject.class::isInstance)) {
				response = response.with("output",
						response.objects("output").stream().map(FittedTurn::withoutIds).toList());
			}
			compared = compared.with("response", response);
		}
		return compared;
	}

	private static JsonObject withoutIds(JsonObject item) {
		return item.without("id").without("call_id");
	}

	private static String text(@Nullable Object value) {
		return JsonCodec.write(value);
	}

	/**
	 * Frames that belong together: those of an item, or others.
	 *
	 * @param frames the frames
	 * @param isItem whether they begin with an item
	 */
	record Segment(List<JsonObject> frames, boolean isItem) {

		boolean isDone() {
			return "response.output_item.done".equals(this.frames.get(this.frames.size() - 1).get("type"));
		}

	}

	/**
	 * The frames of an answer between those of the response.
	 *
	 * @param segments the frames, in order
	 */
	record Answer(List<Segment> segments) {

		static Answer of(List<JsonObject> frames) {
			List<Segment> segments = new ArrayList<>();
			Object open = null;
			for (JsonObject frame : frames) {
				String type = String.valueOf(frame.get("type"));
				if (frame.containsKey("response") || type.equals("error")) {
					continue;
				}
				Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
				Object index = frame.get("output_index");
				if (type.equals("response.output_item.added")) {
					segments.add(new Segment(new ArrayList<>(List.of(frame)), true));
					open = index;
				}
				else if (last != null && last.isItem() && !last.isDone() && Objects.equals(open, index)) {
					last.frames().add(frame);
				}
				else if (last != null && !last.isItem()) {
					last.frames().add(frame);
				}
				else {
					segments.add(new Segment(new ArrayList<>(List.of(frame)), false));
				}
			}
			return new Answer(segments);
		}

		static boolean isEnd(JsonObject frame) {
			return Set.of("response.completed", "response.incomplete", "response.failed")
				.contains(String.valueOf(frame.get("type")));
		}

		List<JsonObject> doneItems() {
			List<JsonObject> items = new ArrayList<>();
			for (Segment segment : this.segments) {
				for (JsonObject frame : segment.frames()) {
					if ("response.output_item.done".equals(frame.get("type"))
							&& frame.get("item") instanceof JsonObject item) {
						items.add(item);
					}
				}
			}
			return items;
		}

	}

}
