package io.mockagents.sample.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.sample.EventSource;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The application is killed in the middle of a run, as by {@code kill -9}, and started
 * again: a process of its own, in a schema of its own.
 */
@FaultTest
class KilledApplicationTests {

	/** Its runs do not end before they are killed, however slow the machine is. */
	private static final String SCENARIO = """
			name: endless
			priority: 100
			match:
			  - input_contains: comment
			turns:
			  - steps:
			      - tool_call: { name: look, arguments: {}, output: Seen }
			  - steps:
			      - tool_call: { name: look, arguments: {}, output: Seen again }
			  - steps:
			      - delay_ms: 3600000
			      - message: Done.
			""";

	private static final String UNPACED = "{\"mock_simulate_delays\": false}";

	private final String schema = "killed_" + UUID.randomUUID().toString().replace('-', '_');

	@TempDir
	private Path directory;

	@Autowired
	private JdbcConnectionDetails database;

	@Autowired
	private JdbcClient jdbc;

	@BeforeEach
	void createSchema() {
		this.jdbc.sql("create schema " + this.schema).update();
	}

	@AfterEach
	void dropSchema() {
		this.jdbc.sql("drop schema " + this.schema + " cascade").update();
	}

	@Test
	void hasStoredAllThatItAnnounced() throws Exception {
		JsonObject session;
		List<EventSource.Event> announced;
		Path scenario = Files.writeString(this.directory.resolve("endless.yaml"), SCENARIO);
		try (Application first = start(JsonCodec.write(JsonObject.of("mock_base_delay_ms", 20, "mock_delay_range_ms", 0,
				"mock_scenarios", List.of(scenario.toUri().toString()))))) {
			session = first.api().newSession("Killed");
			try (EventSource source = EventSource.connect(first.port(), session.string("id"), 0)) {
				CompletableFuture<?> lost = first.api().sendAsync(session, "Add a comment");
				await().until(() -> source.events().size() >= 2);
				first.kill();
				await().until(() -> source.isEnded() && lost.isDone());
				assertThat(lost).as("the request that was worked on").isCompletedExceptionally();
				announced = source.events();
			}
		}
		try (Application second = start(UNPACED)) {
			List<JsonObject> events = second.api().events(session);
			assertThat(events).extracting((row) -> row.get("id"))
				.containsAll(announced.stream().map((event) -> event.data().get("message_id")).toList());
			assertThat(numbers(events)).isEqualTo(IntStream.rangeClosed(1, events.size()).boxed().toList());
			assertThat(second.api().messages(session)).first()
				.satisfies((row) -> assertThat(row).containsEntry("content", "Add a comment"));
			assertThat(second.api().send(session, "Add a comment").string("diff_id")).isNotBlank();
			List<JsonObject> after = second.api().events(session);
			assertThat(after).startsWith(events.toArray(JsonObject[]::new)).hasSizeGreaterThan(events.size());
			assertThat(numbers(after)).isEqualTo(IntStream.rangeClosed(1, after.size()).boxed().toList());
		}
	}

	private static List<Object> numbers(List<JsonObject> events) {
		return events.stream().map((row) -> row.get("stream_sequence")).toList();
	}

	private Application start(String mockConfigs) throws IOException {
		String url = this.database.getJdbcUrl();
		ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", SampleApplication.class.getName(), "--server.port=0",
				"--sample.repositories=" + this.directory.resolve("repositories"),
				"--spring.datasource.url=" + url + (url.contains("?") ? "&" : "?") + "currentSchema=" + this.schema);
		builder.environment()
			.put("CLASSPATH", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		builder.environment().put("OPENAI_MOCK_CONFIGS", mockConfigs);
		builder.environment().put("SPRING_DATASOURCE_USERNAME", String.valueOf(this.database.getUsername()));
		if (this.database.getPassword() != null) {
			builder.environment().put("SPRING_DATASOURCE_PASSWORD", this.database.getPassword());
		}
		return Application.of(builder.redirectErrorStream(true).start());
	}

	/**
	 * A running application.
	 */
	private record Application(Process process, int port, SampleApi api) implements AutoCloseable {

		private static final Pattern STARTED = Pattern.compile("Tomcat started on port (\\d+)");

		static Application of(Process process) throws IOException {
			StringBuilder output = new StringBuilder();
			BufferedReader lines = process.inputReader();
			String line;
			while ((line = lines.readLine()) != null) {
				output.append(line).append('\n');
				Matcher started = STARTED.matcher(line);
				if (started.find()) {
					Thread drain = new Thread(() -> lines.lines().forEach((rest) -> {
					}), "application-output");
					drain.setDaemon(true);
					drain.start();
					int port = Integer.parseInt(started.group(1));
					return new Application(process, port,
							new SampleApi(RestTestClient.bindToServer().baseUrl("http://localhost:" + port).build()));
				}
			}
			throw new AssertionError("The application did not start:\n" + output);
		}

		void kill() {
			this.process.destroyForcibly();
			this.process.onExit().join();
		}

		@Override
		public void close() {
			kill();
		}

	}

}
