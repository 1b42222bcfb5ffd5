package io.mockagents.model;

import java.util.List;

import io.mockagents.agent.Agent;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.Tool;
import org.jspecify.annotations.Nullable;

/**
 * The request to a model for one turn.
 *
 * @param turn the number of the turn, from 1
 * @param agent the agent whose turn it is
 * @param model the name of the model, or {@code null} for the model's own default
 * @param systemInstructions the agent's instructions, or {@code null}
 * @param input the conversation so far, oldest first
 * @param tools the tools the model may call
 * @param handoffs the handoffs the model may ask for
 * @param outputType the type of the final output, or {@code null} for plain text
 * @param previousResponseId the response to continue from, or {@code null}
 * @param stream whether the answer is requested as a stream
 * @param modelSettings what the agent and the run set for this turn
 * @param modelDefaults whether the {@linkplain ModelDefaults settings that the SDK has
 * for the model} count where these do not
 * @param conversationId the conversation that the API keeps, or {@code null}
 */
public record ModelRequest(int turn, Agent agent, @Nullable String model, @Nullable String systemInstructions,
		List<JsonObject> input, List<Tool> tools, List<Handoff> handoffs, @Nullable OutputType<?> outputType,
		@Nullable String previousResponseId, boolean stream, ModelSettings modelSettings, boolean modelDefaults,
		@Nullable String conversationId) {

	public ModelRequest {
		input = List.copyOf(input);
		tools = List.copyOf(tools);
		handoffs = List.copyOf(handoffs);
	}

	/**
	 * Create what a model is sent in a conversation that the API does not keep.
	 * @param turn the number of the turn, from 1
	 * @param agent the agent whose turn it is
	 * @param model the name of the model, or {@code null} for the model's own default
	 * @param systemInstructions the agent's instructions, or {@code null}
	 * @param input the conversation so far, oldest first
	 * @param tools the tools the model may call
	 * @param handoffs the handoffs the model may ask for
	 * @param outputType the type of the final output, or {@code null} for plain text
	 * @param previousResponseId the response to continue from, or {@code null}
	 * @param stream whether the answer is requested as a stream
	 * @param modelSettings what the agent and the run set for this turn
	 * @param modelDefaults whether the settings that the SDK has for the model count
	 * where these do not
	 */
	public ModelRequest(int turn, Agent agent, @Nullable String model, @Nullable String systemInstructions,
			List<JsonObject> input, List<Tool> tools, List<Handoff> handoffs, @Nullable OutputType<?> outputType,
			@Nullable String previousResponseId, boolean stream, ModelSettings modelSettings, boolean modelDefaults) {
		this(turn, agent, model, systemInstructions, input, tools, handoffs, outputType, previousResponseId, stream,
				modelSettings, modelDefaults, null);
	}

	/**
	 * Create what a model is sent for an agent and a run without model settings.
	 * @param turn the number of the turn, from 1
	 * @param agent the agent whose turn it is
	 * @param model the name of the model, or {@code null} for the model's own default
	 * @param systemInstructions the agent's instructions, or {@code null}
	 * @param input the conversation so far, oldest first
	 * @param tools the tools the model may call
	 * @param handoffs the handoffs the model may ask for
	 * @param outputType the type of the final output, or {@code null} for plain text
	 * @param previousResponseId the response to continue from, or {@code null}
	 * @param stream whether the answer is requested as a stream
	 */
	public ModelRequest(int turn, Agent agent, @Nullable String model, @Nullable String systemInstructions,
			List<JsonObject> input, List<Tool> tools, List<Handoff> handoffs, @Nullable OutputType<?> outputType,
			@Nullable String previousResponseId, boolean stream) {
		this(turn, agent, model, systemInstructions, input, tools, handoffs, outputType, previousResponseId, stream,
				ModelSettings.NONE, true);
	}

}
