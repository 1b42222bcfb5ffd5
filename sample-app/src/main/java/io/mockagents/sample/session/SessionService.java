package io.mockagents.sample.session;

import java.time.Clock;

import io.mockagents.sample.project.Project;
import io.mockagents.sample.project.ProjectDeleted;
import io.mockagents.sample.project.ProjectService;
import io.mockagents.sample.web.NotFoundException;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Creates, finds and deletes sessions.
 */
@Service
public class SessionService {

	private final Sessions sessions;

	private final ProjectService projects;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	SessionService(Sessions sessions, ProjectService projects, ApplicationEventPublisher events, Clock clock) {
		this.sessions = sessions;
		this.projects = projects;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Return a session.
	 * @param id its id
	 * @return the session
	 * @throws NotFoundException if there is none
	 */
	public VibecodeSession get(String id) {
		return this.sessions.findById(id).orElseThrow(() -> new NotFoundException("Session"));
	}

	/**
	 * Return whether there is a session.
	 * @param id its id
	 * @return whether there is one
	 */
	public boolean exists(String id) {
		return this.sessions.existsById(id);
	}

	/**
	 * Return the session of a project. The first call creates it.
	 * @param projectId the id of the project
	 * @return the session
	 * @throws NotFoundException if there is no such project
	 */
	@Transactional
	public VibecodeSession open(String projectId) {
		return open(projectId, SessionType.VIBECODE);
	}

	/**
	 * Return the session under which the evaluator of a project's patches is asked. The
	 * first call creates it.
	 * @param projectId the id of the project
	 * @return the session
	 * @throws NotFoundException if there is no such project
	 */
	@Transactional
	public VibecodeSession openForEvaluator(String projectId) {
		return open(projectId, SessionType.EVALUATOR);
	}

	/**
	 * Return the session under which the writer of a project's commit messages is asked.
	 * The first call creates it.
	 * @param projectId the id of the project
	 * @return the session
	 * @throws NotFoundException if there is no such project
	 */
	@Transactional
	public VibecodeSession openForCommitMessageWriter(String projectId) {
		return open(projectId, SessionType.COMMIT_MESSAGE_WRITER);
	}

	private VibecodeSession open(String projectId, SessionType type) {
		Project project = this.projects.lock(projectId);
		return this.sessions.findByProjectIdAndSessionType(projectId, type.value())
			.orElseGet(() -> this.sessions.save(VibecodeSession.of(project, type, this.clock)));
	}

	/**
	 * Delete a session with all that was said in it.
	 * @param id its id
	 * @throws NotFoundException if there is none
	 */
	@Transactional
	public void delete(String id) {
		String projectId = get(id).getProjectId();
		// Nobody commits a diff that goes
		this.projects.lock(projectId);
		deleteAll(projectId);
	}

	@EventListener
	void projectDeleted(ProjectDeleted event) {
		deleteAll(event.projectId());
	}

	private void deleteAll(String projectId) {
		for (VibecodeSession session : this.sessions.findByProjectId(projectId)) {
			this.sessions.delete(session);
			this.events.publishEvent(new SessionDeleted(session.getId()));
		}
	}

}
