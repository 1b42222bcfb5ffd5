package io.mockagents.conversation;

import org.jspecify.annotations.Nullable;

/**
 * A row of a conversation could not be stored. Nothing of that row was written; rows
 * before it are as they were.
 */
public class ConversationStorageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String sessionId;

	private final @Nullable Integer lastSequence;

	/**
	 * Create an exception.
	 * @param message what could not be stored, and why
	 * @param sessionId the session the row belongs to
	 * @param lastSequence the number of the last row that the same run did store, or
	 * {@code null} if it stored none
	 * @param cause what the database said, or {@code null}
	 */
	public ConversationStorageException(String message, String sessionId, @Nullable Integer lastSequence,
			@Nullable Throwable cause) {
		super(message, cause);
		this.sessionId = sessionId;
		this.lastSequence = lastSequence;
	}

	/**
	 * Return the session the row belongs to.
	 * @return the id of the session
	 */
	public String sessionId() {
		return this.sessionId;
	}

	/**
	 * Return the number of the last row that the same run did store.
	 * @return the number within the session, or {@code null} if the run stored none
	 */
	public @Nullable Integer lastSequence() {
		return this.lastSequence;
	}

}
