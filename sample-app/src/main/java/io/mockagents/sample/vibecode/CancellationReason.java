package io.mockagents.sample.vibecode;

/**
 * Why work of the agents is cancelled.
 */
enum CancellationReason {

	/** A client asked for it. */
	REQUESTED("cancelled"),

	/** The session was deleted. */
	SESSION_DELETED("The session was deleted while the agents worked on the message"),

	/** The application ends, and has waited for the work as long as it may. */
	SHUTDOWN("The application was shut down while the agents worked on the message"),

	/** The client that waited is gone, and abandoned work is to be cancelled. */
	CLIENT_GONE("The client left while the agents worked on the message");

	private final String reason;

	CancellationReason(String reason) {
		this.reason = reason;
	}

	/**
	 * Return what a client reads.
	 */
	String reason() {
		return this.reason;
	}

}
