package io.mockagents.sample.project;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.function.UnaryOperator;

import io.mockagents.sample.web.ConflictException;
import io.mockagents.sample.web.NotFoundException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Creates, finds and deletes projects.
 */
@Service
public class ProjectService {

	private static final Log logger = LogFactory.getLog(ProjectService.class);

	static final String STARTER_CODE = "def main():\n    print('Ready for vibecoding!')\n";

	private final Projects projects;

	private final CodeRepository repositories;

	private final TransactionOperations transaction;

	private final ApplicationEventPublisher events;

	private final Clock clock;

	ProjectService(Projects projects, CodeRepository repositories, TransactionOperations transaction,
			ApplicationEventPublisher events, Clock clock) {
		this.projects = projects;
		this.repositories = repositories;
		this.transaction = transaction;
		this.events = events;
		this.clock = clock;
	}

	/**
	 * Return all projects.
	 * @return the projects, newest first
	 */
	public List<Project> findAll() {
		return this.projects.findAllByOrderByCreatedAtDescIdDesc();
	}

	/**
	 * Return a project.
	 * @param id its id
	 * @return the project
	 * @throws NotFoundException if there is none
	 */
	public Project get(String id) {
		return this.projects.findById(id).orElseThrow(() -> new NotFoundException("Project"));
	}

	/**
	 * Return a project that no other transaction can change or delete before the
	 * transaction ends.
	 * @param id its id
	 * @return the project
	 * @throws NotFoundException if there is none
	 */
	@Transactional
	public Project lock(String id) {
		return this.projects.lockById(id).orElseThrow(() -> new NotFoundException("Project"));
	}

	/**
	 * Create a project whose first commit contains the starter file.
	 * @param name its name
	 * @return the project, with the first free slug
	 */
	public Project create(String name) {
		for (String slug : (Iterable<String>) Slug.candidates(name)::iterator) {
			if (!this.projects.existsBySlug(slug)) {
				Project project = create(name, slug);
				if (project != null) {
					return project;
				}
				// Another client was faster: the next one may be free
			}
		}
		throw new IllegalStateException("No slug is free");
	}

	private @Nullable Project create(String name, String slug) {
		Path path = this.repositories.newPath();
		boolean created = false;
		try {
			Revision first = this.repositories.create(path, STARTER_CODE);
			Project project = new Project(name, slug, path.toString(), first, this.clock);
			created = this.projects.insert(project) > 0;
			return created ? project : null;
		}
		finally {
			if (!created) {
				this.repositories.delete(path.toString());
			}
		}
	}

	/**
	 * Commit a change of the code to a project. The branch of its repository moves when
	 * the transaction ends, otherwise nothing changes.
	 * @param project the project, which the transaction has {@linkplain #lock locked}
	 * @param base the commit that the change was made for
	 * @param change makes the new code of the code at that commit
	 * @param message the message of the commit
	 * @return the id of the commit
	 * @throws ConflictException if the project or its branch is not at that base
	 */
	@Transactional(propagation = Propagation.MANDATORY)
	public String commit(Project project, String base, UnaryOperator<String> change, String message) {
		if (!project.getCurrentCommit().equals(base)) {
			throw new ConflictException("The change was made for commit " + base + ", but the project is at "
					+ project.getCurrentCommit() + " by now: ask for the change again");
		}
		settleBranch(project);
		Revision revision = this.repositories.write(project, change.apply(project.getCurrentCode()), message);
		project.moveTo(revision, this.clock);
		TransactionSynchronizationManager.registerSynchronization(
				new BranchMove(this.repositories, this.projects, project, base, revision.commit()));
		return revision.commit();
	}

	/**
	 * Take back the commit of a project that the application did not get to finish, if
	 * there is one.
	 * @param id the id of the project
	 * @throws ConflictException if the branch was moved by someone else
	 */
	void settle(String id) {
		this.transaction.executeWithoutResult((status) -> settleBranch(lock(id)));
	}

	private void settleBranch(Project project) {
		CodeRepository.Branch branch = this.repositories.branch(project);
		if (branch.commit().equals(project.getCurrentCommit())) {
			return;
		}
		if (!branch.unfinished()) {
			throw new ConflictException(
					"Branch " + project.getCurrentBranch() + " of the project's repository is at " + branch.commit()
							+ ", which the project does not know: move it back to " + project.getCurrentCommit());
		}
		logger.warn("Taking back the unfinished commit " + branch.commit() + " of project " + project.getId());
		this.repositories.moveBranch(project, branch.commit(), project.getCurrentCommit());
	}

	/**
	 * Delete a project with all that belongs to it.
	 * @param id its id
	 * @throws NotFoundException if there is none
	 */
	public void delete(String id) {
		String repository = this.transaction.execute((status) -> {
			Project project = lock(id);
			this.events.publishEvent(new ProjectDeleted(id));
			this.projects.delete(project);
			return project.getRepositoryPath();
		});
		this.repositories.delete(repository);
	}

}
