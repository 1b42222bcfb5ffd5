package io.mockagents.loop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.Tool;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The tools and handoffs that a request offers the model.
 *
 * @param tools the tools, in the agent's order
 * @param handoffs the handoffs, in the agent's order
 */
record OfferedTools(List<Tool> tools, List<Handoff> handoffs) {

	private static final Log logger = LogFactory.getLog(OfferedTools.class);

	/**
	 * Return all that an agent has, whatever the names.
	 */
	static OfferedTools of(Agent agent) {
		return new OfferedTools(agent.tools(), agent.handoffs());
	}

	/**
	 * Return what an agent has, without functions and handoffs whose name belongs to
	 * another one: the last handoff of a name, or the last function if no handoff has it.
	 */
	static OfferedTools resolve(Agent agent) {
		Map<String, Object> owners = new LinkedHashMap<>();
		List<String> collisions = new ArrayList<>();
		for (Tool tool : agent.tools()) {
			if (tool instanceof FunctionTool && owners.put(tool.name(), tool) != null) {
				collisions.add(tool.name());
			}
		}
		for (Handoff handoff : agent.handoffs()) {
			if (owners.put(handoff.toolName(), handoff) != null) {
				collisions.add(handoff.toolName());
			}
		}
		if (collisions.isEmpty()) {
			return of(agent);
		}
		logger.warn("Agent '" + agent.name() + "' has several tools or handoffs named "
				+ String.join(", ", collisions.stream().distinct().map((name) -> "'" + name + "'").toList())
				+ ". The model receives the last one only, as with the SDK. Rename the others");
		return new OfferedTools(
				agent.tools()
					.stream()
					.filter((tool) -> !(tool instanceof FunctionTool) || owners.get(tool.name()) == tool)
					.toList(),
				agent.handoffs().stream().filter((handoff) -> owners.get(handoff.toolName()) == handoff).toList());
	}

}
