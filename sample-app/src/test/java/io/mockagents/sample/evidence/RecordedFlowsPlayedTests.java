package io.mockagents.sample.evidence;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.loop.RunEvent;
import io.mockagents.mock.MockAgents;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.log.LogRecordingReader;
import io.mockagents.sample.PublishedEvents;
import io.mockagents.sample.TestRecordings.Recorded;
import io.mockagents.sample.TestRecordings.Replayed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The flows of production agree also when they are played from recordings: from those of
 * the sample's own runs, and from the logs that production wrote.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class RecordedFlowsPlayedTests {

	/**
	 * Flows whose tools give what was recorded: they ask the evaluator nothing.
	 */
	abstract static class Played extends RecordedFlowTests {

		@Override
		void play(RecordedFlow flow, JsonObject session) {
		}

		@Override
		List<JsonObject> requests(RecordedFlow flow) {
			return flow.requests().stream().filter((request) -> Boolean.TRUE.equals(request.get("stream"))).toList();
		}

	}

	@Nested
	@Order(1)
	@Recorded
	class FlowsRecorded extends RecordedFlowTests {

	}

	@Nested
	@Order(2)
	@Replayed
	class FlowsReplayed extends Played {

	}

	/**
	 * A log is found by what the user says, except where an earlier one begins with the
	 * same words.
	 */
	@Nested
	@Order(3)
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = """
					OPENAI_MOCK_CONFIGS={ "mock_strict": true, "mock_recordings": ["file:../mock-agents-autoconfigure/src/test/resources/logs/production/"], \
					"mock_replay_timing": "recorded", "mock_replay_speed": 4 }""")
	class FlowsOfLogs extends Played {

		static final String LOGS = "../mock-agents-autoconfigure/src/test/resources/logs/production/";

		@Autowired
		private MockAgents mockAgents;

		@Autowired
		private PublishedEvents published;

		private String sessionId = "";

		private String log = "";

		@Override
		void play(RecordedFlow flow, JsonObject session) {
			this.sessionId = session.string("id");
			this.log = flow.name() + ".log";
			RecordedFlow found = flows().stream()
				.filter((other) -> other.prompts().equals(flow.prompts()))
				.min(Comparator.comparing(RecordedFlow::name))
				.orElseThrow();
			if (!found.equals(flow)) {
				this.mockAgents.playRecording(this.log).forSession(this.sessionId).always();
			}
		}

		@AfterEach
		void logIsPlayedAtItsPace() throws IOException {
			assertThat(this.published.sources()).containsExactly(this.log);
			List<Duration> pauses = new ArrayList<>();
			try (LogRecordingReader reader = LogRecordingReader.of(Path.of(LOGS, this.log))) {
				for (RecordedRun run = reader.next(); run != null; run = reader.next()) {
					run.turns().forEach((turn) -> pauses.addAll(turn.pauses()));
				}
			}
			assertThat(this.published.of(this.sessionId)).filteredOn((event) -> event.turn() > 0)
				.extracting(RunEvent::pause)
				.containsExactlyElementsOf(pauses.stream().map((pause) -> pause.dividedBy(4)).toList())
				.anyMatch((pause) -> pause.compareTo(Duration.ZERO) > 0);
		}

	}

}
