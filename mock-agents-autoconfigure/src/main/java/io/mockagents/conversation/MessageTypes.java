package io.mockagents.conversation;

/**
 * The values of {@code message_type} that are written here.
 */
final class MessageTypes {

	static final String USER_INPUT = "user_input";

	static final String STREAM_EVENT = "stream_event";

	static final String ERROR = "error";

	private MessageTypes() {
	}

}
