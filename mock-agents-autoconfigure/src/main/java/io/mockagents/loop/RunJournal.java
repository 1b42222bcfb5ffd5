package io.mockagents.loop;

import io.mockagents.agent.StreamEvent;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the events of one run. Used by one thread at a time.
 */
@FunctionalInterface
public interface RunJournal {

	/**
	 * A journal that keeps nothing.
	 */
	RunJournal NONE = (event) -> null;

	/**
	 * Keep an event. Once this returns, the event is stored: committed, or part of the
	 * caller's transaction.
	 * @param event the event
	 * @return its number within the session, from 1, or {@code null} if events of its
	 * kind are not kept
	 * @throws RuntimeException if the event cannot be stored; the run then fails
	 */
	@Nullable Integer append(StreamEvent event);

}
