package io.mockagents.agent;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Told of a run's progress, on the thread that runs it; {@code RunHooks} for a whole run
 * and {@code AgentHooks} for one agent of the SDK. An exception thrown here ends the run.
 */
public interface RunHooks {

	/**
	 * Hooks that do nothing.
	 */
	RunHooks NONE = new RunHooks() {
	};

	/**
	 * An agent takes over: at the start of the run, and after each handoff.
	 * @param context the run
	 * @param agent the agent
	 */
	default void onAgentStart(RunContext context, Agent agent) {
	}

	/**
	 * An agent gave the final output.
	 * @param context the run
	 * @param agent the agent
	 * @param output the final output
	 */
	default void onAgentEnd(RunContext context, Agent agent, @Nullable Object output) {
	}

	/**
	 * An agent handed off to another.
	 * @param context the run
	 * @param fromAgent who handed off
	 * @param toAgent who takes over
	 */
	default void onHandoff(RunContext context, Agent fromAgent, Agent toAgent) {
	}

	/**
	 * The model is about to be asked.
	 * @param context the run
	 * @param agent the agent whose turn it is
	 * @param systemPrompt its instructions
	 * @param inputItems what the model is sent
	 */
	default void onLlmStart(RunContext context, Agent agent, @Nullable String systemPrompt,
			List<JsonObject> inputItems) {
	}

	/**
	 * The model has answered.
	 * @param context the run
	 * @param agent the agent whose turn it is
	 * @param response the answer
	 */
	default void onLlmEnd(RunContext context, Agent agent, ModelResponse response) {
	}

	/**
	 * A function tool is about to run.
	 * @param context the call
	 * @param agent the agent that calls
	 * @param tool the tool
	 */
	default void onToolStart(ToolContext context, Agent agent, FunctionTool tool) {
	}

	/**
	 * A function tool has run.
	 * @param context the call
	 * @param agent the agent that called
	 * @param tool the tool
	 * @param result what it returned
	 */
	default void onToolEnd(ToolContext context, Agent agent, FunctionTool tool, @Nullable Object result) {
	}

}
