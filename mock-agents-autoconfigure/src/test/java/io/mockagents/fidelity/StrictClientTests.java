package io.mockagents.fidelity;

import java.util.List;

import io.mockagents.agent.JsonObject;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StrictClient}: that it finds what it is to find.
 */
class StrictClientTests {

	private static final JsonObject DELTA = JsonObject.of("type", "response.output_text.delta", "sequence_number", 4,
			"item_id", "msg_1", "output_index", 0, "content_index", 0, "delta", "Hi", "logprobs", List.of());

	private static final JsonObject CALL = JsonObject.of("id", "fc_1", "type", "function_call", "status", "completed",
			"arguments", "{}", "call_id", "call_1", "name", "tool");

	@Test
	void formsOfTheClientHaveNoDeviations() {
		assertThat(StrictClient.frame(DELTA)).isEmpty();
		assertThat(StrictClient.frame(done(CALL))).isEmpty();
	}

	@Test
	void requiredFieldsAreMissed() {
		assertThat(StrictClient.frame(DELTA.without("item_id").without("logprobs")))
			.containsExactly("ResponseTextDeltaEvent.item_id is missing", "ResponseTextDeltaEvent.logprobs is missing");
		assertThat(StrictClient.frame(done(CALL.without("call_id"))))
			.containsExactly("ResponseFunctionToolCall.call_id is missing");
		assertThat(StrictClient.frame(DELTA.with("delta", null)))
			.containsExactly("ResponseTextDeltaEvent.delta is null");
	}

	@Test
	void unknownFieldsAreNamed() {
		assertThat(StrictClient.frame(done(CALL.with("colour", "red"))))
			.containsExactly("ResponseFunctionToolCall.colour is unknown");
	}

	@Test
	void valuesOfAnotherTypeAreNamed() {
		assertThat(StrictClient.frame(DELTA.with("output_index", "first")))
			.containsExactly("ResponseTextDeltaEvent.output_index is of another type");
		assertThat(StrictClient.frame(done(CALL.with("status", "tired"))))
			.containsExactly("ResponseFunctionToolCall.status has the unknown value tired");
	}

	@Test
	void unknownKindsAreNamed() {
		assertThat(StrictClient.frame(done(CALL.with("type", "telepathy"))))
			.containsExactly("ResponseOutputItemDoneEvent.item is of no known kind");
		assertThat(StrictClient.frame(DELTA.with("type", "response.telepathy")))
			.containsExactly("ResponseStreamEvent is of no known kind");
	}

	private static JsonObject done(JsonObject item) {
		return JsonObject.of("type", "response.output_item.done", "sequence_number", 1, "output_index", 0, "item",
				item);
	}

}
