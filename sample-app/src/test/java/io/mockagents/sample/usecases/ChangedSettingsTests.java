package io.mockagents.sample.usecases;

import java.time.Duration;

import io.mockagents.agent.JsonObject;
import io.mockagents.loop.RunEvent;
import io.mockagents.sample.PublishedEvents;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings come in the same variable: here another default scenario, short pauses and a
 * seed.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = """
		OPENAI_MOCK_CONFIGS={ "mock_default_scenario": "text_response_mode", "mock_base_delay_ms": 2, \
		"mock_delay_range_ms": 1, "mock_seed": 7 }""")
class ChangedSettingsTests {

	@Autowired
	private SampleApi api;

	@Autowired
	private PublishedEvents published;

	@Test
	void anotherScenarioIsPlayedWhenNoRuleMatches() {
		JsonObject answer = this.api.send(this.api.newSession("Other default"), "Rename it");
		assertThat(answer.string("content")).startsWith("This code defines a simple Python application");
	}

	@Test
	void runPausesForTheConfiguredTime() {
		JsonObject session = this.api.newSession("Pauses");
		this.api.send(session, "Add a comment");
		assertThat(this.published.stored(session.string("id"))).extracting(RunEvent::pause)
			.allSatisfy((pause) -> assertThat(pause).isBetween(Duration.ZERO, Duration.ofMillis(3)))
			.anySatisfy((pause) -> assertThat(pause).isPositive());
	}

}
