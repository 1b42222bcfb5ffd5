package io.mockagents.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.ConversationDatabase;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import tools.jackson.databind.json.JsonMapper;

/**
 * Events of stored sessions.
 */
final class SessionRunsFixture {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final JsonObject AGENT = JsonObject.of("name", "Vibecoder", "model", "gpt-5-mini", "instructions",
			null, "tools", List.of("pay"), "_type", "Agent");

	private SessionRunsFixture() {
	}

	static StreamEvent update() {
		return event(JsonObject.of("new_agent", AGENT, "type", AgentUpdatedStreamEvent.TYPE));
	}

	static StreamEvent message(String text) {
		return item("message_output_created",
				JsonObject.of("agent", AGENT, "raw_item", JsonObject.of("id", "msg_1", "content",
						List.of(JsonObject.of("annotations", List.of(), "text", text, "type", "output_text", "logprobs",
								List.of())),
						"role", "assistant", "status", "completed", "type", "message"), "type", "message_output_item"));
	}

	/**
	 * Store a call that waited for approval, and what came then.
	 */
	static void storeApproval(ConversationDatabase database, String session) throws IOException {
		database.messages.addUserMessage(session, null, "Pay it");
		RunJournal journal = database.messages.journal().open(new RunInfo("run", session, 0, null));
		for (String line : Files
			.readAllLines(Path.of("src/test/resources/goldens-more/sdk-0.22/s1_approval_approved/events.jsonl"))) {
			journal.append(MAPPER.readValue(line, StreamEvent.class));
		}
	}

	private static StreamEvent item(String name, JsonObject item) {
		return event(JsonObject.of("name", name, "item", item, "type", "run_item_stream_event"));
	}

	private static StreamEvent event(JsonObject json) {
		return MAPPER.readValue(MAPPER.writeValueAsString(json), StreamEvent.class);
	}

}
