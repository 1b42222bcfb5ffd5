package io.mockagents.sample.usecases;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.StreamEvent;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.RunEvent;
import io.mockagents.sample.PublishedEvents;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the mock makes goes to PostgreSQL, back, and to the JSON API, and is the same
 * everywhere: same keys, same order, same values.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false}")
class UnchangedDataTests {

	private static final JsonMapper MAPPER = JsonMapper.shared();

	@Autowired
	private SampleApi api;

	@Autowired
	private PublishedEvents published;

	@Autowired
	private JdbcClient jdbc;

	@ParameterizedTest
	@ValueSource(strings = { "Add a comment", "Add a docstring", "What does this code do?" })
	void everyEventIsTheSameInTheStreamInTheTableAndInTheApi(String prompt) {
		JsonObject session = this.api.newSession("Unchanged");
		this.api.send(session, prompt);
		List<String> stream = this.published.stored(session.string("id"))
			.stream()
			.map(RunEvent::event)
			.map(UnchangedDataTests::reduced)
			.toList();
		List<String> table = this.jdbc
			.sql("select event_data::text from conversation_messages where session_id = ? order by stream_sequence "
					+ "nulls first offset 1")
			.param(session.string("id"))
			.query(String.class)
			.list();
		List<String> answer = this.api.events(session)
			.stream()
			.map((event) -> JsonCodec.write(event.get("event_data")))
			.toList();
		assertThat(stream).hasSizeGreaterThan(1);
		assertThat(table).isEqualTo(stream);
		assertThat(answer).isEqualTo(stream);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Add a comment", "Add a docstring", "What does this code do?" })
	void itemsOfARowAreThoseOfItsEvent(String prompt) {
		JsonObject session = this.api.newSession("Items");
		this.api.send(session, prompt);
		for (JsonObject row : this.api.events(session)) {
			JsonObject data = row.object("event_data");
			JsonObject item = data.objectOrNull("item");
			Object name = data.get("name");
			Object rawItems = (item != null) ? List.of(item.object("raw_item")) : null;
			assertThat(row.get("tool_calls")).isEqualTo("tool_called".equals(name) ? rawItems : null);
			assertThat(row.get("tool_outputs")).isEqualTo("tool_output".equals(name) ? rawItems : null);
			assertThat(row).containsEntry("stream_event_type", data.get("type")).containsEntry("role", "assistant");
			assertThat(row.get("last_agent")).isEqualTo((item != null) ? null : "Vibecoder");
		}
	}

	/**
	 * Return an event as rows have it: the instructions of agents cut at 200 characters.
	 */
	private static String reduced(StreamEvent event) {
		return JsonCodec.write(cutInstructions(MAPPER.convertValue(event, Object.class)));
	}

	private static Object cutInstructions(Object value) {
		if (value instanceof Map<?, ?> map) {
			JsonObject.Builder json = JsonObject.builder();
			map.forEach((key, entry) -> json.put((String) key,
					key.equals("instructions") ? ((String) entry).substring(0, 200) + "..." : cutInstructions(entry)));
			return json.build();
		}
		if (value instanceof List<?> list) {
			List<Object> elements = new ArrayList<>();
			list.forEach((element) -> elements.add(cutInstructions(element)));
			return elements;
		}
		return value;
	}

}
