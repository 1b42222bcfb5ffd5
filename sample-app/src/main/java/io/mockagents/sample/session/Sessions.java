package io.mockagents.sample.session;

import java.util.List;
import java.util.Optional;

import org.springframework.data.repository.Repository;

/**
 * The stored sessions.
 */
interface Sessions extends Repository<VibecodeSession, String> {

	Optional<VibecodeSession> findById(String id);

	boolean existsById(String id);

	Optional<VibecodeSession> findByProjectIdAndSessionType(String projectId, String sessionType);

	List<VibecodeSession> findByProjectId(String projectId);

	VibecodeSession save(VibecodeSession session);

	void delete(VibecodeSession session);

}
