package io.mockagents.test;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.StreamEvent;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of sessions for assertions.
 */
interface SessionRows {

	/**
	 * Return the rows of the stream events of a session.
	 * @return the rows by number
	 */
	List<PlayedEvent> of(String sessionId);

	/**
	 * Return the data that the row of an event has.
	 * @return the data, or {@code null} if events of its kind have no row
	 */
	@Nullable JsonObject dataOf(StreamEvent event);

}
