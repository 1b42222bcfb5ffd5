package io.mockagents.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.mockagents.json.JsonCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events and items in JSON and back, by the mapper an application has.
 */
class StreamEventJsonTests {

	private final JsonMapper mapper = JsonMapper.builder().build();

	static Stream<Path> recordedEvents() throws IOException {
		try (Stream<Path> files = Files.walk(Path.of("src/test/resources/goldens"))) {
			return files.filter((file) -> file.endsWith("events.jsonl")).sorted().toList().stream();
		}
	}

	@ParameterizedTest
	@MethodSource("recordedEvents")
	void everyRecordedEventIsReadAndWrittenUnchanged(Path events) throws IOException {
		for (String line : Files.readAllLines(events)) {
			StreamEvent event = this.mapper.readValue(line, StreamEvent.class);
			String written = this.mapper.writeValueAsString(event);
			assertThat(JsonCodec.writePython(JsonCodec.parse(written), false)).isEqualTo(line);
			assertThat(this.mapper.readValue(written, StreamEvent.class)).isEqualTo(event);
		}
	}

	@Test
	void eventsInAListKeepTheirType() {
		String json = this.mapper.writeValueAsString(List.of(new RawResponseEvent(JsonObject.of("type", "x"))));
		assertThat(json).isEqualTo("[{\"data\":{\"type\":\"x\"},\"type\":\"raw_response_event\"}]");
	}

}
