package io.mockagents.agent;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Lets an agent hand the conversation over to another, by a tool the model may call.
 *
 * @param toolName the tool's name, {@code transfer_to_...} by default
 * @param toolDescription the tool's description
 * @param inputJsonSchema the JSON schema of the tool's arguments
 * @param agentName the name of the agent that takes over
 * @param agent returns that agent; called once a handoff happens, so that agents may
 * refer to each other
 * @param onHandoff called with the arguments' JSON text when the handoff happens
 * @param inputFilter returns the part of the conversation that the new agent sees, such
 * as {@link HandoffInputData#withoutTools()}; by default all. In profile 0.2 the result
 * of the run loses what the filter takes away, in profile 0.22 it loses only items of the
 * turn of the handoff
 * @param nestHandoffHistory whether the new agent sees a summary of what came before, as
 * {@link RunConfig#nestHandoffHistory()}, or {@code null} for what the run says
 */
public record Handoff(String toolName, String toolDescription, JsonObject inputJsonSchema, String agentName,
		Supplier<Agent> agent, @Nullable BiConsumer<RunContext, String> onHandoff,
		@Nullable UnaryOperator<HandoffInputData> inputFilter, @Nullable Boolean nestHandoffHistory) {

	private static final JsonObject NO_INPUT = JsonObject.of("additionalProperties", false, "type", "object",
			"properties", JsonObject.of(), "required", List.of());

	public Handoff {
		Objects.requireNonNull(agent, "agent");
	}

	/**
	 * Create a handoff that shows the new agent of the conversation what the run says.
	 * @param toolName the tool's name
	 * @param toolDescription the tool's description
	 * @param inputJsonSchema the JSON schema of the tool's arguments
	 * @param agentName the name of the agent that takes over
	 * @param agent returns that agent
	 * @param onHandoff called when the handoff happens, or {@code null}
	 * @param inputFilter returns the part of the conversation that the new agent sees, or
	 * {@code null}
	 */
	public Handoff(String toolName, String toolDescription, JsonObject inputJsonSchema, String agentName,
			Supplier<Agent> agent, @Nullable BiConsumer<RunContext, String> onHandoff,
			@Nullable UnaryOperator<HandoffInputData> inputFilter) {
		this(toolName, toolDescription, inputJsonSchema, agentName, agent, onHandoff, inputFilter, null);
	}

	/**
	 * Return a handoff with the SDK's default name and description.
	 * @param agent the agent that takes over
	 * @return the handoff
	 */
	public static Handoff to(Agent agent) {
		return to(agent.name(), agent.handoffDescription(), () -> agent);
	}

	/**
	 * Return a handoff to an agent that is built later.
	 * @param agentName the agent's name
	 * @param handoffDescription the description by which the model decides to hand off
	 * @param agent returns the agent
	 * @return the handoff
	 */
	public static Handoff to(String agentName, @Nullable String handoffDescription, Supplier<Agent> agent) {
		return new Handoff(defaultToolName(agentName), defaultToolDescription(agentName, handoffDescription), NO_INPUT,
				agentName, agent, null, null);
	}

	/**
	 * Return this handoff with another filter of what the new agent sees.
	 * @param inputFilter the filter
	 * @return the handoff
	 */
	public Handoff withInputFilter(@Nullable UnaryOperator<HandoffInputData> inputFilter) {
		return new Handoff(this.toolName, this.toolDescription, this.inputJsonSchema, this.agentName, this.agent,
				this.onHandoff, inputFilter, this.nestHandoffHistory);
	}

	/**
	 * Return this handoff with another choice of what the new agent sees.
	 * @param nestHandoffHistory whether it sees a summary of what came before, or
	 * {@code null} for what the run says
	 * @return the handoff
	 */
	public Handoff withNestHandoffHistory(@Nullable Boolean nestHandoffHistory) {
		return new Handoff(this.toolName, this.toolDescription, this.inputJsonSchema, this.agentName, this.agent,
				this.onHandoff, this.inputFilter, nestHandoffHistory);
	}

	/**
	 * Return this handoff with arguments: {@code input_type} of the SDK. A call whose
	 * arguments do not fit ends the run with {@link ModelBehaviorException}.
	 * @param inputType a record with a component for each argument
	 * @param onHandoff takes the arguments' JSON text
	 * @return the handoff
	 * @throws IllegalArgumentException if the record contains a type that strict schemas
	 * cannot describe, such as a map
	 */
	public Handoff withInput(Class<? extends Record> inputType, BiConsumer<RunContext, String> onHandoff) {
		return new Handoff(this.toolName, this.toolDescription, RecordSchema.of(inputType, inputType.getSimpleName()),
				this.agentName, this.agent, onHandoff, this.inputFilter, this.nestHandoffHistory);
	}

	/**
	 * Return the name of the tool that hands off to an agent.
	 * @param agentName the agent's name
	 * @return {@code transfer_to_} and the name in lower case, with {@code _} in place of
	 * everything except letters, digits and underscores
	 */
	public static String defaultToolName(String agentName) {
		return ("transfer_to_" + agentName).replaceAll("[^a-zA-Z0-9]", "_").toLowerCase(Locale.ROOT);
	}

	/**
	 * Return the description of the tool that hands off to an agent.
	 * @param agentName the agent's name
	 * @param handoffDescription the description by which the model decides to hand off
	 * @return the description
	 */
	public static String defaultToolDescription(String agentName, @Nullable String handoffDescription) {
		return "Handoff to the " + agentName + " agent to handle the request. "
				+ ((handoffDescription != null) ? handoffDescription : "");
	}

}
