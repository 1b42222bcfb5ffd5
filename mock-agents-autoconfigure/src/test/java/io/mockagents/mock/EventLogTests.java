package io.mockagents.mock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventLog}.
 */
@ExtendWith(OutputCaptureExtension.class)
class EventLogTests {

	private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

	private static final Clock CLOCK = Clock.fixed(TIME, ZoneOffset.UTC);

	@Test
	void eventIsOneLineOfPairs(@TempDir Path directory, CapturedOutput output) throws Exception {
		Path file = directory.resolve("events.log");
		try (EventLog log = new EventLog(file)) {
			play(log, "s-1");
		}
		assertThat(output.toString().lines().filter((line) -> line.contains(EventLog.LOGGER))).anySatisfy(
				(line) -> assertThat(line).endsWith("log=event run=r session=s-1 iteration=2 runner=agentRunner "
						+ "source=text sequence=3 index=1 turn=0 type=agent_updated_stream_event agent=\"Vibe coder\" "
						+ "pause_ms=5 elapsed_ms=7"));
		assertThat(Files.readAllLines(file)).containsExactly(
				"{\"time\":\"2026-01-02T03:04:05.007Z\",\"log\":\"event\",\"run\":\"r\",\"session\":\"s-1\","
						+ "\"iteration\":2,\"runner\":\"agentRunner\",\"source\":\"text\",\"sequence\":3,\"index\":1,"
						+ "\"turn\":0,\"type\":\"agent_updated_stream_event\",\"agent\":\"Vibe coder\",\"pause_ms\":5,"
						+ "\"elapsed_ms\":7}",
				"{\"time\":\"2026-01-02T03:04:05Z\",\"log\":\"end\",\"run\":\"r\",\"session\":\"s-1\","
						+ "\"iteration\":2,\"runner\":\"agentRunner\",\"source\":\"text\",\"outcome\":\"ended\","
						+ "\"events\":1,\"turns\":0,\"paused_ms\":5,\"elapsed_ms\":0}");
	}

	@Test
	void nameFromOutsideCannotForgeALine(@TempDir Path directory, CapturedOutput output) throws Exception {
		Path file = directory.resolve("events.log");
		try (EventLog log = new EventLog(file)) {
			play(log, "x run=y\nlog=event");
		}
		assertThat(output).contains("session=\"x run=y\\nlog=event\"").doesNotContain("\nlog=event");
		assertThat(Files.readAllLines(file)).hasSize(2);
	}

	@Test
	void fileThatCannotBeWrittenIsWarnedOfOnce(@TempDir Path directory, CapturedOutput output) throws Exception {
		Path file = Files.createDirectory(directory.resolve("events.log"));
		try (EventLog log = new EventLog(file)) {
			play(log, "s-1");
			play(log, "s-2");
		}
		assertThat(output).containsOnlyOnce("are not logged to the file " + file)
			.contains("session=s-1")
			.contains("session=s-2");
	}

	@Test
	void linesAreAppended(@TempDir Path directory) throws Exception {
		Path file = Files.write(directory.resolve("events.log"), List.of("earlier"));
		try (EventLog one = new EventLog(file); EventLog other = new EventLog(file)) {
			play(one, "s-1");
			play(other, "s-2");
			play(one, "s-3");
		}
		assertThat(Files.readAllLines(file)).hasSize(7).startsWith("earlier");
	}

	private static void play(EventLog log, String session) {
		RunInfo run = new RunInfo("r", session, 2, "text");
		RunListener listener = log.open("agentRunner", CLOCK);
		listener.onEvent(new RunEvent(run, 1, 0, 3,
				new AgentUpdatedStreamEvent(new AgentSnapshot("Vibe coder", null, null, List.of())),
				Duration.ofMillis(5), TIME.plusMillis(7)));
		listener.onEnd(run, null);
	}

}
