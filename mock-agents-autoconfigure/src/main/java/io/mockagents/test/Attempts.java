package io.mockagents.test;

/**
 * How many requests to the model fail, the client's retries included.
 *
 * @param count the number of requests, at least 1
 * @see AgentScript#times(int)
 */
public record Attempts(int count) {

	public Attempts {
		if (count < 1) {
			throw new IllegalArgumentException("A failure fails at least one request, not " + count);
		}
	}

}
