package io.mockagents.conversation;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ConversationMessageTests {

	static final String FULL = """
			{"id":"s_event_1","session_id":"s","role":"assistant","message_type":"run_result",\
			"input":[{"role":"user","content":"¿Qué? 🎈"}],"new_items":[{"z":1,"a":[]}],"final_output":"done",\
			"final_output_typed":{"b":1772323200.0,"a":0},"last_agent":"Vibecoder","tool_calls":[{"z":1,"a":null}],\
			"tool_outputs":[{"output":"None"}],"handoffs":[{"source_agent":"A"}],"usage_input_tokens":1,\
			"usage_output_tokens":2,"usage_total_tokens":3,"usage_cached_tokens":4,"usage_reasoning_tokens":5,\
			"stream_event_type":"run_item_stream_event","stream_sequence":1,\
			"event_data":{"name":"x","item":{"zz":1,"aa":2,"m":{"c":1.5,"b":true,"a":null}},"type":"t"},\
			"content":"Zeile 1\\nZeile 2","iteration":0,"openai_response":{},"token_usage":{"total_tokens":3},\
			"diff_id":"d","last_response_id":"resp_1","created_at":"2026-11-22T06:54:44",\
			"updated_at":"2026-11-22T06:54:44.000120"}""";

	private final JsonMapper mapper = JsonMapper.builder().build();

	@Test
	void jsonIsTheSameAfterItWasRead() {
		ConversationMessage message = this.mapper.readValue(FULL, ConversationMessage.class);
		assertThat(this.mapper.writeValueAsString(message)).isEqualTo(FULL);
	}

	@Test
	void jsonHasAllKeysInOrderAndNulls() {
		ConversationMessage message = this.mapper.readValue("""
				{"updated_at":"2026-11-22T06:54:44","created_at":"2026-11-22T06:54:00","role":"user","id":"1",\
				"session_id":"s","message_type":"user_input"}""", ConversationMessage.class);
		assertThat(this.mapper.writeValueAsString(message)).isEqualTo("""
				{"id":"1","session_id":"s","role":"user","message_type":"user_input","input":null,"new_items":null,\
				"final_output":null,"final_output_typed":null,"last_agent":null,"tool_calls":null,\
				"tool_outputs":null,"handoffs":null,"usage_input_tokens":null,"usage_output_tokens":null,\
				"usage_total_tokens":null,"usage_cached_tokens":null,"usage_reasoning_tokens":null,\
				"stream_event_type":null,"stream_sequence":null,"event_data":null,"content":null,"iteration":null,\
				"openai_response":null,"token_usage":null,"diff_id":null,"last_response_id":null,\
				"created_at":"2026-11-22T06:54:00","updated_at":"2026-11-22T06:54:44"}""");
	}

	@Test
	void unknownKeyIsRefusedWithTheKeysThereAre() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ConversationMessage.fromJson(JsonObject.of("sessionId", "s")))
			.withMessageContaining("'sessionId'")
			.withMessageContaining("session_id");
	}

	@Test
	void missingOrMistypedValueIsRefusedByName() {
		JsonObject row = JsonCodec.parseObject(FULL);
		assertThatIllegalArgumentException().isThrownBy(() -> ConversationMessage.fromJson(row.without("role")))
			.withMessageContaining("'role'");
		assertThatIllegalArgumentException().isThrownBy(() -> ConversationMessage.fromJson(row.with("iteration", "0")))
			.withMessageContaining("'iteration'")
			.withMessageContaining("Integer");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ConversationMessage.fromJson(row.with("created_at", "2026-11-22T06:54:44Z")))
			.withMessageContaining("'created_at'")
			.withMessageContaining("2026-11-22T06:54:44Z");
	}

}
