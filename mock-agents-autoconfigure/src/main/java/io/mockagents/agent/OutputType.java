package io.mockagents.agent;

/**
 * The type of an agent's final output: {@code AgentOutputSchema} of the SDK.
 *
 * @param name the type's name
 * @param type the Java type that the model's JSON is bound to
 * @param jsonSchema the JSON schema the model is held to
 * @param strictJsonSchema whether the API holds the model to it
 * @param <T> the Java type
 */
public record OutputType<T>(String name, Class<T> type, JsonObject jsonSchema, boolean strictJsonSchema) {

	/**
	 * Return an output type of a record, named after it, with the schema that the SDK
	 * makes of the same model in Python. Names are in snake case unless
	 * {@code @JsonProperty} gives them, descriptions are those of
	 * {@code @JsonPropertyDescription}, and a component that is an {@code Optional} or
	 * {@code @Nullable} may be {@code null}.
	 * @param type the record
	 * @param <T> the record
	 * @return the output type
	 * @throws IllegalArgumentException if the type is no record, or holds a type that
	 * strict schemas cannot describe, such as a map
	 */
	public static <T> OutputType<T> of(Class<T> type) {
		return of(type, RecordSchema.of(type, type.getSimpleName()));
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

}
