package io.mockagents.conversation;

import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;

/**
 * Writes the events of runs as rows of {@code conversation_messages}: one row for each
 * event that is not raw.
 * <p>
 * The rows of a session are numbered from 1 in the order in which they are written,
 * without gaps and without duplicates, whatever number of runs, threads and processes
 * write to it. A row joins the transaction of the thread that pulls the stream if there
 * is one, and is committed at once if there is none. While a transaction that wrote to a
 * session is open, other writers of that session wait for its end.
 */
@FunctionalInterface
public interface ConversationJournal {

	/**
	 * Open the journal of one run.
	 * @param run the run
	 * @return what keeps its events; fails with {@link ConversationStorageException} when
	 * an event cannot be stored
	 */
	RunJournal open(RunInfo run);

}
