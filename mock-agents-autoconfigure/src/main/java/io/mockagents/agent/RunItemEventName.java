package io.mockagents.agent;

import java.util.Arrays;
import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The event of a run item, with the SDK's name.
 */
public enum RunItemEventName {

	/** The model gave a message. */
	MESSAGE_OUTPUT_CREATED(MessageOutputItem.TYPE),

	/** The model asked to hand off. */
	HANDOFF_REQUESTED(HandoffCallItem.TYPE),

	/** The handoff happened; the SDK spells it so. */
	HANDOFF_OCCURED(HandoffOutputItem.TYPE),

	/** The model called a tool. */
	TOOL_CALLED(ToolCallItem.TYPE),

	/** The model searched for tools; from profile 0.22 on. */
	TOOL_SEARCH_CALLED(ToolSearchCallItem.TYPE),

	/** The search for tools gave a result; from profile 0.22 on. */
	TOOL_SEARCH_OUTPUT_CREATED(ToolSearchOutputItem.TYPE),

	/** A tool gave its result. */
	TOOL_OUTPUT(ToolCallOutputItem.TYPE),

	/** The model gave a piece of its reasoning. */
	REASONING_ITEM_CREATED(ReasoningItem.TYPE),

	/** An MCP server asks for approval. */
	MCP_APPROVAL_REQUESTED(McpApprovalRequestItem.TYPE),

	/** The approval was given or refused; from profile 0.22 on. */
	MCP_APPROVAL_RESPONSE(McpApprovalResponseItem.TYPE),

	/** An MCP server listed its tools. */
	MCP_LIST_TOOLS(McpListToolsItem.TYPE);

	private final String value = name().toLowerCase(Locale.ROOT);

	private final String itemType;

	RunItemEventName(String itemType) {
		this.itemType = itemType;
	}

	/**
	 * Return the name as the SDK writes it.
	 * @return the name, such as {@code tool_called}
	 */
	@JsonValue
	public String value() {
		return this.value;
	}

	/**
	 * Return the type of the items of these events.
	 * @return the type, such as {@code tool_call_item}
	 */
	public String itemType() {
		return this.itemType;
	}

	/**
	 * Return the name of the event that an item comes with.
	 * @param item the item
	 * @return the name, or {@code null} if items of its type come without an event
	 */
	public static @Nullable RunItemEventName of(RunItem item) {
		for (RunItemEventName name : values()) {
			if (name.itemType.equals(item.type())) {
				return name;
			}
		}
		return null;
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
