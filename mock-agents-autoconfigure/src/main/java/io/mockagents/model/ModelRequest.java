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
	 * Return the streamed request for an agent whose run adds no settings of its own, in
	 * a conversation that the API does not keep. Model, tools, handoffs and output type
	 * are the agent's.
	 * @param turn the number of the turn, from 1
	 * @param agent the agent whose turn it is
	 * @param systemInstructions the agent's instructions, or {@code null}
	 * @param input the conversation so far, oldest first
	 * @return the request
	 */
	public static ModelRequest of(int turn, Agent agent, @Nullable String systemInstructions, List<JsonObject> input) {
		return new ModelRequest(turn, agent, agent.model(), systemInstructions, input, agent.tools(), agent.handoffs(),
				agent.outputType(), null, true, ModelSettings.NONE, true, null);
	}

}
