package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A value that fits a JSON schema, for people to fill in: empty texts, zeros, and the
 * first of several choices.
 *
 * @param schema the schema
 */
record SampleValue(JsonObject schema) {

	private static final int MAX_DEPTH = 5;

	@Nullable Object value() {
		return value(this.schema, 0);
	}

	private @Nullable Object value(JsonObject declared, int depth) {
		JsonObject schema = resolve(declared);
		if (schema.containsKey("const")) {
			return schema.get("const");
		}
		for (String choices : List.of("enum", "anyOf", "oneOf")) {
			if (schema.get(choices) instanceof List<?> values && !values.isEmpty()) {
				Object first = values.get(0);
				return (first instanceof JsonObject choice) ? value(choice, depth) : first;
			}
		}
		Object type = (schema.get("type") instanceof List<?> types && !types.isEmpty()) ? types.get(0)
				: schema.get("type");
		return switch (String.valueOf(type)) {
			case "object" -> object(schema, depth);
			case "array" -> array(schema, depth);
			case "integer", "number" -> (schema.get("minimum") instanceof Number least) ? least : (Number) 0;
			case "boolean" -> Boolean.TRUE;
			case "null" -> null;
			default -> "";
		};
	}

	private JsonObject object(JsonObject schema, int depth) {
		JsonObject.Builder sample = JsonObject.builder();
		JsonObject properties = schema.objectOrNull("properties");
		if (properties != null && depth < MAX_DEPTH) {
			properties.forEach((name, property) -> sample.put(name,
					(property instanceof JsonObject declared) ? value(declared, depth + 1) : ""));
		}
		return sample.build();
	}

	private List<@Nullable Object> array(JsonObject schema, int depth) {
		List<@Nullable Object> sample = new ArrayList<>();
		if (schema.get("items") instanceof JsonObject items && schema.get("minItems") instanceof Integer least) {
			for (int i = 0; i < least && depth < MAX_DEPTH; i++) {
				sample.add(value(items, depth + 1));
			}
		}
		return sample;
	}

	private JsonObject resolve(JsonObject declared) {
		if (declared.get("$ref") instanceof String reference) {
			JsonObject definitions = this.schema.objectOrNull("$defs");
			JsonObject found = (definitions != null)
					? definitions.objectOrNull(reference.substring(reference.lastIndexOf('/') + 1)) : null;
			return (found != null) ? found : JsonObject.of();
		}
		return declared;
	}

}
