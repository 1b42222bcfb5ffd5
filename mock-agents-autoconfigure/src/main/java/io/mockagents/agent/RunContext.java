package io.mockagents.agent;

import org.jspecify.annotations.Nullable;

/**
 * A run as its tools, guardrails and hooks see it: {@code RunContextWrapper} of the SDK.
 */
public interface RunContext {

	/**
	 * Return the application's own object.
	 * @return the object of the {@link RunRequest}, or {@code null}
	 */
	@Nullable Object context();

	/**
	 * Return the usage of the run up to now.
	 * @return the usage
	 */
	Usage usage();

	/**
	 * Return the id of the run.
	 * @return the id
	 */
	String runId();

	/**
	 * Return the id under which the run's rows are stored.
	 * @return the id
	 */
	String sessionId();

}
