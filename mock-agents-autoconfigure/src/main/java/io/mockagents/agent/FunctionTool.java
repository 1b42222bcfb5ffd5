package io.mockagents.agent;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * A function of the application that an agent may call.
 *
 * @param name the name by which the model calls it
 * @param description the description by which the model decides to call it; may be empty
 * @param paramsJsonSchema the JSON schema of its arguments
 * @param strictJsonSchema whether the API enforces the schema
 * @param function the application's code
 * @param failureErrorFunction returns the text that the model is sent when the code
 * throws; {@code null} if the run shall fail instead, with a {@link UserException}
 * @param timeout how long a call may take, or {@code null} for no limit
 * @param timeoutBehavior the treatment of a call that takes longer
 * @param needsApproval whether a person has to approve each call before it runs
 * @param agent the agent that answers the calls, or {@code null} if the application's
 * code does
 * @param inputGuardrails checks made before each call, in order
 * @param outputGuardrails checks made after each call, in order
 */
public record FunctionTool(String name, String description, JsonObject paramsJsonSchema, boolean strictJsonSchema,
		ToolFunction function, @Nullable BiFunction<ToolContext, Exception, String> failureErrorFunction,
		@Nullable Duration timeout, TimeoutBehavior timeoutBehavior, boolean needsApproval, @Nullable Agent agent,
		List<ToolInputGuardrail> inputGuardrails, List<ToolOutputGuardrail> outputGuardrails) implements Tool {

	/**
	 * Returns the SDK's own text for a tool that throws. An exception without a message
	 * has an empty text, as in Python. In profile 0.24 the text of the exception is left
	 * out, as that SDK does.
	 */
	public static final BiFunction<ToolContext, Exception, String> DEFAULT_FAILURE_ERROR_FUNCTION = (context,
			exception) -> "An error occurred while running the tool. Please try again. Error: "
					+ Objects.requireNonNullElse(exception.getMessage(), "");

	public FunctionTool {
		Objects.requireNonNull(name, "name");
		Objects.requireNonNull(function, "function");
		inputGuardrails = List.copyOf(inputGuardrails);
		outputGuardrails = List.copyOf(outputGuardrails);
	}

	/**
	 * Return a builder of a tool.
	 * @param name the name by which the model calls it
	 * @return a new builder
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * The treatment of a call that takes longer than the tool's timeout.
	 */
	public enum TimeoutBehavior {

		/**
		 * The model is sent a text that says so.
		 */
		ERROR_AS_RESULT,

		/**
		 * The run fails with a {@link ToolTimeoutException}.
		 */
		RAISE_EXCEPTION

	}

	/**
	 * Builds a {@link FunctionTool}.
	 */
	public static final class Builder {

		private final String name;

		private String description = "";

		private @Nullable JsonObject schema;

		private final JsonObject.Builder properties = JsonObject.builder();

		private final List<String> required = new ArrayList<>();

		private boolean strict = true;

		private @Nullable ToolFunction function;

		private @Nullable BiFunction<ToolContext, Exception, String> failureErrorFunction = DEFAULT_FAILURE_ERROR_FUNCTION;

		private @Nullable Duration timeout;

		private TimeoutBehavior timeoutBehavior = TimeoutBehavior.ERROR_AS_RESULT;

		private boolean needsApproval;

		private @Nullable Agent agent;

		private List<ToolInputGuardrail> inputGuardrails = List.of();

		private List<ToolOutputGuardrail> outputGuardrails = List.of();

		private Builder(String name) {
			this.name = name;
		}

		/**
		 * Set the description by which the model decides to call the tool.
		 * @param description the description
		 * @return this builder
		 */
		public Builder description(String description) {
			this.description = description;
			return this;
		}

		/**
		 * Add a required parameter to the schema, in the form of the SDK.
		 * @param name the parameter's name in snake case
		 * @param type its JSON type, such as {@code string}
		 * @param description what it means
		 * @return this builder
		 */
		public Builder parameter(String name, String type, String description) {
			this.properties.put(name, JsonObject.of("description", description, "title", title(name), "type", type));
			this.required.add(name);
			return this;
		}

		/**
		 * Set the parameters to the components of a record, in place of those added one
		 * by one. The schema is the one that the SDK makes of a function with the same
		 * parameters; {@link ToolArguments#as(Class)} reads the arguments.
		 * @param arguments the record
		 * @return this builder
		 * @throws IllegalArgumentException if the type is not a record, or contains a
		 * type that strict schemas cannot describe, such as a map
		 */
		public Builder parameters(Class<? extends Record> arguments) {
			return paramsJsonSchema(RecordSchema.of(arguments, this.name + "_args"));
		}

		/**
		 * Set the JSON schema of the arguments, in place of the parameters added one by
		 * one.
		 * @param schema the schema
		 * @return this builder
		 */
		public Builder paramsJsonSchema(JsonObject schema) {
			this.schema = schema;
			return this;
		}

		/**
		 * Set whether the API enforces the schema: by default it does.
		 * @param strict whether it does
		 * @return this builder
		 */
		public Builder strictJsonSchema(boolean strict) {
			this.strict = strict;
			return this;
		}

		/**
		 * Set the application's code.
		 * @param function the code
		 * @return this builder
		 */
		public Builder function(ToolFunction function) {
			this.function = function;
			return this;
		}

		/**
		 * Set the function that returns the text that the model is sent when the code
		 * throws.
		 * @param failureErrorFunction returns the text, or {@code null} if the run shall
		 * fail instead
		 * @return this builder
		 */
		public Builder failureErrorFunction(@Nullable BiFunction<ToolContext, Exception, String> failureErrorFunction) {
			this.failureErrorFunction = failureErrorFunction;
			return this;
		}

		/**
		 * Set how long a call may take.
		 * @param timeout the limit
		 * @param behavior the treatment of a call that takes longer
		 * @return this builder
		 */
		public Builder timeout(Duration timeout, TimeoutBehavior behavior) {
			this.timeout = timeout;
			this.timeoutBehavior = behavior;
			return this;
		}

		/**
		 * Set whether a person has to approve each call before it runs.
		 * @param needsApproval whether approval is needed
		 * @return this builder
		 */
		public Builder needsApproval(boolean needsApproval) {
			this.needsApproval = needsApproval;
			return this;
		}

		/**
		 * Set checks made before each call, {@code tool_input_guardrails} of the SDK.
		 * @param inputGuardrails the checks, asked in order
		 * @return this builder
		 */
		public Builder inputGuardrails(ToolInputGuardrail... inputGuardrails) {
			this.inputGuardrails = List.of(inputGuardrails);
			return this;
		}

		/**
		 * Set checks made after each call, {@code tool_output_guardrails} of the SDK.
		 * @param outputGuardrails the checks, asked in order
		 * @return this builder
		 */
		public Builder outputGuardrails(ToolOutputGuardrail... outputGuardrails) {
			this.outputGuardrails = List.of(outputGuardrails);
			return this;
		}

		/**
		 * Set the agent that answers the calls.
		 * @param agent the agent
		 * @return this builder
		 */
		Builder agent(Agent agent) {
			this.agent = agent;
			return this;
		}

		/**
		 * Build the tool.
		 * @return the tool
		 */
		public FunctionTool build() {
			ToolFunction function = this.function;
			if (function == null) {
				throw new IllegalStateException("Tool '" + this.name + "' has no function");
			}
			JsonObject schema = (this.schema != null) ? this.schema
					: JsonObject.of("properties", this.properties.build(), "required", this.required, "title",
							this.name + "_args", "type", "object", "additionalProperties", false);
			return new FunctionTool(this.name, this.description, schema, this.strict, function,
					this.failureErrorFunction, this.timeout, this.timeoutBehavior, this.needsApproval, this.agent,
					this.inputGuardrails, this.outputGuardrails);
		}

	}

	/**
	 * Return the SDK's title of a parameter: its words, each with a capital.
	 */
	static String title(String name) {
		StringBuilder title = new StringBuilder();
		for (String word : name.split("_")) {
			if (!word.isEmpty()) {
				title.append(title.isEmpty() ? "" : " ")
					.append(Character.toUpperCase(word.charAt(0)))
					.append(word.substring(1));
			}
		}
		return title.toString();
	}

}
