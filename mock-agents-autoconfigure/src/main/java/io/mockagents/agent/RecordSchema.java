package io.mockagents.agent;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/**
 * Makes the JSON schema of a record as the SDK makes it of the same model in Python: keys
 * in pydantic's order, in the strict form that the API asks for, in which every property
 * is required and no other is allowed.
 * <p>
 * Names are in snake case unless {@link JsonProperty} sets them. Descriptions are those
 * of {@link JsonPropertyDescription} and {@link JsonClassDescription}. A component that
 * is an {@link Optional} or annotated {@code @Nullable} may be {@code null}.
 */
final class RecordSchema {

	private static final Map<Class<?>, String> FORMATS = Map.of(Instant.class, "date-time", OffsetDateTime.class,
			"date-time", ZonedDateTime.class, "date-time", LocalDateTime.class, "date-time", LocalDate.class, "date",
			LocalTime.class, "time", Duration.class, "duration", UUID.class, "uuid");

	private static final Set<Class<?>> INTEGERS = Set.of(int.class, Integer.class, long.class, Long.class, short.class,
			Short.class, byte.class, Byte.class, BigInteger.class);

	private static final Set<Class<?>> NUMBERS = Set.of(double.class, Double.class, float.class, Float.class,
			BigDecimal.class);

	/**
	 * The title of the object around a type that is not an object.
	 */
	static final String WRAPPER = "OutputType";

	private final Map<String, JsonObject> definitions = new TreeMap<>();

	private final Set<Class<?>> begun = new HashSet<>();

	private RecordSchema() {
	}

	/**
	 * Return the schema of a record.
	 * @param type the record
	 * @param title the title of the schema
	 * @throws IllegalArgumentException if the type is not a record, or a component has a
	 * type that strict schemas cannot describe
	 */
	static JsonObject of(Class<?> type, String title) {
		if (!type.isRecord()) {
			throw new IllegalArgumentException("Cannot create a schema for " + type.getName()
					+ ": it is not a record. Pass a JSON schema as well.");
		}
		RecordSchema schema = new RecordSchema();
		return schema.withDefinitions(schema.model(type, title));
	}

	/**
	 * Return the schema of the object around a type that is not an object.
	 * @param type the type
	 * @param list whether the value is a list of the type
	 * @param nullable whether the value may be {@code null}
	 */
	static JsonObject wrapped(Class<?> type, boolean list, boolean nullable) {
		RecordSchema schema = new RecordSchema();
		JsonObject value = schema.schema(type, null);
		value = list ? JsonObject.of("items", value, "type", "array") : value;
		return schema.withDefinitions(JsonObject.of("properties",
				JsonObject.of(OutputType.WRAPPED_PROPERTY,
						titled(nullable ? orNull(value) : value, OutputType.WRAPPED_PROPERTY)),
				"required", List.of(OutputType.WRAPPED_PROPERTY), "title", WRAPPER, "type", "object",
				"additionalProperties", false));
	}

	/**
	 * Return the name that a type has in Python.
	 */
	static String pythonName(Class<?> type) {
		if (INTEGERS.contains(type)) {
			return "int";
		}
		if (NUMBERS.contains(type)) {
			return "float";
		}
		if (type == boolean.class || type == Boolean.class) {
			return "bool";
		}
		if (type == String.class) {
			return "str";
		}
		if (isUnion(type)) {
			return "Union[" + String.join(", ",
					Arrays.stream(type.getPermittedSubclasses()).map(RecordSchema::pythonName).toList()) + "]";
		}
		return type.getSimpleName();
	}

	private static boolean isUnion(Class<?> type) {
		return type.isSealed() && type.isInterface();
	}

	private JsonObject withDefinitions(JsonObject model) {
		return this.definitions.isEmpty() ? model
				: JsonObject.builder().put("$defs", JsonObject.copyOf(this.definitions)).putAll(model).build();
	}

	private JsonObject model(Class<?> type, String title) {
		JsonObject.Builder properties = JsonObject.builder();
		List<String> required = new ArrayList<>();
		for (RecordComponent component : type.getRecordComponents()) {
			String name = name(component);
			required.add(name);
			properties.put(name, property(component, name));
		}
		JsonClassDescription description = type.getAnnotation(JsonClassDescription.class);
		JsonObject.Builder model = JsonObject.builder();
		if (description != null) {
			model.put("description", description.value());
		}
		return model.put("properties", properties.build())
			.put("required", required)
			.put("title", title)
			.put("type", "object")
			.put("additionalProperties", false)
			.build();
	}

	private static String name(RecordComponent component) {
		JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
		return (property != null && !property.value().isEmpty()) ? property.value() : SnakeCase.of(component.getName());
	}

	private JsonObject property(RecordComponent component, String name) {
		JsonObject type = nullable(component.getAnnotatedType(), component);
		JsonPropertyDescription description = component.getAccessor().getAnnotation(JsonPropertyDescription.class);
		if (type.get("$ref") instanceof String reference) {
			return (description == null) ? type : described(reference, description.value());
		}
		Map<String, @Nullable Object> property = new TreeMap<>(type);
		if (description != null) {
			property.put("description", description.value());
		}
		return titled(JsonObject.copyOf(property), name);
	}

	/**
	 * Return the schema of a property with its title, which a reference, or one that may
	 * be {@code null}, has no room for.
	 */
	private static JsonObject titled(JsonObject schema, String name) {
		if (schema.containsKey("$ref") || (schema.containsKey("anyOf") && schema.objects("anyOf").size() == 2
				&& schema.objects("anyOf").get(0).containsKey("$ref")
				&& "null".equals(schema.objects("anyOf").get(1).get("type")))) {
			return schema;
		}
		Map<String, @Nullable Object> property = new TreeMap<>(schema);
		property.put("title", FunctionTool.title(name));
		return JsonObject.copyOf(property);
	}

	/**
	 * A reference has no room for a description, so what it refers to takes its place.
	 */
	private JsonObject described(String reference, String description) {
		JsonObject definition = this.definitions.getOrDefault(reference.substring(reference.lastIndexOf('/') + 1),
				JsonObject.of());
		return JsonObject.builder().put("description", description).putAll(definition.without("description")).build();
	}

	private JsonObject nullable(AnnotatedType type, RecordComponent component) {
		JsonObject schema = schema(type, component);
		return isNullable(type, component) ? orNull(schema) : schema;
	}

	private static boolean isNullable(AnnotatedType type, AnnotatedElement element) {
		return Arrays.stream(type.getAnnotations())
			.anyMatch((annotation) -> annotation.annotationType().getSimpleName().equals("Nullable"))
				|| Arrays.stream(element.getAnnotations())
					.anyMatch((annotation) -> annotation.annotationType().getSimpleName().equals("Nullable"));
	}

	private static JsonObject orNull(JsonObject schema) {
		JsonObject none = JsonObject.of("type", "null");
		List<JsonObject> members = new ArrayList<>(
				schema.containsKey("anyOf") ? schema.objects("anyOf") : List.of(schema));
		if (!members.contains(none)) {
			members.add(none);
		}
		return JsonObject.of("anyOf", members);
	}

	private JsonObject schema(AnnotatedType annotated, RecordComponent component) {
		Type type = annotated.getType();
		if (type instanceof ParameterizedType parameterized) {
			Class<?> raw = (Class<?>) parameterized.getRawType();
			AnnotatedType argument = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[0];
			if (raw == Optional.class) {
				return orNull(schema(argument, component));
			}
			if (Collection.class.isAssignableFrom(raw)) {
				return array(argument, component);
			}
		}
		if (type instanceof GenericArrayType || (type instanceof Class<?> array && array.isArray())) {
			return array(((AnnotatedArrayType) annotated).getAnnotatedGenericComponentType(), component);
		}
		if (type instanceof Class<?> plain) {
			return schema(plain, component);
		}
		throw unsupported(type, component);
	}

	private JsonObject array(AnnotatedType element, RecordComponent component) {
		JsonObject items = schema(element, component);
		return JsonObject.of("items", isNullable(element, element) ? orNull(items) : items, "type", "array");
	}

	private JsonObject schema(Class<?> type, @Nullable RecordComponent component) {
		if (type == String.class || type == char.class || type == Character.class) {
			return JsonObject.of("type", "string");
		}
		if (type == boolean.class || type == Boolean.class) {
			return JsonObject.of("type", "boolean");
		}
		if (INTEGERS.contains(type)) {
			return JsonObject.of("type", "integer");
		}
		if (NUMBERS.contains(type)) {
			return JsonObject.of("type", "number");
		}
		if (FORMATS.containsKey(type)) {
			return JsonObject.of("format", FORMATS.get(type), "type", "string");
		}
		if (type.isEnum() || type.isRecord()) {
			define(type);
			return JsonObject.of("$ref", "#/$defs/" + type.getSimpleName());
		}
		if (isUnion(type)) {
			return JsonObject.of("anyOf",
					Arrays.stream(type.getPermittedSubclasses()).map((member) -> schema(member, component)).toList());
		}
		throw unsupported(type, component);
	}

	private void define(Class<?> type) {
		if (this.begun.add(type)) {
			this.definitions.put(type.getSimpleName(), type.isRecord() ? model(type, type.getSimpleName())
					: JsonObject.of("enum", values(type), "title", type.getSimpleName(), "type", "string"));
		}
	}

	private static List<String> values(Class<?> type) {
		List<String> values = new ArrayList<>();
		for (Object constant : type.getEnumConstants()) {
			String name = ((Enum<?>) constant).name();
			try {
				JsonProperty property = type.getField(name).getAnnotation(JsonProperty.class);
				values.add((property != null && !property.value().isEmpty()) ? property.value() : name);
			}
			catch (NoSuchFieldException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return values;
	}

	private static IllegalArgumentException unsupported(Type type, @Nullable RecordComponent component) {
		String place = (component != null)
				? "'" + component.getName() + "' of " + component.getDeclaringRecord().getName() : type.getTypeName();
		return new IllegalArgumentException(
				"Cannot create a schema for " + place + ": a strict schema does not support " + type.getTypeName()
						+ ". Use a record, a list, an enum or a simple type, or pass a JSON schema as well.");
	}

}
