package io.mockagents.loop;

import io.mockagents.agent.RunRequest;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a run.
 *
 * @param runId the id of the run
 * @param sessionId the id under which its rows are stored; the run's own id where the
 * request names no session
 * @param iteration the application's count of runs made for one request of a user, from 0
 * @param source what plays: the name of a scenario or recording, or {@code null} for a
 * live model
 * @param groupId the {@link io.mockagents.agent.RunConfig#groupId() group} that links the
 * run to others, or {@code null}
 */
public record RunInfo(String runId, String sessionId, int iteration, @Nullable String source,
		@Nullable String groupId) {

	/**
	 * Create the description of a run that belongs to no group.
	 * @param runId the id of the run
	 * @param sessionId the id under which its rows are stored
	 * @param iteration the application's count of runs made for one request
	 * @param source what plays, or {@code null}
	 */
	public RunInfo(String runId, String sessionId, int iteration, @Nullable String source) {
		this(runId, sessionId, iteration, source, null);
	}

	/**
	 * Return the description of a run.
	 * @param runId the id of the run
	 * @param request what is run
	 * @param source what plays, or {@code null}
	 * @return the description
	 */
	public static RunInfo of(String runId, RunRequest request, @Nullable String source) {
		String sessionId = request.sessionId();
		return new RunInfo(runId, (sessionId != null) ? sessionId : runId, request.iteration(), source,
				request.runConfig().groupId());
	}

}
