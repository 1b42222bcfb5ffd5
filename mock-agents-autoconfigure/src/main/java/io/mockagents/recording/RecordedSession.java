package io.mockagents.recording;

import java.util.function.ToIntFunction;

import io.mockagents.agent.RunRequest;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a stored session that other runs are played from. Safe for several threads.
 */
public interface RecordedSession {

	/**
	 * Return the run that another is played from, chosen as
	 * {@link RecordingLibrary#find(RunRequest, ToIntFunction)} does. Runs that cannot be
	 * played are skipped.
	 * @param request what is run
	 * @param ordinal returns the number of runs with the same choice that were asked for
	 * before
	 * @return the run, or {@code null} if no run matches
	 */
	@Nullable RecordedRun find(RunRequest request, ToIntFunction<String> ordinal);

	/**
	 * Return a run to name in a message where no run matches.
	 * @param request what is run
	 * @return the last run of the same agent, or the last run if the agent has none;
	 * {@code null} if no run can be played. It has no turns
	 */
	@Nullable RecordedRun nearest(RunRequest request);

}
