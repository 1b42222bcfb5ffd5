package io.mockagents.sample.message;

import io.mockagents.sample.session.SessionService;
import io.mockagents.sample.web.InvalidRequestException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The stream events of a session as server-sent events, as they happen.
 */
@RestController
class EventController {

	private final Subscriptions subscriptions;

	private final SessionService sessions;

	EventController(Subscriptions subscriptions, SessionService sessions) {
		this.subscriptions = subscriptions;
		this.sessions = sessions;
	}

	@GetMapping(path = "/sessions/{sessionId}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	ResponseEntity<SseEmitter> events(@PathVariable String sessionId,
			@RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
		this.sessions.get(sessionId);
		SseEmitter emitter = this.subscriptions.add(sessionId, sequence(lastEventId));
		return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(emitter);
	}

	private static @Nullable Integer sequence(@Nullable String lastEventId) {
		if (lastEventId == null || lastEventId.isBlank()) {
			return null;
		}
		try {
			return Integer.valueOf(lastEventId.strip());
		}
		catch (NumberFormatException ex) {
			throw new InvalidRequestException(
					"Last-Event-ID: '" + lastEventId + "' is not the number of an event, such as 7");
		}
	}

}
