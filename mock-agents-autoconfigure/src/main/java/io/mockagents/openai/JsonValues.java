package io.mockagents.openai;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.openai.core.JsonArray;
import com.openai.core.JsonBoolean;
import com.openai.core.JsonNull;
import com.openai.core.JsonNumber;
import com.openai.core.JsonString;
import com.openai.core.JsonValue;
import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Brings JSON to the client's own form, with every number as it is.
 */
final class JsonValues {

	private JsonValues() {
	}

	/**
	 * Return the fields of an object.
	 */
	static Map<String, JsonValue> fields(JsonObject object) {
		Map<String, JsonValue> fields = new LinkedHashMap<>();
		object.forEach((name, value) -> fields.put(name, of(value)));
		return fields;
	}

	private static JsonValue of(@Nullable Object value) {
		if (value == null) {
			return JsonNull.of();
		}
		if (value instanceof JsonObject object) {
			return com.openai.core.JsonObject.of(fields(object));
		}
		if (value instanceof List<?> elements) {
			return JsonArray.of(elements.stream().map(JsonValues::of).toList());
		}
		if (value instanceof Boolean truth) {
			return JsonBoolean.of(truth.booleanValue());
		}
		if (value instanceof Number number) {
			return JsonNumber.of(number);
		}
		return JsonString.of(value.toString());
	}

}
