package io.mockagents.agent;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Whether and which tool the model has to call, {@code tool_choice} of the SDK.
 * <p>
 * A forced choice would be repeated in each turn. To prevent an endless loop, an agent
 * makes it only until it has used a tool, unless it is
 * {@linkplain Agent#resetToolChoice() configured} to keep it.
 *
 * @param name {@code auto}, {@code required}, {@code none}, or the name of a tool or of a
 * handoff's tool; for a hosted tool its type, such as {@code file_search}
 * @param serverLabel the hosted MCP server whose tool it is, or {@code null} if the tool
 * is not one of a server
 */
public record ToolChoice(String name, @Nullable String serverLabel) {

	/**
	 * The model decides. The API's default.
	 */
	public static final ToolChoice AUTO = new ToolChoice("auto", null);

	/**
	 * The model has to call at least one tool.
	 */
	public static final ToolChoice REQUIRED = new ToolChoice("required", null);

	/**
	 * The model must not call any tool.
	 */
	public static final ToolChoice NONE = new ToolChoice("none", null);

	public ToolChoice {
		if (Objects.requireNonNull(name, "name").isBlank()) {
			throw new IllegalArgumentException("toolChoice does not name a tool: '" + name
					+ "'. Use 'auto', 'required', 'none' or the name of a tool, or omit it.");
		}
		if (serverLabel != null && serverLabel.isBlank()) {
			throw new IllegalArgumentException("The server label of toolChoice '" + name + "' is blank: '" + serverLabel
					+ "'. Use the server_label of a hosted MCP server.");
		}
	}

	/**
	 * Return a choice by its name, as the SDK takes it.
	 * @param name {@code auto}, {@code required}, {@code none}, or the tool that has to
	 * be called. Which names stand for hosted tools depends on the SDK's version:
	 * {@code web_search} does in profile 0.22, in 0.2 it is a function of that name
	 * @return the choice
	 * @throws IllegalArgumentException if the name is blank
	 */
	public static ToolChoice of(String name) {
		return new ToolChoice(name, null);
	}

	/**
	 * Return the choice of a hosted MCP server's tool, {@code MCPToolChoice} of the SDK.
	 * @param serverLabel the label of the server
	 * @param name the tool
	 * @return the choice
	 * @throws IllegalArgumentException if one of them is blank
	 */
	public static ToolChoice mcp(String serverLabel, String name) {
		return new ToolChoice(name, Objects.requireNonNull(serverLabel, "serverLabel"));
	}

}
