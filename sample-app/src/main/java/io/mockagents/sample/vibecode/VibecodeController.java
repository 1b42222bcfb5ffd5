package io.mockagents.sample.vibecode;

import io.mockagents.sample.diff.DiffService;
import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.web.ConflictException;
import io.mockagents.sample.web.Length;
import io.mockagents.sample.web.StorableText;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * Requests to the agents over HTTP: a user's messages, and better messages of commits.
 */
@RestController
class VibecodeController {

	private final VibecodeService service;

	private final AgentWorkExecutor executor;

	private final CommitMessageWriter commitMessages;

	private final DiffService diffs;

	private final SessionService sessions;

	VibecodeController(VibecodeService service, AgentWorkExecutor executor, CommitMessageWriter commitMessages,
			DiffService diffs, SessionService sessions) {
		this.service = service;
		this.executor = executor;
		this.commitMessages = commitMessages;
		this.diffs = diffs;
		this.sessions = sessions;
	}

	@PostMapping("/sessions/{sessionId}/messages")
	ResponseEntity<ResponseBodyEmitter> send(@PathVariable String sessionId, @Valid @RequestBody NewMessage message) {
		String messageId = StringUtils.hasText(message.messageId()) ? message.messageId() : null;
		return this.executor.answer(this.service.accept(sessionId, message.prompt(), messageId));
	}

	@PostMapping("/sessions/{sessionId}/cancel")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void cancel(@PathVariable String sessionId) {
		this.sessions.get(sessionId);
		if (!this.executor.cancel(sessionId)) {
			throw new ConflictException("No run in progress");
		}
	}

	@PostMapping("/diffs/{id}/refine-message")
	ResponseEntity<ResponseBodyEmitter> refineMessage(@PathVariable String id,
			@Valid @RequestBody(required = false) @Nullable Wish wish) {
		Wish wished = (wish != null) ? wish : new Wish(null, null);
		return this.executor
			.answer(this.commitMessages.refine(this.diffs.get(id), wished.prompt(), wished.currentMessage()));
	}

	/**
	 * A user's message.
	 */
	record NewMessage(@NotBlank(message = "must not be blank") @StorableText String prompt, @Nullable @Length(max = 255,
			message = "must not have more than 255 characters") @StorableText String messageId) {
	}

	/**
	 * The wish for a commit message.
	 *
	 * @param prompt how to change it, or {@code null} to improve it
	 * @param currentMessage the message as its user has edited it, or {@code null} for
	 * the one of the diff
	 */
	record Wish(@Nullable @StorableText String prompt, @Nullable @StorableText String currentMessage) {
	}

}
