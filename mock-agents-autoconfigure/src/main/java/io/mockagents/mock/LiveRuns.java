package io.mockagents.mock;

/**
 * Whether runs may reach a live model.
 */
public enum LiveRuns {

	/**
	 * They may, where they are not mocked.
	 */
	ALLOWED,

	/**
	 * A run that is not mocked fails with {@link LiveRunForbiddenException}.
	 */
	FORBIDDEN

}
