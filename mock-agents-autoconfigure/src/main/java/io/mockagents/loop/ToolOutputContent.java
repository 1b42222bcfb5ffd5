package io.mockagents.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Texts, images and files that a tool returns. The SDK takes a dict for one of them if it
 * is a valid {@code ToolOutputText}, {@code ToolOutputImage} or
 * {@code ToolOutputFileContent}, and sends the model its content in place of the dict's
 * text.
 */
enum ToolOutputContent {

	TEXT("text", "input_text", List.of("text"), Set.of("text")),

	IMAGE("image", "input_image", List.of("image_url", "file_id", "detail"), Set.of("image_url", "file_id")),

	FILE("file", "input_file", List.of("file_data", "file_url", "file_id", "filename"),
			Set.of("file_data", "file_url", "file_id"));

	private static final Map<String, ToolOutputContent> BY_TYPE = Map.of(TEXT.type, TEXT, IMAGE.type, IMAGE, FILE.type,
			FILE);

	private static final Set<String> DETAILS = Set.of("low", "high", "auto");

	private final String type;

	private final String inputType;

	private final List<String> fields;

	/**
	 * The fields of which at least one is needed.
	 */
	private final Set<String> contents;

	ToolOutputContent(String type, String inputType, List<String> fields, Set<String> contents) {
		this.type = type;
		this.inputType = inputType;
		this.fields = fields;
		this.contents = contents;
	}

	/**
	 * Return the contents that a value stands for.
	 * @param value what a tool returned, in JSON
	 * @return the contents, or {@code null} if the value is neither one nor a list of
	 * them
	 */
	static @Nullable List<JsonObject> of(@Nullable Object value) {
		if (value instanceof JsonObject object) {
			JsonObject content = content(object);
			return (content != null) ? List.of(content) : null;
		}
		if (!(value instanceof List<?> elements) || elements.isEmpty()) {
			return null;
		}
		List<JsonObject> contents = new ArrayList<>(elements.size());
		for (Object element : elements) {
			JsonObject content = (element instanceof JsonObject object) ? content(object) : null;
			if (content == null) {
				return null;
			}
			contents.add(content);
		}
		return contents;
	}

	private static @Nullable JsonObject content(JsonObject object) {
		String type = object.stringOrNull("type");
		ToolOutputContent kind = (type != null) ? BY_TYPE.get(type) : null;
		return (kind != null) ? kind.read(object) : null;
	}

	private @Nullable JsonObject read(JsonObject object) {
		JsonObject.Builder content = JsonObject.builder().put("type", this.inputType);
		boolean filled = false;
		for (String field : this.fields) {
			Object value = object.get(field);
			if (value == null) {
				continue;
			}
			if (!(value instanceof String) || (field.equals("detail") && !DETAILS.contains(value))) {
				return null;
			}
			content.put(field, value);
			filled = filled || this.contents.contains(field);
		}
		return filled ? content.build() : null;
	}

}
