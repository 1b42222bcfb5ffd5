package io.mockagents.sample.project;

import java.util.List;
import java.util.Optional;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.NativeQuery;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

/**
 * The stored projects.
 */
interface Projects extends Repository<Project, String> {

	List<Project> findAllByOrderByCreatedAtDescIdDesc();

	Optional<Project> findById(String id);

	@Lock(LockModeType.PESSIMISTIC_WRITE)
	@Query("select p from Project p where p.id = :id")
	Optional<Project> lockById(String id);

	boolean existsBySlug(String slug);

	/**
	 * Store a new project, unless its slug is taken.
	 * @param project the project
	 * @return how many were stored: 1, or 0 if the slug is taken
	 */
	@Modifying
	@Transactional
	@NativeQuery("""
			insert into projects (id, name, slug, repository_path, current_code, current_commit, current_branch,
				created_at, updated_at)
			values (:#{#project.id}, :#{#project.name}, :#{#project.slug}, :#{#project.repositoryPath},
				:#{#project.currentCode}, :#{#project.currentCommit}, :#{#project.currentBranch},
				:#{#project.createdAt}, :#{#project.updatedAt})
			on conflict (slug) do nothing""")
	int insert(Project project);

	void delete(Project project);

	void flush();

}
