package io.mockagents.recording.compare;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An event, or a sequence of deltas of the same kind.
 *
 * @param kind what kind of event it is
 * @param number its number in the run, or that of the first of them, from 1
 * @param events the event, or the deltas
 */
record EventGroup(String kind, int number, List<JsonObject> events) {

	/**
	 * Group the events of a run.
	 */
	static List<EventGroup> of(List<JsonObject> events) {
		List<EventGroup> groups = new ArrayList<>();
		for (int i = 0; i < events.size(); i++) {
			String kind = kind(events.get(i));
			EventGroup last = groups.isEmpty() ? null : groups.get(groups.size() - 1);
			if (last != null && last.isDeltas() && last.kind().equals(kind)) {
				last.events().add(events.get(i));
			}
			else {
				groups.add(new EventGroup(kind, i + 1, new ArrayList<>(List.of(events.get(i)))));
			}
		}
		return groups;
	}

	private static String kind(JsonObject event) {
		JsonObject data = event.objectOrNull("data");
		if (data != null) {
			return text(data.get("type"), "raw event") + of(data.get("item")) + of(data.get("part"));
		}
		JsonObject item = event.objectOrNull("item");
		return (item != null) ? text(event.get("name"), "item event") + of(item.get("raw_item"))
				: text(event.get("type"), "event");
	}

	private static String of(@Nullable Object item) {
		return (item instanceof JsonObject object && object.get("type") instanceof String type) ? " " + type : "";
	}

	private static String text(@Nullable Object value, String fallback) {
		return (value instanceof String text) ? text : fallback;
	}

	boolean isDeltas() {
		return this.kind.endsWith(".delta");
	}

	/**
	 * Return the text of all deltas.
	 */
	String text() {
		StringBuilder text = new StringBuilder();
		for (JsonObject event : this.events) {
			JsonObject data = event.objectOrNull("data");
			text.append((data != null && data.get("delta") instanceof String delta) ? delta : "");
		}
		return text.toString();
	}

}
