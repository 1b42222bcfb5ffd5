package io.mockagents.sample.session;

import java.time.LocalDateTime;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The sessions over HTTP.
 */
@RestController
class SessionController {

	private final SessionService sessions;

	SessionController(SessionService sessions) {
		this.sessions = sessions;
	}

	@PostMapping("/projects/{projectId}/sessions")
	@ResponseStatus(HttpStatus.CREATED)
	SessionResponse open(@PathVariable String projectId) {
		return SessionResponse.of(this.sessions.open(projectId));
	}

	@GetMapping("/sessions/{id}")
	SessionResponse get(@PathVariable String id) {
		return SessionResponse.of(this.sessions.get(id));
	}

	@DeleteMapping("/sessions/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable String id) {
		this.sessions.delete(id);
	}

	/**
	 * A session as clients see it.
	 */
	record SessionResponse(String id, String projectId, String openaiSessionKey, @Nullable String conversationsDbPath,
			String sessionType, @Nullable String nodeId, LocalDateTime createdAt, LocalDateTime updatedAt) {

		static SessionResponse of(VibecodeSession session) {
			return new SessionResponse(session.getId(), session.getProjectId(), session.getOpenaiSessionKey(),
					session.getConversationsDbPath(), session.getSessionType(), session.getNodeId(),
					session.getCreatedAt(), session.getUpdatedAt());
		}

	}

}
