package io.mockagents.conversation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares the rows of recorded events with those the production application made.
 */
class EventRowTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	static Stream<Path> recordings() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/test/resources/goldens"), 3)) {
			return files.filter((file) -> file.endsWith("rows.jsonl")).map(Path::getParent).sorted().toList().stream();
		}
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void rowsAgreeWithThoseOfProduction(Path recording) throws IOException {
		List<EventRow> rows = new ArrayList<>();
		for (String line : Files.readAllLines(recording.resolve("events.jsonl"))) {
			EventRow row = EventRow.of(MAPPER.readValue(line, StreamEvent.class));
			if (row != null) {
				assertThat(JsonCodec.write(row.eventData())).isEqualTo(JsonCodec.write(cut(JsonCodec.parse(line))));
				rows.add(row);
			}
		}
		List<String> expected = Files.readAllLines(recording.resolve("rows.jsonl"));
		assertThat(rows).hasSameSizeAs(expected);
		for (int i = 0; i < rows.size(); i++) {
			assertAgrees(rows.get(i), JsonCodec.parseObject(expected.get(i)));
		}
	}

	private static void assertAgrees(EventRow row, JsonObject expected) {
		assertThat(row.eventType()).isEqualTo(expected.string("stream_event_type"));
		assertThat(row.content()).isEqualTo(expected.string("content"));
		assertThat(row.lastAgent()).isEqualTo(expected.get("last_agent"));
		// Production puts JSON into a string, and the string into JSON
		assertThat(text(row.toolCall())).isEqualTo(embedded(expected, "tool_calls"));
		assertThat(text(row.toolOutput())).isEqualTo(embedded(expected, "tool_outputs"));
		List<JsonObject> handoffs = expected.objects("handoffs");
		if (handoffs.isEmpty()) {
			assertThat(row.handoff()).isNull();
		}
		else {
			assertThat(row.handoff()).containsOnlyKeys("source_agent", "target_agent", "full_handoff");
			assertThat(row.handoff().without("full_handoff")).isEqualTo(handoffs.get(0).without("full_handoff"));
			assertThat(row.handoff().object("full_handoff")).isEqualTo(row.eventData().object("item"));
		}
	}

	private static @Nullable String text(@Nullable JsonObject json) {
		return (json != null) ? JsonCodec.write(json) : null;
	}

	private static @Nullable String embedded(JsonObject expected, String key) {
		List<@Nullable Object> elements = expected.array(key);
		return elements.isEmpty() ? null : JsonCodec.write(JsonCodec.parse(String.valueOf(elements.get(0))));
	}

	private static @Nullable Object cut(@Nullable Object value) {
		if (value instanceof JsonObject object) {
			JsonObject.Builder cut = JsonObject.builder();
			object.forEach((key, entry) -> cut.put(key, (key.equals("instructions") && object.containsKey("_type"))
					? cutText((String) entry) : cut(entry)));
			return cut.build();
		}
		return value;
	}

	private static @Nullable String cutText(@Nullable String text) {
		return (text == null || text.length() <= 200) ? text : text.substring(0, 200) + "...";
	}

	@Test
	void recordingsHaveEveryKindOfRow() throws IOException {
		assertThat(recordings()).hasSizeGreaterThan(20);
	}

	@Test
	void rawEventHasNoRow() {
		assertThat(EventRow.of(new RawResponseEvent(JsonObject.of("type", "response.created")))).isNull();
	}

	@Test
	void instructionsAreCutOnlyWhenLongerThanTwoHundredCharacters() {
		assertThat(storedInstructions("x".repeat(200))).isEqualTo("x".repeat(200));
		assertThat(storedInstructions("x".repeat(201))).isEqualTo("x".repeat(200) + "...");
		assertThat(storedInstructions("🎈".repeat(200))).isEqualTo("🎈".repeat(200));
		assertThat(storedInstructions("🎈".repeat(201))).isEqualTo("🎈".repeat(200) + "...");
		assertThat(storedInstructions(null)).isNull();
	}

	private static @Nullable Object storedInstructions(@Nullable String instructions) {
		AgentSnapshot agent = new AgentSnapshot("A", "gpt-5-mini", instructions, List.of("tool"));
		Map<String, Object> data = EventRow.of(new AgentUpdatedStreamEvent(agent)).eventData().object("new_agent");
		return data.get("instructions");
	}

}
