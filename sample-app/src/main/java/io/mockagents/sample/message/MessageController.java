package io.mockagents.sample.message;

import java.time.LocalDateTime;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.conversation.ConversationMessage;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.web.NotFoundException;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;

import org.springframework.data.domain.Limit;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The stored conversation over HTTP. A row is its own JSON form: its columns, in the
 * order of the table.
 */
@RestController
class MessageController {

	private static final List<String> FULL = List.of("id", "session_id", "role", "content", "openai_response",
			"token_usage", "diff_id", "created_at", "last_response_id");

	private static final LocalDateTime BEFORE_ALL = LocalDateTime.of(1, 1, 1, 0, 0);

	private final ConversationMessages messages;

	private final StreamEvents events;

	private final SessionService sessions;

	MessageController(ConversationMessages messages, StreamEvents events, SessionService sessions) {
		this.messages = messages;
		this.events = events;
		this.sessions = sessions;
	}

	@GetMapping("/sessions/{sessionId}/messages")
	List<ConversationMessage> list(@PathVariable String sessionId,
			@RequestParam(name = "after_sequence", required = false) @Nullable @Min(value = 0,
					message = "after_sequence: must be 0 or more") Integer afterSequence,
			@RequestParam(required = false) @Nullable @Min(value = 1,
					message = "limit: must be 1 or more") Integer limit) {
		this.sessions.get(sessionId);
		if (afterSequence == null && limit == null) {
			return this.messages.findBySession(sessionId);
		}
		int sequence = (afterSequence != null) ? afterSequence : 0;
		return this.events.findMessagesAfter(sessionId, this.events.findTime(sessionId, sequence).orElse(BEFORE_ALL),
				sequence, (limit != null) ? Limit.of(limit) : Limit.unlimited());
	}

	@GetMapping("/messages/{id}/full")
	JsonObject full(@PathVariable String id) {
		JsonObject row = this.messages.findById(id).orElseThrow(() -> new NotFoundException("Message")).toJson();
		JsonObject.Builder full = JsonObject.builder();
		FULL.forEach((key) -> full.put(key, row.get(key)));
		return full.build();
	}

}
