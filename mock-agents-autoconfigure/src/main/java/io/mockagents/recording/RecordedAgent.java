package io.mockagents.recording;

import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ToolFunction;
import org.jspecify.annotations.Nullable;

/**
 * An agent as a recording describes it: enough to show it in events as it was shown.
 *
 * @param name the agent's name
 * @param model the name of its model, or {@code null} for the default
 * @param instructions its instructions, cut as rows cut them where rows are the source;
 * {@code null} if it has none
 * @param tools its tools, in order
 * @param handoffs the names of the agents it may hand over to, as far as the recording
 * shows them
 * @param outputType the type of its final output, or {@code null} if that is plain text
 * or the source does not contain it
 */
public record RecordedAgent(String name, @Nullable String model, @Nullable String instructions,
		List<RecordedTool> tools, List<String> handoffs, @Nullable RecordedOutputType outputType) {

	public RecordedAgent {
		tools = List.copyOf(tools);
		handoffs = List.copyOf(handoffs);
	}

	/**
	 * Create an agent whose output type the source does not contain.
	 * @param name the agent's name
	 * @param model the name of its model, or {@code null} for the default
	 * @param instructions its instructions, or {@code null} if it has none
	 * @param tools its tools, in order
	 * @param handoffs the names of the agents it may hand over to
	 */
	public RecordedAgent(String name, @Nullable String model, @Nullable String instructions, List<RecordedTool> tools,
			List<String> handoffs) {
		this(name, model, instructions, tools, handoffs, null);
	}

	/**
	 * Return what events show of an agent.
	 * @param agent the agent as an event of this project's own form carries it
	 * @return what events show of an agent
	 */
	public static RecordedAgent ofSnapshot(JsonObject agent) {
		List<RecordedTool> tools = agent.array("tools")
			.stream()
			.map((name) -> new RecordedTool(String.valueOf(name), null, null))
			.toList();
		String name = agent.stringOrNull("name");
		return new RecordedAgent((name != null) ? name : "", agent.stringOrNull("model"),
				agent.stringOrNull("instructions"), tools, List.of());
	}

	/**
	 * Return a builder of the agent that has all but its tools, handoffs and output type.
	 * @return a builder of the agent that has all but its tools, handoffs and output type
	 */
	public Agent.Builder toBuilder() {
		Agent.Builder builder = Agent.builder(this.name).model(this.model);
		if (this.instructions != null) {
			builder.instructions(this.instructions);
		}
		return builder;
	}

	public RecordedAgent withTools(List<RecordedTool> tools) {
		return new RecordedAgent(this.name, this.model, this.instructions, tools, this.handoffs, this.outputType);
	}

	public RecordedAgent withHandoffs(List<String> handoffs) {
		return new RecordedAgent(this.name, this.model, this.instructions, this.tools, handoffs, this.outputType);
	}

	/**
	 * A tool as a recording describes it.
	 *
	 * @param name the tool's name
	 * @param description what it is for, or {@code null} if the source does not contain
	 * it
	 * @param parameters the JSON schema of its parameters, or {@code null} if the source
	 * does not contain it
	 */
	public record RecordedTool(String name, @Nullable String description, @Nullable JsonObject parameters) {

		/**
		 * Return the tool with a function that stands in for the application's.
		 * @param function the function
		 * @return the tool with a function that stands in for the application's
		 */
		public FunctionTool toTool(ToolFunction function) {
			return FunctionTool.builder(this.name)
				.description((this.description != null) ? this.description : "")
				.paramsJsonSchema((this.parameters != null) ? this.parameters : JsonObject.of())
				.strictJsonSchema(false)
				.function(function)
				.build();
		}

	}

	/**
	 * The type of an agent's final output as a recording describes it.
	 *
	 * @param name the name of the type
	 * @param jsonSchema its JSON schema
	 * @param strict whether the schema is a strict one
	 */
	public record RecordedOutputType(String name, JsonObject jsonSchema, boolean strict) {
	}

}
