package io.mockagents.sample.project;

import java.time.Clock;

import io.mockagents.sample.data.StoredEntity;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;

/**
 * A project: one Python file under version control.
 */
@Entity
@Table(name = "projects")
public class Project extends StoredEntity {

	private String name;

	private String slug;

	private String repositoryPath;

	private String currentCode;

	private String currentCommit;

	private String currentBranch;

	/**
	 * For JPA.
	 */
	@SuppressWarnings("NullAway.Init")
	protected Project() {
	}

	Project(String name, String slug, String repositoryPath, Revision revision, Clock clock) {
		super(clock);
		this.name = name;
		this.slug = slug;
		this.repositoryPath = repositoryPath;
		this.currentCode = revision.code();
		this.currentCommit = revision.commit();
		this.currentBranch = revision.branch();
	}

	/**
	 * Make a revision the current one.
	 */
	void moveTo(Revision revision, Clock clock) {
		this.currentCode = revision.code();
		this.currentCommit = revision.commit();
		touch(clock);
	}

	public String getName() {
		return this.name;
	}

	public String getSlug() {
		return this.slug;
	}

	public String getRepositoryPath() {
		return this.repositoryPath;
	}

	public String getCurrentCode() {
		return this.currentCode;
	}

	public String getCurrentCommit() {
		return this.currentCommit;
	}

	public String getCurrentBranch() {
		return this.currentBranch;
	}

}
