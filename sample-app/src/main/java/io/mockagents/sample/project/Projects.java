package io.mockagents.sample.project;

import java.util.List;
import java.util.Optional;

import jakarta.persistence.LockModeType;

import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

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

	Project save(Project project);

	void delete(Project project);

	void flush();

}
