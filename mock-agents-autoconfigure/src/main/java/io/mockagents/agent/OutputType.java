package io.mockagents.agent;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The type of an agent's final output: {@code AgentOutputSchema} of the SDK.
 * <p>
 * A type that is not an object in JSON, such as a list, is wrapped as in the SDK: the
 * model answers with an object that has the one property {@code response}, and the final
 * output is the value of that property.
 *
 * @param name the type's name, such as {@code Invoice} or {@code list[int]}
 * @param type the Java type that the model's JSON is bound to, or, if it is wrapped, its
 * property {@code response}
 * @param jsonSchema the JSON schema the model is held to
 * @param strictJsonSchema whether the API enforces it
 * @param <T> the Java type
 */
public record OutputType<T>(String name, Type type, JsonObject jsonSchema, boolean strictJsonSchema) {

	/**
	 * The property that contains a wrapped output.
	 */
	public static final String WRAPPED_PROPERTY = "response";

	/**
	 * Return an output type, named after its Java type, with the schema that the SDK
	 * makes of the same type in Python. In records names are in snake case unless
	 * {@code @JsonProperty} sets them, descriptions are those of
	 * {@code @JsonPropertyDescription}, and a component that is an {@code Optional} or
	 * {@code @Nullable} may be {@code null}. Enums, numbers, booleans and sealed
	 * interfaces of records, which become unions, are wrapped.
	 * @param type the record, enum, number, boolean or sealed interface
	 * @param <T> the Java type
	 * @return the output type
	 * @throws IllegalArgumentException if the type is, or contains, a type that strict
	 * schemas cannot describe, such as a map
	 */
	public static <T> OutputType<T> of(Class<T> type) {
		if (type == String.class) {
			throw new IllegalArgumentException(
					"Cannot create an output type for String: an agent without an output type answers with text. "
							+ "Remove the output type.");
		}
		return type.isRecord() ? of(type, RecordSchema.of(type, type.getSimpleName()))
				: new OutputType<>(RecordSchema.pythonName(type), type, RecordSchema.wrapped(type, false, false), true);
	}

	/**
	 * Return an output type with a strict schema, named after its Java type.
	 * @param type the Java type
	 * @param jsonSchema the JSON schema
	 * @param <T> the Java type
	 * @return the output type
	 */
	public static <T> OutputType<T> of(Class<T> type, JsonObject jsonSchema) {
		return new OutputType<>(type.getSimpleName(), type, jsonSchema, true);
	}

	/**
	 * Return the output type of a list, which is wrapped: {@code list[X]} of Python.
	 * @param elementType the type of the elements, one that {@link #of(Class)} takes, or
	 * {@code String}
	 * @param <E> the type of the elements
	 * @return the output type
	 * @throws IllegalArgumentException if a strict schema cannot describe the type
	 */
	public static <E> OutputType<List<E>> list(Class<E> elementType) {
		return new OutputType<>("list[" + RecordSchema.pythonName(elementType) + "]", new ListOf(elementType),
				RecordSchema.wrapped(elementType, true, false), true);
	}

	/**
	 * Return the output type of a value that may be {@code null}, which is wrapped:
	 * {@code Optional[X]} of Python. The final output of a complete run may be
	 * {@code null} then.
	 * @param type the type of the value, one that {@link #of(Class)} takes, or
	 * {@code String}
	 * @param <T> the type of the value
	 * @return the output type
	 * @throws IllegalArgumentException if a strict schema cannot describe the type
	 */
	public static <T> OutputType<T> optional(Class<T> type) {
		String name = RecordSchema.pythonName(type);
		return new OutputType<>(name.startsWith("Union[") ? name.substring(0, name.length() - 1) + ", NoneType]"
				: "Union[" + name + ", NoneType]", type, RecordSchema.wrapped(type, false, true), true);
	}

	/**
	 * Return this type with a schema that the API does not enforce.
	 * @return the same type, not strict
	 */
	public OutputType<T> notStrict() {
		return new OutputType<>(this.name, this.type, this.jsonSchema, false);
	}

	/**
	 * Return whether the schema is the SDK's wrapper around a type that is not an object:
	 * an object {@code OutputType} with the one property {@code response}.
	 * @return whether it is wrapped
	 */
	public boolean isWrapped() {
		JsonObject properties = this.jsonSchema.objectOrNull("properties");
		return RecordSchema.WRAPPER.equals(this.jsonSchema.get("title")) && !RecordSchema.WRAPPER.equals(this.name)
				&& properties != null && properties.size() == 1 && properties.containsKey(WRAPPED_PROPERTY);
	}

	/**
	 * A list of elements of a type.
	 */
	private record ListOf(Class<?> elementType) implements ParameterizedType {

		@Override
		public Type[] getActualTypeArguments() {
			return new Type[] { this.elementType };
		}

		@Override
		public Type getRawType() {
			return List.class;
		}

		@Override
		public @Nullable Type getOwnerType() {
			return null;
		}

	}

}
