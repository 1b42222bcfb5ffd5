package io.mockagents.goldens;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonWalk;
import io.mockagents.model.ModelEvent;

/**
 * Makes the frames of the scripted model that the SDK brings for tests: one delta for
 * each part of an item, and a response without usage.
 */
final class ScriptedFrames {

	private final List<ModelEvent> frames = new ArrayList<>();

	private ScriptedFrames() {
	}

	static List<ModelEvent> of(List<JsonObject> output) {
		ScriptedFrames made = new ScriptedFrames();
		// The script lists all fields; those that are null were not set
		List<JsonObject> items = output.stream().map(JsonWalk::withoutNulls).toList();
		JsonObject begun = response("in_progress", List.of(), null);
		made.add("response.created", "response", begun);
		made.add("response.in_progress", "response", begun);
		for (int i = 0; i < items.size(); i++) {
			made.addItem(i, items.get(i));
		}
		JsonObject usage = JsonObject.of("input_tokens", 0, "input_tokens_details",
				JsonObject.of("cache_write_tokens", 0, "cached_tokens", 0), "output_tokens", 0, "output_tokens_details",
				JsonObject.of("reasoning_tokens", 0), "total_tokens", 0);
		made.add("response.completed", "response", response("completed", items, usage));
		return made.frames;
	}

	private static JsonObject response(String status, List<JsonObject> output, Object usage) {
		return JsonObject.of("id", "resp-789", "created_at", 0, "model", "scripted-model", "object", "response",
				"output", output, "tool_choice", "none", "tools", List.of(), "top_p", null, "parallel_tool_calls",
				false, "status", status, "usage", usage);
	}

	private void add(String type, Object... fields) {
		JsonObject.Builder frame = JsonObject.builder().put("type", type);
		frame.putAll(JsonObject.of(fields));
		this.frames.add(new ModelEvent(frame.put("sequence_number", this.frames.size()).build()));
	}

	private void addItem(int index, JsonObject item) {
		String id = item.stringOrNull("id");
		switch (item.string("type")) {
			case "message" -> {
				addBegun(index, item.with("content", List.of()));
				List<JsonObject> content = item.objects("content");
				for (int i = 0; i < content.size(); i++) {
					addContent(index, id, i, content.get(i));
				}
			}
			case "function_call" -> {
				addBegun(index, item.with("arguments", ""));
				String itemId = (id != null) ? id : item.string("call_id");
				add("response.function_call_arguments.delta", "item_id", itemId, "output_index", index, "delta",
						item.string("arguments"));
				add("response.function_call_arguments.done", "item_id", itemId, "output_index", index, "arguments",
						item.string("arguments"), "name", item.string("name"));
			}
			case "reasoning" -> {
				addBegun(index, item.without("encrypted_content").with("summary", List.of()));
				List<JsonObject> summary = item.objects("summary");
				for (int i = 0; i < summary.size(); i++) {
					addSummary(index, id, i, summary.get(i).string("text"));
				}
			}
			default -> throw new IllegalArgumentException("No frames for an item of type " + item.get("type"));
		}
		add("response.output_item.done", "item", item, "output_index", index);
	}

	private void addBegun(int index, JsonObject item) {
		add("response.output_item.added", "item", item.with("status", "in_progress"), "output_index", index);
	}

	private void addContent(int index, String id, int contentIndex, JsonObject part) {
		boolean refusal = part.containsKey("refusal");
		String key = refusal ? "refusal" : "text";
		String text = part.string(key);
		JsonObject empty = refusal ? part.with(key, "")
				: part.with("annotations", List.of()).with("logprobs", List.of()).with(key, "");
		String kind = refusal ? "response.refusal" : "response.output_text";
		add("response.content_part.added", "item_id", id, "output_index", index, "content_index", contentIndex, "part",
				empty);
		if (refusal) {
			add(kind + ".delta", "item_id", id, "output_index", index, "content_index", contentIndex, "delta", text);
			add(kind + ".done", "item_id", id, "output_index", index, "content_index", contentIndex, "refusal", text);
		}
		else {
			add(kind + ".delta", "item_id", id, "output_index", index, "content_index", contentIndex, "delta", text,
					"logprobs", List.of());
			List<JsonObject> annotations = part.objects("annotations");
			for (int i = 0; i < annotations.size(); i++) {
				add(kind + ".annotation.added", "item_id", id, "output_index", index, "content_index", contentIndex,
						"annotation_index", i, "annotation", annotations.get(i));
			}
			add(kind + ".done", "item_id", id, "output_index", index, "content_index", contentIndex, "text", text,
					"logprobs", List.of());
		}
		add("response.content_part.done", "item_id", id, "output_index", index, "content_index", contentIndex, "part",
				part);
	}

	private void addSummary(int index, String id, int summaryIndex, String text) {
		String kind = "response.reasoning_summary_";
		add(kind + "part.added", "item_id", id, "output_index", index, "summary_index", summaryIndex, "part",
				JsonObject.of("text", "", "type", "summary_text"));
		add(kind + "text.delta", "item_id", id, "output_index", index, "summary_index", summaryIndex, "delta", text);
		add(kind + "text.done", "item_id", id, "output_index", index, "summary_index", summaryIndex, "text", text);
		add(kind + "part.done", "item_id", id, "output_index", index, "summary_index", summaryIndex, "part",
				JsonObject.of("text", text, "type", "summary_text"));
	}

}
