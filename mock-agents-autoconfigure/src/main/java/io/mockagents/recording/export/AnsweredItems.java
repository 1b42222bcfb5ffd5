package io.mockagents.recording.export;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The items of an answer, as far as its frames got.
 */
final class AnsweredItems {

	private AnsweredItems() {
	}

	/**
	 * Return the items of an answer, in output order.
	 */
	static List<Part> of(List<JsonObject> frames) {
		TreeMap<Integer, Part> parts = new TreeMap<>();
		for (int i = 0; i < frames.size(); i++) {
			JsonObject frame = frames.get(i);
			if (!(frame.get("output_index") instanceof Integer index)) {
				continue;
			}
			JsonObject item = frame.objectOrNull("item");
			Part part = parts.get(index);
			if (item != null) {
				boolean done = "response.output_item.done".equals(frame.get("type"));
				parts.put(index, new Part(item, done, i));
			}
			else if (part != null) {
				parts.put(index, new Part(grown(part.item(), frame), part.done(), i));
			}
		}
		return List.copyOf(parts.values());
	}

	/**
	 * Return after how many frames an answer ends within an item.
	 * @return the number of frames before what ends it, or {@code null} if no item is
	 * open then
	 */
	static @Nullable Integer cutAfter(List<JsonObject> frames) {
		List<Part> parts = of(frames);
		Part last = parts.isEmpty() ? null : parts.get(parts.size() - 1);
		return (last != null && !last.done()) ? last.lastFrame() + 1 : null;
	}

	private static JsonObject grown(JsonObject item, JsonObject frame) {
		if (!(frame.get("delta") instanceof String delta)) {
			return item;
		}
		return switch (String.valueOf(frame.get("type"))) {
			case "response.output_text.delta" -> text(item, "output_text", "text", delta);
			case "response.refusal.delta" -> text(item, "refusal", "refusal", delta);
			case "response.function_call_arguments.delta", "response.mcp_call_arguments.delta" ->
				item.with("arguments", begun(item, "arguments") + delta);
			default -> item;
		};
	}

	private static JsonObject text(JsonObject item, String type, String key, String delta) {
		List<JsonObject> content = new ArrayList<>(item.objects("content"));
		JsonObject part = content.isEmpty() ? JsonObject.of("type", type, key, "") : content.remove(content.size() - 1);
		content.add(part.with(key, begun(part, key) + delta));
		return item.with("content", content);
	}

	private static String begun(JsonObject object, String key) {
		return (object.get(key) instanceof String text) ? text : "";
	}

	/**
	 * An item.
	 *
	 * @param item the item, as far as it got
	 * @param done whether it has ended
	 * @param lastFrame the index of the last frame that contains it
	 */
	record Part(JsonObject item, boolean done, int lastFrame) {
	}

}
