package io.mockagents.sample.project;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Takes back, when the application starts, the commits that it did not get to finish
 * before it was killed: their branches have moved, but their projects do not know of it.
 */
@Component
class UnfinishedCommits implements ApplicationRunner {

	private static final Log logger = LogFactory.getLog(UnfinishedCommits.class);

	private final ProjectService projects;

	private final CodeRepository repositories;

	UnfinishedCommits(ProjectService projects, CodeRepository repositories) {
		this.projects = projects;
		this.repositories = repositories;
	}

	@Override
	public void run(ApplicationArguments args) {
		for (Project project : this.projects.findAll()) {
			try {
				if (!this.repositories.branch(project).commit().equals(project.getCurrentCommit())) {
					this.projects.settle(project.getId());
				}
			}
			catch (RuntimeException ex) {
				logger.warn("Nothing can be committed to project " + project.getId() + ": " + ex.getMessage(), ex);
			}
		}
	}

}
