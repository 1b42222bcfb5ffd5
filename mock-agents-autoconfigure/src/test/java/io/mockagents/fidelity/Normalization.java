package io.mockagents.fidelity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * What the README of the recordings leaves out of a comparison of two runs: the values of
 * ids, times, the filling of deltas, and how texts are cut into deltas. One object
 * normalises one side; equal ids stay equal in all it is given.
 */
public final class Normalization {

	private static final Pattern ID = Pattern
		.compile("\\b(resp|msg|fc|rs|ws|mcpl|mcpr|mcp|call|req)_[0-9A-Za-z]{20,}\\b");

	private static final Pattern TIME = Pattern.compile("\"(created_at|completed_at)\": ?[0-9.e+]+");

	private static final Set<String> DELTA_OF = Set.of("type", "item_id", "output_index", "content_index",
			"summary_index");

	private final Map<String, String> ordinals = new HashMap<>();

	private final Map<String, Integer> counts = new HashMap<>();

	/**
	 * Normalise the events of a run.
	 * @param lines the events in JSON, in order
	 * @return the events that are left
	 */
	public List<String> events(List<String> lines) {
		List<String> normalized = new ArrayList<>();
		List<JsonObject> events = lines.stream().map(JsonCodec::parseObject).toList();
		int sequence = 0;
		for (int i = 0; i < events.size(); i++) {
			JsonObject event = events.get(i);
			JsonObject data = event.objectOrNull("data");
			if (data != null) {
				StringBuilder delta = new StringBuilder(delta(data));
				while (i + 1 < events.size() && continues(data, events.get(i + 1).objectOrNull("data"))) {
					delta.append(delta(events.get(++i).object("data")));
				}
				sequence = "response.created".equals(data.get("type")) ? 0 : sequence + 1;
				event = event.with("data", merged(data, delta).with("sequence_number", sequence));
			}
			normalized.add(text(JsonCodec.writePython(event, false)));
		}
		return normalized;
	}

	private static String delta(JsonObject data) {
		return isDelta(data) ? data.string("delta") : "";
	}

	private static boolean isDelta(JsonObject data) {
		return String.valueOf(data.get("type")).endsWith(".delta");
	}

	private static boolean continues(JsonObject data, @Nullable JsonObject next) {
		return isDelta(data) && next != null
				&& DELTA_OF.stream().allMatch((key) -> Objects.equals(data.get(key), next.get(key)));
	}

	private static JsonObject merged(JsonObject data, StringBuilder delta) {
		return isDelta(data) ? data.with("delta", delta.toString()).without("obfuscation") : data;
	}

	/**
	 * Normalise frames of the wire as they are: only ids, times and filling.
	 * @param frames the frames, in order
	 * @return as many lines of JSON
	 */
	public List<String> frames(List<JsonObject> frames) {
		return frames.stream()
			.map((frame) -> frame.containsKey("obfuscation") ? frame.without("obfuscation") : frame)
			.map((frame) -> text(JsonCodec.write(frame)))
			.toList();
	}

	/**
	 * Normalise the ids and times in a text.
	 * @param text the text
	 * @return the text with ordinals in place of ids
	 */
	public String text(String text) {
		return ID.matcher(TIME.matcher(text).replaceAll("\"$1\": 0"))
			.replaceAll((id) -> this.ordinals.computeIfAbsent(id.group(),
					(unseen) -> id.group(1) + "_" + this.counts.merge(id.group(1), 1, Integer::sum)));
	}

}
