package io.mockagents.agent;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The result of a tool call.
 *
 * @param agent the agent whose turn it was
 * @param rawItem the item as the SDK dumps it
 * @param output what the tool returned, in JSON form; {@code raw_item.output} is its text
 * @param details the fields that follow the type from profile 0.22 on; empty in profile
 * 0.2
 */
@JsonPropertyOrder({ "agent", "raw_item", "output", "type" })
public record ToolCallOutputItem(AgentSnapshot agent, @JsonProperty("raw_item") JsonObject rawItem,
		@Nullable Object output, @JsonAnyGetter JsonObject details) implements RunItem {

	/**
	 * The type of these items.
	 */
	public static final String TYPE = "tool_call_output_item";

	/**
	 * Read an item from its JSON.
	 * @param json the object, in which the details follow the other fields
	 * @return the item
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	static ToolCallOutputItem fromJson(JsonObject json) {
		return new ToolCallOutputItem(AgentSnapshot.fromJson(json.object("agent")), json.object("raw_item"),
				json.get("output"), json.without("agent").without("raw_item").without("output").without("type"));
	}

	@Override
	@JsonProperty("type")
	public String type() {
		return TYPE;
	}

}
