package io.mockagents.loop;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * Java values in JSON and back, with names in snake case as Python has them.
 */
final class JavaValues {

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
		.enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
		.build();

	private JavaValues() {
	}

	/**
	 * Return the JSON form of a value.
	 */
	static @Nullable Object toJson(@Nullable Object value) {
		if (value == null || value instanceof String || value instanceof JsonObject) {
			return value;
		}
		return JsonObject.normalize(MAPPER.convertValue(value, Object.class));
	}

	/**
	 * Return the object that a JSON text stands for.
	 * @throws JacksonException if the text is no JSON or does not fit the type
	 */
	static <T> T read(String json, Class<T> type) {
		return MAPPER.readValue(json, type);
	}

	/**
	 * Return the object that a JSON value stands for.
	 * @throws JacksonException if the value does not fit the type
	 */
	static <T> T convert(@Nullable Object value, Class<T> type) {
		return type.isInstance(value) ? type.cast(value) : MAPPER.readValue(JsonCodec.write(value), type);
	}

	/**
	 * Return the JSON text of a value as pydantic writes it with an indentation of two: a
	 * line for each member and element.
	 */
	static String writeIndented(Object value) {
		StringBuilder text = new StringBuilder();
		appendIndented(text, toJson(value), "\n");
		return text.toString();
	}

	private static void appendIndented(StringBuilder text, @Nullable Object value, String lineStart) {
		String inner = lineStart + "  ";
		if (value instanceof JsonObject object && !object.isEmpty()) {
			text.append('{');
			for (int i = 0; i < object.size(); i++) {
				text.append((i > 0) ? "," : "").append(inner).append(JsonCodec.write(object.keyAt(i))).append(": ");
				appendIndented(text, object.valueAt(i), inner);
			}
			text.append(lineStart).append('}');
		}
		else if (value instanceof List<?> elements && !elements.isEmpty()) {
			text.append('[');
			for (int i = 0; i < elements.size(); i++) {
				text.append((i > 0) ? "," : "").append(inner);
				appendIndented(text, elements.get(i), inner);
			}
			text.append(lineStart).append(']');
		}
		else {
			text.append(JsonCodec.write(value));
		}
	}

}
