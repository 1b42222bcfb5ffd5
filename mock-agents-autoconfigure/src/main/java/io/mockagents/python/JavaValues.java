package io.mockagents.python;

import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.SnakeCase;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Java values in JSON and back, with names in snake case as Python has them.
 */
public final class JavaValues {

	private static final PythonNames PYTHON_NAMES = new PythonNames();

	/**
	 * The mapper of each type. A mapper keeps the types that it has seen: one for all
	 * types would keep the class loaders of applications that have ended.
	 */
	private static final ClassValue<JsonMapper> READERS = new ClassValue<>() {

		@Override
		protected JsonMapper computeValue(Class<?> type) {
			return mapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
		}

	};

	/**
	 * Keep floats as they are, {@code -0.0} too.
	 */
	private static final ClassValue<JsonMapper> WRITERS = new ClassValue<>() {

		@Override
		protected JsonMapper computeValue(Class<?> type) {
			return mapper().build();
		}

	};

	/**
	 * The depth at which a value is cut: rows can be read to a depth of 500.
	 */
	private static final int MAX_DEPTH = 400;

	private JavaValues() {
	}

	private static JsonMapper.Builder mapper() {
		return JsonMapper.builder()
			.addModule(new SimpleModule().setDeserializerModifier(new UnionDeserializer.Modifier()))
			.addModule(DurationText.module())
			.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
			.propertyNamingStrategy(PYTHON_NAMES)
			.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
			.enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES);
	}

	/**
	 * Return the JSON form of a value. Whatever JSON has no place for becomes the text
	 * that Python prints for it: a value of the application is never refused.
	 * @param value the value
	 * @return the JSON form of a value
	 */
	public static @Nullable Object toJson(@Nullable Object value) {
		if (value == null || value instanceof String || value instanceof JsonObject) {
			return value;
		}
		return toJson(value, new ArrayList<>(4));
	}

	/**
	 * Return the JSON form of a value.
	 * @param open the containers around the value
	 */
	private static @Nullable Object toJson(@Nullable Object value, List<Object> open) {
		if (value == null || value instanceof String || value instanceof Boolean || value instanceof JsonObject) {
			return value;
		}
		if (value instanceof Number number) {
			return number(number);
		}
		if (open.size() > MAX_DEPTH || open.stream().anyMatch((outer) -> outer == value)) {
			return "...";
		}
		open.add(value);
		try {
			if (value instanceof Map<?, ?> map) {
				JsonObject.Builder object = JsonObject.builder();
				map.forEach((key, entry) -> object.put(PythonText.str(key), toJson(entry, open)));
				return object.build();
			}
			if (value instanceof Iterable<?> elements) {
				List<@Nullable Object> list = new ArrayList<>();
				elements.forEach((element) -> list.add(toJson(element, open)));
				return list;
			}
			if (value.getClass().isArray()) {
				List<@Nullable Object> list = new ArrayList<>();
				for (int i = 0; i < Array.getLength(value); i++) {
					list.add(toJson(Array.get(value, i), open));
				}
				return list;
			}
			return converted(value, open);
		}
		finally {
			open.remove(open.size() - 1);
		}
	}

	private static Object number(Number number) {
		try {
			Object json = Objects.requireNonNull(JsonObject.normalize(number));
			JsonCodec.write(json);
			return json;
		}
		catch (IllegalArgumentException ex) {
			return PythonText.str(number);
		}
	}

	private static @Nullable Object converted(Object value, List<Object> open) {
		try {
			return toJson(WRITERS.get(value.getClass()).convertValue(value, Object.class), open);
		}
		catch (JacksonException | StackOverflowError ex) {
			return PythonText.str(value);
		}
	}

	/**
	 * Return the object that a JSON text stands for.
	 * @param json the JSON text
	 * @param type the type of the object
	 * @param <T> the type
	 * @return the object that a JSON text stands for
	 * @throws JacksonException if the text is not JSON or does not fit the type
	 */
	public static <T> T read(String json, Class<T> type) {
		return READERS.get(type).readValue(json, type);
	}

	/**
	 * Return the object that a JSON value stands for.
	 * @param value the value
	 * @param type the type of the object
	 * @return the object that a JSON value stands for
	 * @throws JacksonException if the value does not fit the type
	 */
	public static @Nullable Object convert(@Nullable Object value, Type type) {
		if (value == null || (type instanceof Class<?> plain && plain.isInstance(value))) {
			return value;
		}
		JsonMapper reader = READERS.get(classOf(type));
		return reader.readValue(JsonCodec.write(value), reader.constructType(type));
	}

	/**
	 * Return the class of the application's on which a type depends.
	 */
	private static Class<?> classOf(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			return classOf(parameterized.getActualTypeArguments()[0]);
		}
		return (type instanceof Class<?> plain) ? plain : Object.class;
	}

	/**
	 * Return the JSON text of a value as pydantic writes it with an indentation of two: a
	 * line for each member and element.
	 * @param value the value
	 * @return the JSON text of a value as pydantic writes it with an indentation of two
	 */
	public static String writeIndented(Object value) {
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

	/**
	 * The names of Python.
	 */
	private static final class PythonNames extends PropertyNamingStrategies.NamingBase {

		private static final long serialVersionUID = 1L;

		@Override
		public String translate(String name) {
			return SnakeCase.of(name);
		}

	}

}
