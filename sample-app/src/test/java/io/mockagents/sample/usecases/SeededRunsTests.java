package io.mockagents.sample.usecases;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With a seed the same prompt gives the same items in any session, down to the ids the
 * model makes up: a test may compare with what it saw before.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_seed\": 7}")
class SeededRunsTests {

	@Autowired
	private SampleApi api;

	@ParameterizedTest
	@ValueSource(strings = { "Add a comment", "Add a docstring", "What does this code do?" })
	void samePromptReturnsTheSameItems(String prompt) {
		JsonObject first = this.api.newSession("First");
		JsonObject second = this.api.newSession("Second");
		this.api.send(first, prompt);
		this.api.send(second, prompt);
		assertThat(items(first)).isNotEmpty().isEqualTo(items(second));
	}

	private List<Object> items(JsonObject session) {
		List<Object> items = new ArrayList<>();
		for (JsonObject event : this.api.events(session)) {
			JsonObject item = event.object("event_data").objectOrNull("item");
			if (item != null) {
				items.add(List.of(item.object("raw_item"), String.valueOf(event.get("tool_calls")),
						String.valueOf(event.get("tool_outputs")), String.valueOf(event.get("content"))));
			}
		}
		return items;
	}

}
