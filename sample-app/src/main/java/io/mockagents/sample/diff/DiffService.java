package io.mockagents.sample.diff;

import java.time.Clock;
import java.util.List;

import io.mockagents.sample.project.Project;
import io.mockagents.sample.project.ProjectService;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.web.NotFoundException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;

/**
 * Stores and finds diffs.
 */
@Service
public class DiffService {

	private final Diffs diffs;

	private final ProjectService projects;

	private final SessionService sessions;

	private final Clock clock;

	DiffService(Diffs diffs, ProjectService projects, SessionService sessions, Clock clock) {
		this.diffs = diffs;
		this.projects = projects;
		this.sessions = sessions;
		this.clock = clock;
	}

	/**
	 * Store a patch that the evaluator approved.
	 * @param sessionId the session in which it was asked for
	 * @param base the project as it was when the patch was made
	 * @param patch the patch
	 * @return the diff
	 */
	public Diff add(String sessionId, Project base, ApprovedPatch patch) {
		return this.diffs.save(new Diff(sessionId, base, patch, this.clock));
	}

	Diff get(String id) {
		return this.diffs.findById(id).orElseThrow(() -> new NotFoundException("Diff"));
	}

	List<Diff> findByProject(String projectId, @Nullable DiffStatus status) {
		this.projects.get(projectId);
		return (status != null) ? this.diffs.findByProjectIdAndStatusOrderByCreatedAtDescIdDesc(projectId, status)
				: this.diffs.findByProjectIdOrderByCreatedAtDescIdDesc(projectId);
	}

	List<Diff> findBySession(String sessionId) {
		this.sessions.get(sessionId);
		return this.diffs.findBySessionIdOrderByCreatedAtDescIdDesc(sessionId);
	}

	List<Diff> findPending(String sessionId) {
		this.sessions.get(sessionId);
		return this.diffs.findBySessionIdAndStatusOrderByCreatedAtDescIdDesc(sessionId, DiffStatus.EVALUATOR_APPROVED);
	}

}
