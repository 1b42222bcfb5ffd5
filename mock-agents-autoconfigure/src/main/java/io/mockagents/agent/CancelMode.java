package io.mockagents.agent;

/**
 * When a cancelled run ends.
 */
public enum CancelMode {

	/**
	 * At once. Events not yet consumed are dropped, and nothing is put into the session.
	 */
	IMMEDIATE,

	/**
	 * After the current turn: its tools run, its events are delivered, and it is put into
	 * the session.
	 */
	AFTER_TURN

}
