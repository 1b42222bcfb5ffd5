package io.mockagents.agent;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A conversation's memory over several runs, as the SDK's {@code Session}. Its items are
 * put before the input of each run, and what the run adds is put into it at its end.
 */
public interface Session {

	/**
	 * Return the id of the session.
	 * @return the id
	 */
	String sessionId();

	/**
	 * Return the items of the conversation.
	 * @param limit how many of the newest to return, or {@code null} for all
	 * @return the items, oldest first
	 */
	List<JsonObject> getItems(@Nullable Integer limit);

	/**
	 * Add items at the end of the conversation.
	 * @param items the items, oldest first
	 */
	void addItems(List<JsonObject> items);

	/**
	 * Remove the newest item.
	 * @return the item, or {@code null} if there was none
	 */
	@Nullable JsonObject popItem();

	/**
	 * Remove all items.
	 */
	void clearSession();

}
