package io.mockagents.sample.usecases;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.recording.live.RunRecorder;
import io.mockagents.sample.PublishedEvents;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One setting records what the live model says; another plays it, without the model.
 */
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class RecordedLiveRunsTests {

	private static final Path DIRECTORY = Path.of("target", "live-recordings");

	@Nested
	@Order(1)
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = { "OPENAI_API_KEY=" + LiveTests.KEY, "mock-agents.openai.max-retries=0", """
					OPENAI_MOCK_CONFIGS={ "use_openai_mocks": false, "mock_record_runs": true, \
					"mock_recordings_directory": "target/live-recordings" }""" })
	@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
	class Live extends LiveTests {

		@BeforeAll
		static void empty() throws IOException {
			FileSystemUtils.deleteRecursively(DIRECTORY);
		}

		@AfterAll
		static void stop(@Autowired RunRecorder recorder) {
			recorder.stop();
		}

	}

	@Nested
	@Order(2)
	@SampleTest
	@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = """
			OPENAI_MOCK_CONFIGS={ "mock_simulate_delays": false, "mock_strict": true, \
			"mock_recordings": ["file:target/live-recordings/"] }""")
	class Played {

		@Autowired
		private SampleApi api;

		@Autowired
		private JdbcClient jdbc;

		@Autowired
		private PublishedEvents published;

		@Test
		void answersOfTheLiveModelArePlayedAndThenItsFailure() throws IOException {
			JsonObject session = this.api.newSession("Played");
			JsonObject answer = this.api.send(session, "Add a comment");
			assertThat(answer).containsEntry("error", null).containsEntry("content", null);
			assertThat(this.api.get("/diffs/" + answer.string("diff_id")).object()).containsEntry("commit_message",
					"Add explanatory comment to improve code clarity");
			LiveTests.assertRows(this.api, this.jdbc, session);
			assertThat(this.api.send(session, "Add a comment").string("error"))
				.startsWith("Error code: 401 - {'error': {'message': 'Incorrect API key provided: ***'");
			assertThat(this.published.sources()).containsExactly(recording().getFileName().toString());
		}

		@Test
		void keyIsNotInTheRecording() throws IOException {
			assertThat(recording()).content()
				.contains("Incorrect API key provided: ***")
				.doesNotContain(LiveTests.KEY, "Bearer");
		}

		private static Path recording() throws IOException {
			try (Stream<Path> files = Files.list(DIRECTORY)) {
				List<Path> found = files.toList();
				assertThat(found).singleElement().asString().endsWith(".recording.jsonl");
				return found.get(0);
			}
		}

	}

}
