package io.mockagents.sample.diff;

import java.util.List;
import java.util.Optional;

import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * The stored diffs.
 */
interface Diffs extends Repository<Diff, String> {

	Optional<Diff> findById(String id);

	@Query("select d.projectId from Diff d where d.id = :id")
	Optional<String> findProjectIdById(String id);

	List<Diff> findByProjectIdOrderByCreatedAtDescIdDesc(String projectId);

	List<Diff> findByProjectIdAndStatusOrderByCreatedAtDescIdDesc(String projectId, DiffStatus status);

	List<Diff> findBySessionIdOrderByCreatedAtDescIdDesc(String sessionId);

	List<Diff> findBySessionIdAndStatusOrderByCreatedAtDescIdDesc(String sessionId, DiffStatus status);

	Diff save(Diff diff);

}
