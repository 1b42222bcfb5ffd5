package io.mockagents.sample.diff;

import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;

import com.github.difflib.patch.PatchFailedException;
import io.mockagents.sample.project.Project;
import io.mockagents.sample.project.ProjectService;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.web.BadRequestException;
import io.mockagents.sample.web.ConflictException;
import io.mockagents.sample.web.NotFoundException;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.StringUtils;

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
	 * @throws NotFoundException if the session is deleted
	 */
	@Transactional
	public Diff add(String sessionId, Project base, ApprovedPatch patch) {
		// A session is deleted under this lock
		this.projects.lock(base.getId());
		this.sessions.get(sessionId);
		return this.diffs.save(new Diff(sessionId, base, patch, this.clock));
	}

	/**
	 * Return a diff.
	 * @param id its id
	 * @return the diff
	 * @throws NotFoundException if there is none
	 */
	public Diff get(String id) {
		return this.diffs.findById(id).orElseThrow(() -> new NotFoundException("Diff"));
	}

	/**
	 * Return what a diff makes of the project's current code.
	 * @throws BadRequestException if it does not apply
	 */
	Preview preview(String id) {
		Diff diff = get(id);
		String code = this.projects.get(diff.getProjectId()).getCurrentCode();
		return new Preview(diff, code, apply(diff, code));
	}

	/**
	 * Take a person's review of a diff.
	 * @throws BadRequestException if it was reviewed before
	 */
	@Transactional
	public Diff review(String id, boolean approved, @Nullable String feedback) {
		lockProject(id);
		Diff diff = get(id);
		require(diff, DiffStatus.EVALUATOR_APPROVED, "pending review");
		diff.review(approved, feedback, this.clock);
		return diff;
	}

	/**
	 * Commit a diff to its project.
	 * @param id the id of the diff
	 * @param message the message of the commit, or {@code null} for the diff's own, which
	 * does not change
	 * @return the diff, committed
	 * @throws BadRequestException if no person approved it, or if it does not apply
	 * @throws ConflictException if the project has changed since the diff was made
	 */
	@Transactional
	public Diff commit(String id, @Nullable String message) {
		Project project = lockProject(id);
		Diff diff = get(id);
		require(diff, DiffStatus.HUMAN_APPROVED, "approved");
		String base = diff.getBaseCommit();
		String sha = this.projects.commit(project, base, (code) -> apply(diff, code), commitMessage(diff, message));
		diff.committed(sha, this.clock);
		return diff;
	}

	/**
	 * All changes of a project's diffs take turns: whoever has the project's lock sees
	 * what the one before has done.
	 */
	private Project lockProject(String diffId) {
		return this.projects
			.lock(this.diffs.findProjectIdById(diffId).orElseThrow(() -> new NotFoundException("Diff")));
	}

	private static void require(Diff diff, DiffStatus status, String state) {
		if (diff.getStatus() != status) {
			throw new BadRequestException("Diff is not %s (status: %s)".formatted(state, diff.getStatus().value()));
		}
	}

	private static String apply(Diff diff, String code) {
		try {
			return UnifiedPatch.parse(diff.getDiffContent()).applyTo(code);
		}
		catch (PatchFailedException ex) {
			throw new BadRequestException("The diff does not apply to the current code: " + ex.getMessage());
		}
	}

	private static String commitMessage(Diff diff, @Nullable String message) {
		return Stream.of(message, diff.getCommitMessage())
			.filter(StringUtils::hasText)
			.findFirst()
			.orElse("Apply the approved change");
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
