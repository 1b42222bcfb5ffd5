package io.mockagents.sample.vibecode;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes a user's messages over HTTP.
 */
@RestController
class VibecodeController {

	private final VibecodeService service;

	VibecodeController(VibecodeService service) {
		this.service = service;
	}

	@PostMapping("/sessions/{sessionId}/messages")
	Reply send(@PathVariable String sessionId, @Valid @RequestBody NewMessage message) {
		String messageId = StringUtils.hasText(message.messageId()) ? message.messageId() : null;
		return this.service.send(sessionId, message.prompt(), messageId);
	}

	/**
	 * A user's message.
	 */
	record NewMessage(
			@NotBlank(message = "must not be blank") @Pattern(regexp = NO_NUL, message = NUL_MESSAGE) String prompt,
			@Nullable @Size(max = 255, message = "must not have more than 255 characters") @Pattern(regexp = NO_NUL,
					message = NUL_MESSAGE) String messageId) {

		private static final String NO_NUL = "[^\\u0000]*";

		private static final String NUL_MESSAGE = "must not hold a NUL character";

	}

}
