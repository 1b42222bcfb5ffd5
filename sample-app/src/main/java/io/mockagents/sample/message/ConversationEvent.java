package io.mockagents.sample.message;

import java.util.Locale;

import io.mockagents.agent.JsonObject;
import io.mockagents.conversation.ConversationMessage;
import org.jspecify.annotations.Nullable;

/**
 * The form in which followers of a session receive a row.
 */
final class ConversationEvent {

	private ConversationEvent() {
	}

	/**
	 * Return the form of a stream event.
	 */
	static JsonObject of(ConversationMessage row) {
		JsonObject json = row.toJson();
		return JsonObject.of("message_id", json.get("id"), "session_id", json.get("session_id"), "role",
				json.get("role"), "message_type", json.get("message_type"), "content", json.get("content"),
				"stream_event_type", json.get("stream_event_type"), "stream_sequence", json.get("stream_sequence"),
				"event_data", json.get("event_data"), "tool_calls", json.get("tool_calls"), "tool_outputs",
				json.get("tool_outputs"), "handoffs", json.get("handoffs"), "agent", agent(row), "iteration",
				json.get("iteration"), "created_at", json.get("created_at"));
	}

	/**
	 * Return the form of a failure.
	 */
	static JsonObject ofFailure(ConversationMessage row) {
		JsonObject json = row.toJson();
		return JsonObject.of("message_id", json.get("id"), "session_id", json.get("session_id"), "role",
				json.get("role"), "message_type", json.get("message_type"), "content", json.get("content"),
				"created_at", json.get("created_at"), "stream_sequence", json.get("stream_sequence"));
	}

	private static @Nullable String agent(ConversationMessage row) {
		String agent = row.getLastAgent();
		return (agent != null) ? agent.toLowerCase(Locale.ROOT) : null;
	}

}
