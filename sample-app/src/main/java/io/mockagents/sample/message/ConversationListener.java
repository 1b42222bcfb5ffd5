package io.mockagents.sample.message;

import io.mockagents.agent.JsonObject;

/**
 * Receives the stored messages of a session.
 *
 * @param <X> what it throws when it cannot pass that on
 */
public interface ConversationListener<X extends Exception> {

	/**
	 * A stream event was stored.
	 * @param event its form for those who follow the session, of 14 keys
	 * @throws X if it could not be passed on
	 */
	void onEvent(JsonObject event) throws X;

	/**
	 * The failure of a run was stored.
	 * @param failure its form for those who follow the session, of 7 keys
	 * @throws X if it could not be passed on
	 */
	void onFailure(JsonObject failure) throws X;

}
