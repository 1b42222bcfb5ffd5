package io.mockagents.test;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.python.SchemaValidator;
import org.jspecify.annotations.Nullable;

/**
 * A random value that a JSON schema allows.
 */
final class SchemaValue {

	private static final int MAX_DEPTH = 12;

	private static final int ATTEMPTS = 100;

	private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";

	private final JsonObject schema;

	private final Random random;

	SchemaValue(JsonObject schema, Random random) {
		this.schema = schema;
		this.random = random;
	}

	/**
	 * Return a value.
	 * @throws IllegalStateException if no value was found that the schema allows
	 */
	@Nullable Object value() {
		List<String> mismatches = List.of();
		for (int i = 0; i < ATTEMPTS; i++) {
			Object value = value(this.schema, 0);
			mismatches = SchemaValidator.mismatches(this.schema, JsonCodec.write(value));
			if (mismatches.isEmpty()) {
				return value;
			}
		}
		throw new IllegalStateException("No automatic value for the schema " + JsonCodec.write(this.schema)
				+ " was found: " + mismatches + ". Script this answer instead");
	}

	private @Nullable Object value(JsonObject declared, int depth) {
		JsonObject schema = resolve(declared);
		if (schema.containsKey("const")) {
			return schema.get("const");
		}
		if (schema.get("enum") instanceof List<?> values && !values.isEmpty()) {
			return values.get(this.random.nextInt(values.size()));
		}
		for (String choices : List.of("anyOf", "oneOf")) {
			if (schema.get(choices) instanceof List<?> && !schema.objects(choices).isEmpty()) {
				List<JsonObject> all = schema.objects(choices);
				JsonObject chosen = (depth > MAX_DEPTH / 2) ? simplest(all) : all.get(this.random.nextInt(all.size()));
				return value(with(schema.without(choices), chosen), depth + 1);
			}
		}
		if (schema.get("allOf") instanceof List<?>) {
			JsonObject all = schema.without("allOf");
			for (JsonObject part : schema.objects("allOf")) {
				all = with(all, resolve(part));
			}
			return value(all, depth + 1);
		}
		return switch (type(schema)) {
			case "object" -> object(schema, depth);
			case "array" -> array(schema, depth);
			case "integer", "number" -> number(schema, type(schema).equals("integer"));
			case "boolean" -> this.random.nextBoolean();
			case "null" -> null;
			default -> text(schema);
		};
	}

	private JsonObject simplest(List<JsonObject> choices) {
		return choices.stream()
			.filter((choice) -> !List.of("object", "array").contains(type(resolve(choice))))
			.findFirst()
			.orElse(choices.get(0));
	}

	private static JsonObject with(JsonObject schema, JsonObject other) {
		JsonObject merged = schema;
		for (String key : other.keySet()) {
			Object value = other.get(key);
			merged = merged.with(key, ("properties".equals(key) && value instanceof JsonObject more
					&& merged.get(key) instanceof JsonObject before) ? with(before, more) : value);
		}
		return merged;
	}

	private String type(JsonObject schema) {
		Object type = schema.get("type");
		if (type instanceof List<?> types && !types.isEmpty()) {
			return String.valueOf(types.get(this.random.nextInt(types.size())));
		}
		return (type != null) ? type.toString()
				: schema.containsKey("properties") ? "object" : schema.containsKey("items") ? "array" : "string";
	}

	private JsonObject object(JsonObject schema, int depth) {
		JsonObject.Builder object = JsonObject.builder();
		JsonObject properties = Objects.requireNonNullElse(schema.objectOrNull("properties"), JsonObject.of());
		List<?> required = (schema.get("required") instanceof List<?> names) ? names : List.of();
		for (String name : properties.keySet()) {
			boolean wanted = required.contains(name) || (depth < MAX_DEPTH / 2 && this.random.nextBoolean());
			if (wanted) {
				object.put(name,
						(properties.get(name) instanceof JsonObject property) ? value(property, depth + 1) : "");
			}
		}
		return object.build();
	}

	private List<@Nullable Object> array(JsonObject schema, int depth) {
		int least = integer(schema, "minItems", 0);
		int most = Math.max(least, integer(schema, "maxItems", least + ((depth > MAX_DEPTH / 2) ? 0 : 2)));
		int size = least + this.random.nextInt(most - least + 1);
		boolean unique = Boolean.TRUE.equals(schema.get("uniqueItems"));
		JsonObject items = Objects.requireNonNullElse(schema.objectOrNull("items"), JsonObject.of("type", "string"));
		List<@Nullable Object> array = new ArrayList<>();
		Set<@Nullable Object> seen = new HashSet<>();
		for (int i = 0; i < size * ATTEMPTS && array.size() < size; i++) {
			Object item = value(items, depth + 1);
			if (seen.add(item) || !unique) {
				array.add(item);
			}
		}
		return array;
	}

	private Number number(JsonObject schema, boolean integer) {
		BigDecimal step = (schema.get("multipleOf") instanceof Number multiple) ? new BigDecimal(multiple.toString())
				: new BigDecimal(integer ? "1" : "0.25");
		BigDecimal least = bound(schema, "minimum", "exclusiveMinimum", step, 1);
		BigDecimal most = bound(schema, "maximum", "exclusiveMaximum", step, -1);
		if (least == null) {
			least = (most != null) ? most.subtract(step.multiply(BigDecimal.TEN)) : BigDecimal.ZERO;
		}
		BigDecimal first = least.divide(step, 0, RoundingMode.CEILING);
		BigDecimal last = (most != null) ? most.divide(step, 0, RoundingMode.FLOOR) : first.add(new BigDecimal(100));
		int range = last.subtract(first).min(new BigDecimal(1_000)).max(BigDecimal.ZERO).intValue();
		BigDecimal value = first.add(BigDecimal.valueOf(this.random.nextInt(range + 1))).multiply(step);
		return integer ? (Number) value.longValue() : (Number) value;
	}

	private static @Nullable BigDecimal bound(JsonObject schema, String inclusive, String exclusive, BigDecimal step,
			int direction) {
		if (schema.get(exclusive) instanceof Number bound) {
			BigDecimal number = new BigDecimal(bound.toString());
			BigDecimal whole = number.divide(step, 0, (direction > 0) ? RoundingMode.FLOOR : RoundingMode.CEILING);
			return whole.add(BigDecimal.valueOf(direction)).multiply(step);
		}
		return (schema.get(inclusive) instanceof Number bound) ? new BigDecimal(bound.toString()) : null;
	}

	private String text(JsonObject schema) {
		if (schema.get("pattern") instanceof String pattern) {
			return new PatternText(pattern, this.random).text();
		}
		String format = String.valueOf(schema.get("format"));
		String two = String.valueOf(10 + this.random.nextInt(18));
		switch (format) {
			case "date" -> {
				return "2026-12-" + two;
			}
			case "date-time" -> {
				return "2026-12-" + two + "T08:30:00Z";
			}
			case "time" -> {
				return "08:" + two + ":00Z";
			}
			case "duration" -> {
				return "PT" + two + "M";
			}
			case "uuid" -> {
				return new UUID(this.random.nextLong(), this.random.nextLong()).toString();
			}
			case "email" -> {
				return letters(6) + "@example.com";
			}
			case "uri" -> {
				return "https://example.com/" + letters(6);
			}
			case "hostname" -> {
				return letters(6) + ".example.com";
			}
			case "ipv4" -> {
				return "192.0.2." + two;
			}
			case "ipv6" -> {
				return "2001:db8::" + two;
			}
			default -> {
				int least = integer(schema, "minLength", 0);
				int most = Math.max(least, integer(schema, "maxLength", least + 12));
				return letters(least + this.random.nextInt(Math.min(most - least, 40) + 1));
			}
		}
	}

	private String letters(int length) {
		StringBuilder text = new StringBuilder();
		for (int i = 0; i < length; i++) {
			text.append(LETTERS.charAt(this.random.nextInt(LETTERS.length())));
		}
		return text.toString();
	}

	private static int integer(JsonObject schema, String key, int fallback) {
		return (schema.get(key) instanceof Number number) ? number.intValue() : fallback;
	}

	private JsonObject resolve(JsonObject declared) {
		JsonObject resolved = declared;
		for (int i = 0; i < MAX_DEPTH && resolved.get("$ref") instanceof String reference; i++) {
			Object found = this.schema;
			for (String name : reference.replaceFirst("^#/?", "").split("/")) {
				found = (found instanceof JsonObject object && !name.isEmpty()) ? object.get(name) : found;
			}
			resolved = with(resolved.without("$ref"), (found instanceof JsonObject object) ? object : JsonObject.of());
		}
		return resolved;
	}

}
