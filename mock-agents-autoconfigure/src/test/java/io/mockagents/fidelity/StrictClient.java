package io.mockagents.fidelity;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.openai.core.JsonField;
import com.openai.core.JsonValue;
import com.openai.core.ObjectMappers;
import com.openai.models.ErrorObject;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON as the types of the official Java client, and names all in which it is not
 * what they say: fields that are missing, null or of another type though they are
 * required, fields and kinds of objects that the client does not know, and whatever else
 * its own validation refuses.
 */
public final class StrictClient {

	private static final String MODELS = "com.openai.models.";

	private final SortedSet<String> deviations = new TreeSet<>();

	private boolean unknownFieldsOnly = true;

	private StrictClient() {
	}

	/**
	 * Read the data of a frame of a streamed response.
	 * @return the deviations, such as {@code ResponseUsage.total_tokens is missing}
	 */
	public static SortedSet<String> frame(JsonObject frame) {
		return read(frame, ResponseStreamEvent.class);
	}

	/**
	 * Read a complete response.
	 */
	public static SortedSet<String> response(JsonObject response) {
		return read(response, Response.class);
	}

	/**
	 * Read what is under {@code error} in the body of an HTTP error.
	 */
	public static SortedSet<String> error(JsonObject error) {
		return read(error, ErrorObject.class);
	}

	private static SortedSet<String> read(JsonObject json, Class<?> type) {
		StrictClient client = new StrictClient();
		try {
			Object value = ObjectMappers.jsonMapper().readValue(JsonCodec.write(json), type);
			client.walk(value, type.getSimpleName());
			client.validate(value);
		}
		catch (JsonProcessingException ex) {
			client.add(type.getSimpleName() + " is unreadable: " + ex.getOriginalMessage());
		}
		return client.deviations;
	}

	private void add(String deviation) {
		this.unknownFieldsOnly = false;
		this.deviations.add(deviation);
	}

	/**
	 * Hold the walk to what the client's validation says.
	 */
	private void validate(Object value) {
		String refusal = refusal(value);
		if ((refusal == null) != this.unknownFieldsOnly) {
			add(simpleName(value) + " is refused: " + refusal);
		}
	}

	private static @Nullable String refusal(Object value) {
		try {
			value.getClass().getMethod("validate").invoke(value);
			return null;
		}
		catch (ReflectiveOperationException ex) {
			return String.valueOf(Objects.requireNonNullElse(ex.getCause(), ex).getMessage());
		}
	}

	private void walk(@Nullable Object value, String name) {
		if (value instanceof List<?> elements) {
			elements.forEach((element) -> walk(element, name));
		}
		else if (value instanceof JsonField<?> field) {
			field.asKnown().ifPresent((known) -> walk(known, name));
		}
		else if (value instanceof com.openai.core.Enum) {
			if (refusal(value) != null) {
				add(name + " has the unknown value " + value);
			}
		}
		else if (value != null && value.getClass().getName().startsWith(MODELS)) {
			List<Field> fields = fields(value);
			if (fields.stream().anyMatch((field) -> field.getName().equals("_json"))) {
				alternatives(value, fields, name);
			}
			else {
				members(value, fields);
			}
		}
	}

	private void alternatives(Object value, List<Field> fields, String name) {
		List<Object> present = fields.stream()
			.filter((field) -> !field.getName().equals("_json"))
			.map((field) -> get(field, value))
			.filter(Objects::nonNull)
			.toList();
		if (present.isEmpty()) {
			add(name + " is of no known kind");
		}
		present.forEach((alternative) -> walk(alternative, name));
	}

	private void members(Object value, List<Field> fields) {
		boolean map = fields.size() == 1;
		for (Field field : fields) {
			String name = simpleName(value) + "."
					+ field.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
			Object member = get(field, value);
			if (field.getName().equals("additionalProperties") && member instanceof Map<?, ?> unknown) {
				if (!map) {
					unknown.keySet()
						.forEach((key) -> this.deviations.add(simpleName(value) + "." + key + " is unknown"));
				}
			}
			else if (member instanceof JsonField<?> json) {
				field(value, field, json, name);
			}
		}
	}

	private void field(Object value, Field field, JsonField<?> json, String name) {
		if (field.getType() == JsonValue.class) {
			if (json.isMissing()) {
				add(name + " is missing");
			}
		}
		else if (json.isMissing() || json.isNull()) {
			if (isRequired(value, field)) {
				add(name + (json.isNull() ? " is null" : " is missing"));
			}
		}
		else if (json.asKnown().isEmpty()) {
			add(name + " is of another type");
		}
		else {
			walk(json, name);
		}
	}

	private static boolean isRequired(Object value, Field field) {
		return Arrays.stream(value.getClass().getMethods())
			.filter((method) -> method.getName().equals(field.getName()) && method.getParameterCount() == 0)
			.map(Method::getReturnType)
			.noneMatch(Optional.class::equals);
	}

	private static List<Field> fields(Object value) {
		return Arrays.stream(value.getClass().getDeclaredFields())
			.filter((field) -> !Modifier.isStatic(field.getModifiers()))
			.filter((field) -> field.getType() != boolean.class && !field.getName().equals("hashCode$delegate"))
			.toList();
	}

	private static @Nullable Object get(Field field, Object value) {
		try {
			field.setAccessible(true);
			return field.get(value);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String simpleName(Object value) {
		String name = value.getClass().getName();
		return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
	}

}
