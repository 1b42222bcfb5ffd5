package io.mockagents.sample.project;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

import io.mockagents.sample.web.NotFoundException;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Creates, finds and deletes projects.
 */
@Service
public class ProjectService {

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
	 * Return a project that nobody else can change or delete before the transaction ends.
	 * @param id its id
	 * @return the project
	 * @throws NotFoundException if there is none
	 */
	@Transactional
	public Project lock(String id) {
		return this.projects.lockById(id).orElseThrow(() -> new NotFoundException("Project"));
	}

	/**
	 * Create a project whose first commit holds the starter file.
	 * @param name its name
	 * @return the project, with the first free slug
	 */
	public Project create(String name) {
		for (String slug : (Iterable<String>) Slug.candidates(name)::iterator) {
			if (!this.projects.existsBySlug(slug)) {
				try {
					return create(name, slug);
				}
				catch (DataIntegrityViolationException ex) {
					if (!this.projects.existsBySlug(slug)) {
						throw ex;
					}
					// Somebody was faster: the next one may be free
				}
			}
		}
		throw new IllegalStateException("No slug is free");
	}

	private Project create(String name, String slug) {
		Path path = this.repositories.newPath();
		try {
			Revision first = this.repositories.create(path, STARTER_CODE);
			return this.projects.save(new Project(name, slug, path.toString(), first, this.clock));
		}
		catch (RuntimeException ex) {
			this.repositories.delete(path.toString());
			throw ex;
		}
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
