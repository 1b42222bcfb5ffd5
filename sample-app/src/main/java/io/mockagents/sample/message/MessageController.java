package io.mockagents.sample.message;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.conversation.ConversationMessage;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.web.NotFoundException;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The stored conversation over HTTP. A row is its own JSON form: its columns, in the
 * order of the table.
 */
@RestController
class MessageController {

	private static final List<String> FULL = List.of("id", "session_id", "role", "content", "openai_response",
			"token_usage", "diff_id", "created_at", "last_response_id");

	private final ConversationMessages messages;

	private final SessionService sessions;

	MessageController(ConversationMessages messages, SessionService sessions) {
		this.messages = messages;
		this.sessions = sessions;
	}

	@GetMapping("/sessions/{sessionId}/messages")
	List<ConversationMessage> list(@PathVariable String sessionId) {
		this.sessions.get(sessionId);
		return this.messages.findBySession(sessionId);
	}

	@GetMapping("/messages/{id}/full")
	JsonObject full(@PathVariable String id) {
		JsonObject row = this.messages.findById(id).orElseThrow(() -> new NotFoundException("Message")).toJson();
		JsonObject.Builder full = JsonObject.builder();
		FULL.forEach((key) -> full.put(key, row.get(key)));
		return full.build();
	}

}
