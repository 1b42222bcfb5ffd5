package io.mockagents.scenario;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.Tool;
import io.mockagents.model.ScriptedItem;
import io.mockagents.scenario.match.NearestName;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A step that was played, and explains where it does not fit the agent.
 *
 * @param scenario the scenario
 * @param step the step
 * @param strict whether arguments that do not fit end the run
 * @param warnings decides whether a warning is logged
 */
record PlayedStep(Scenario scenario, Step step, boolean strict,
		ScriptedModel.ArgumentWarnings warnings) implements ScriptedItem {

	private static final Log logger = LogFactory.getLog(PlayedStep.class);

	@Override
	public ScenarioMismatchException notFound(Agent agent) {
		if (this.step instanceof Step.Handoff handoff) {
			return notFound(
					"hands off to agent '" + handoff.agent() + "', but agent '" + agent.name()
							+ "' has no such handoff",
					handoff.agent(), "handoffs", agent.handoffs().stream().map(Handoff::agentName).toList(), "");
		}
		if (this.step instanceof Step.McpApprovalRequest request) {
			return notFound("asks for the approval of MCP server '" + request.serverLabel() + "', which agent '"
					+ agent.name() + "' does not have", request.serverLabel(), "MCP servers", servers(agent), "");
		}
		String name = (this.step instanceof Step.ToolCall call) ? call.name() : "";
		return notFound("calls tool '" + name + "', which agent '" + agent.name() + "' does not have", name, "tools",
				agent.tools()
					.stream()
					.flatMap((tool) -> (tool instanceof FunctionTool function) ? Stream.of(function.name())
							: Stream.empty())
					.toList(),
				". A call with an output needs no tool");
	}

	private static List<String> servers(Agent agent) {
		return agent.tools()
			.stream()
			.flatMap((tool) -> (tool instanceof HostedTool hosted
					&& hosted.definition().get("server_label") instanceof String label) ? Stream.of(label)
							: Stream.empty())
			.toList();
	}

	private ScenarioMismatchException notFound(String problem, String name, String kind, List<String> names,
			String remedy) {
		String nearest = new NearestName(names).to(name);
		return mismatch(problem + ((nearest != null) ? ". Did you mean '" + nearest + "'?" : ".") + " Its " + kind
				+ ": " + (names.isEmpty() ? "none" : String.join(", ", names)) + remedy, nearest);
	}

	@Override
	public ScenarioMismatchException notFitting(Agent agent, String reason) {
		if (this.step instanceof Step.ToolCall || this.step instanceof Step.Handoff) {
			return arguments(agent, List.of(reason));
		}
		OutputType<?> type = agent.outputType();
		String nearest = nearestField(type);
		return mismatch("has a message that does not fit the output type "
				+ ((type != null) ? "'" + type.name() + "' " : "") + "of agent '" + agent.name() + "': " + reason
				+ ((nearest != null) ? ". Did you mean '" + nearest + "'?" : "") + (json() instanceof JsonObject ? ""
						: ". Write it as 'message: { json: ... }' with the fields of that type"),
				nearest);
	}

	@Override
	public ScenarioMismatchException notOfType(Agent agent, Class<?> type) {
		OutputType<?> declared = agent.outputType();
		return mismatch("has a message that is the final output of agent '" + agent.name() + "', "
				+ ((declared != null) ? "whose output type is '" + declared.name() + "'"
						: "which has no output type, so that it is text")
				+ ", not " + type.getName() + ". Set that output type for the agent", null);
	}

	/**
	 * Arguments that are written as text are sent as they are, so that a scenario can
	 * hold a slip of the model.
	 */
	@Override
	public void reportArguments(Agent agent, List<String> problems) {
		if (this.step instanceof Step.ToolCall call && call.arguments().isText()) {
			return;
		}
		if (this.strict) {
			throw arguments(agent, problems);
		}
		if (this.warnings.isFirst(this.scenario, this.step)) {
			logger.warn(arguments(agent, problems).getMessage());
		}
	}

	private ScenarioMismatchException arguments(Agent agent, List<String> problems) {
		String called = (this.step instanceof Step.ToolCall call) ? "calls tool '" + call.name() + "' of agent '"
				: (this.step instanceof Step.Handoff handoff) ? "hands off to agent '" + handoff.agent() + "' from '"
						: "";
		String nearest = nearestParameter(agent);
		return mismatch(called + agent.name() + "' with arguments that do not fit its schema: "
				+ String.join("; ", problems) + ((nearest != null) ? ". Did you mean '" + nearest + "'?" : ""),
				nearest);
	}

	/**
	 * Return the parameter of the tool that is nearest to an argument of another name.
	 */
	private @Nullable String nearestParameter(Agent agent) {
		if (this.step instanceof Step.ToolCall call && call.arguments().source() instanceof JsonObject arguments) {
			for (Tool tool : agent.tools()) {
				if (tool instanceof FunctionTool function && function.name().equals(call.name())
						&& function.paramsJsonSchema().get("properties") instanceof JsonObject parameters) {
					return nearest(arguments.keySet(), parameters.keySet());
				}
			}
		}
		return null;
	}

	/**
	 * Return the field of the output type that is nearest to a field of the message with
	 * another name.
	 */
	private @Nullable String nearestField(@Nullable OutputType<?> type) {
		return (type != null && json() instanceof JsonObject fields
				&& type.jsonSchema().get("properties") instanceof JsonObject properties)
						? nearest(fields.keySet(), properties.keySet()) : null;
	}

	/**
	 * Return the JSON of a message, or {@code null} if it is not one of one part.
	 */
	private @Nullable Object json() {
		return (this.step instanceof Step.Message message && message.parts().size() == 1)
				? message.parts().get(0).text().source() : null;
	}

	private static @Nullable String nearest(Set<String> arguments, Set<String> parameters) {
		NearestName free = new NearestName(parameters.stream().filter((name) -> !arguments.contains(name)).toList());
		for (String argument : arguments) {
			String nearest = parameters.contains(argument) ? null : free.to(argument);
			if (nearest != null) {
				return nearest;
			}
		}
		return null;
	}

	private ScenarioMismatchException mismatch(String problem, @Nullable String nearest) {
		return new ScenarioMismatchException(this.scenario, this.scenario.origin().lineOf(this.step), problem, nearest);
	}

}
