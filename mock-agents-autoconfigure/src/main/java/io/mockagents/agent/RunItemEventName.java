package io.mockagents.agent;

import java.util.Arrays;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The event of a run item, with the SDK's name.
 */
public enum RunItemEventName {

	/** The model gave a message. */
	MESSAGE_OUTPUT_CREATED,

	/** The model asked to hand off. */
	HANDOFF_REQUESTED,

	/** The handoff happened; the SDK spells it so. */
	HANDOFF_OCCURED,

	/** The model called a tool. */
	TOOL_CALLED,

	/** The model searched for tools; from profile 0.22 on. */
	TOOL_SEARCH_CALLED,

	/** The search for tools gave a result; from profile 0.22 on. */
	TOOL_SEARCH_OUTPUT_CREATED,

	/** A tool gave its result. */
	TOOL_OUTPUT,

	/** The model gave a piece of its reasoning. */
	REASONING_ITEM_CREATED,

	/** An MCP server asks for approval. */
	MCP_APPROVAL_REQUESTED,

	/** The approval was given or refused; from profile 0.22 on. */
	MCP_APPROVAL_RESPONSE,

	/** An MCP server listed its tools. */
	MCP_LIST_TOOLS;

	private final String value = name().toLowerCase(Locale.ROOT);

	/**
	 * Return the name as the SDK writes it.
	 * @return the name, such as {@code tool_called}
	 */
	@JsonValue
	public String value() {
		return this.value;
	}

	/**
	 * Return the constant of a name.
	 * @param value the name as the SDK writes it
	 * @return the constant
	 * @throws IllegalArgumentException if there is no such name; the message lists those
	 * there are
	 */
	@JsonCreator
	public static RunItemEventName of(String value) {
		for (RunItemEventName name : values()) {
			if (name.value.equals(value)) {
				return name;
			}
		}
		throw new IllegalArgumentException("Unknown run item event '" + value + "'. Valid names: "
				+ Arrays.stream(values()).map(RunItemEventName::value).toList());
	}

}
