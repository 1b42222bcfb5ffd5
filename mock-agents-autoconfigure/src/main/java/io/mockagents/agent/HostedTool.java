package io.mockagents.agent;

/**
 * A tool that the API runs by itself, such as web search or a hosted MCP server. Its
 * calls are items of the model's answer; the run gives no {@code tool_output} for them.
 *
 * @param name the name in the agent's snapshot, such as {@code web_search}
 * @param definition the tool as it is sent to the model
 */
public record HostedTool(String name, JsonObject definition) implements Tool {

}
