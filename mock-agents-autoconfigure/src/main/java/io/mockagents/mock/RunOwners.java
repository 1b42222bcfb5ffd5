package io.mockagents.mock;

import io.mockagents.agent.RunRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the owners of runs. Safe for several threads.
 */
public interface RunOwners {

	/**
	 * No run has an owner.
	 */
	RunOwners NONE = new RunOwners() {

		@Override
		public @Nullable RunOwner current() {
			return null;
		}

		@Override
		public @Nullable RunOwner ownerOf(RunRequest request) {
			return null;
		}

	};

	/**
	 * Return whose calls those of this thread on {@link MockAgents} are.
	 * @return the owner, or {@code null} if they are for all runs that have no owner
	 */
	@Nullable RunOwner current();

	/**
	 * Return the owner of a run. Called on the thread that asks for its events.
	 * @param request what is run
	 * @return the owner, or {@code null} if it has none
	 * @throws RuntimeException if it is unclear which of several it is; the run then
	 * fails with this exception
	 */
	@Nullable RunOwner ownerOf(RunRequest request);

}
