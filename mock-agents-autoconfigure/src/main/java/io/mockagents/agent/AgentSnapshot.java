package io.mockagents.agent;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * An agent as events and rows contain it.
 *
 * @param name the agent's name
 * @param model the name of its model
 * @param instructions its instructions, whole; rows cut them
 * @param tools the names of its tools
 */
@JsonPropertyOrder({ "name", "model", "instructions", "tools", "_type" })
public record AgentSnapshot(String name, @Nullable String model, @Nullable String instructions, List<String> tools) {

	public AgentSnapshot {
		tools = List.copyOf(tools);
	}

	static AgentSnapshot fromJson(JsonObject json) {
		return new AgentSnapshot(json.string("name"), json.stringOrNull("model"), json.stringOrNull("instructions"),
				json.array("tools").stream().map(String::valueOf).toList());
	}

	/**
	 * Return the mark by which readers of rows recognize agents.
	 * @return always {@code Agent}
	 */
	@JsonProperty("_type")
	public String type() {
		return "Agent";
	}

}
