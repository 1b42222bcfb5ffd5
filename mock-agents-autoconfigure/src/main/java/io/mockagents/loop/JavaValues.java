package io.mockagents.loop;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectWriter;
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

	private static final ObjectWriter INDENTED = MAPPER.writer()
		.with(new DefaultPrettyPrinter(
				PrettyPrinter.DEFAULT_SEPARATORS.withObjectNameValueSpacing(Separators.Spacing.AFTER)));

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
	 * Return the JSON text of a value, a line for each field.
	 */
	static String writeIndented(Object value) {
		return INDENTED.writeValueAsString(value);
	}

}
