package io.mockagents.model;

import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ToolResult;
import org.jspecify.annotations.Nullable;

/**
 * A call that the model itself can describe.
 *
 * @param result the output of the call: a scenario or a recording may contain it. The
 * application's own function is then not run, and need not exist. {@code null} if it has
 * to be run
 * @param tool what is run unless the result is known: the agent's tool, or one in its
 * place where the model knows how the call goes; {@code null} if there is none
 * @param details the fields that follow the type in the item of the call, or {@code null}
 * if they are those of the agent's tool
 * @param outputDetails the fields that follow the type in the item of its output, or
 * {@code null} if they are those of the agent's tool
 * @param scripted the call as it is written in a scenario, or {@code null} if a real
 * model made it, or if it is meant to fail
 */
public record KnownCall(@Nullable ToolResult result, @Nullable FunctionTool tool, @Nullable JsonObject details,
		@Nullable JsonObject outputDetails, @Nullable ScriptedItem scripted) {

	/**
	 * Return the call of which the model knows nothing.
	 * @param tool the agent's tool, or {@code null} if it has none of that name
	 * @return the call
	 */
	public static KnownCall of(@Nullable FunctionTool tool) {
		return new KnownCall(null, tool, null, null, null);
	}

}
