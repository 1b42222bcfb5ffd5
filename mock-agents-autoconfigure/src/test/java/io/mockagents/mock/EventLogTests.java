package io.mockagents.mock;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentSnapshot;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EventLog}.
 */
@ResourceLock(EventLog.LOGGER)
@Isolated("sets the level of a logger")
class EventLogTests {

	private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");

	private static final Clock CLOCK = Clock.fixed(TIME, ZoneOffset.UTC);

	private static final AgentSnapshot AGENT = new AgentSnapshot("Vibe coder", null, null, List.of());

	private final Logger logger = (Logger) LoggerFactory.getLogger(EventLog.LOGGER);

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private final @Nullable Level level = this.logger.getLevel();

	@TempDir
	private Path directory;

	@BeforeEach
	void listen() {
		this.logger.setLevel(Level.DEBUG);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(this.level);
	}

	@Test
	void startEventsAndEndAreLinesOfTheFile() throws Exception {
		play("s-1", null, new AgentUpdatedStreamEvent(AGENT));
		assertThat(written()).containsExactly(
				"{\"time\":\"2026-01-02T03:04:05.000Z\",\"log\":\"start\",\"run\":\"r\",\"session\":\"s-1\","
						+ "\"iteration\":2,\"runner\":\"agentRunner\",\"agent\":\"Vibe coder\",\"source\":\"text\","
						+ "\"reason\":\"input contains 'explain'\"}",
				"{\"time\":\"2026-01-02T03:04:05.007Z\",\"log\":\"event\",\"run\":\"r\",\"session\":\"s-1\","
						+ "\"index\":1,\"sequence\":3,\"turn\":0,\"type\":\"agent_updated_stream_event\","
						+ "\"agent\":\"Vibe coder\",\"pause_ms\":5,\"elapsed_ms\":7}",
				"{\"time\":\"2026-01-02T03:04:05.000Z\",\"log\":\"end\",\"run\":\"r\",\"session\":\"s-1\","
						+ "\"outcome\":\"ended\",\"events\":1,\"turns\":0,\"paused_ms\":5,\"elapsed_ms\":0}");
	}

	@Test
	void eventHasItsTypeAndItsName() throws Exception {
		play("s-1", null, new RawResponseEvent(JsonObject.of("type", "response.created")),
				new RunItemStreamEvent(RunItemEventName.TOOL_CALLED, new ToolCallItem(AGENT,
						JsonObject.of("type", "function_call", "name", "submit_patch"), JsonObject.of())));
		assertThat(written().get(1)).contains("\"type\":\"raw_response_event\",\"name\":\"response.created\"");
		assertThat(written().get(2)).contains("\"type\":\"run_item_stream_event\",\"name\":\"tool_called\","
				+ "\"agent\":\"Vibe coder\",\"tool\":\"submit_patch\"");
	}

	@Test
	void applicationLogHasOneSentenceForARunAndTheRestAtDebug() {
		play("s-1", null, new AgentUpdatedStreamEvent(AGENT));
		assertThat(messages(Level.INFO)).containsExactly("Played 'text' for agent 'Vibe coder' "
				+ "(input contains 'explain'): ended after 1 event, 0 turns and 0 ms [session s-1, run r]");
		assertThat(messages(Level.DEBUG)).hasSize(3)
			.contains("log=event run=r session=s-1 index=1 sequence=3 turn=0 type=agent_updated_stream_event "
					+ "agent=\"Vibe coder\" pause_ms=5 elapsed_ms=7");
	}

	@Test
	void failureIsInBothWithoutItsSecrets() throws Exception {
		play("s-1", new IllegalStateException("Wrong key\nsk-abcDEF123456789"));
		assertThat(messages(Level.INFO)).singleElement()
			.asString()
			.contains(": failed after 0 events, 0 turns and 0 ms with IllegalStateException: Wrong key sk-***");
		assertThat(written()).last()
			.asString()
			.contains("\"outcome\":\"failed\"")
			.endsWith("\"error_type\":\"java.lang.IllegalStateException\",\"error\":\"Wrong key\\nsk-***\"}");
	}

	@Test
	void nameFromOutsideCannotForgeALine() throws Exception {
		play("x run=y\nlog=event\u2028\u001b[31m", null, new AgentUpdatedStreamEvent(AGENT));
		assertThat(messages(Level.DEBUG)).allMatch((line) -> line.contains("session=\"x run=y\\nlog=event"));
		assertThat(messages(Level.INFO)).singleElement().asString().contains("[session x run=y log=event [31m, run r]");
		assertThat(written()).hasSize(3);
	}

	@Test
	void linesAreAppended() throws Exception {
		Files.write(this.directory.resolve("events.log"), List.of("earlier"));
		play("s-1", null, new AgentUpdatedStreamEvent(AGENT));
		play("s-2", null, new AgentUpdatedStreamEvent(AGENT));
		assertThat(written()).hasSize(7).startsWith("earlier");
	}

	@Test
	void endOfARunFlushesTheFile() {
		EventLogSettings settings = EventLogSettings.of(this.directory.resolve("events.log"));
		try (EventLog log = new EventLog(new EventLogWriter(settings, CLOCK, Duration.ofDays(1)))) {
			play(log, "s-1", null, new AgentUpdatedStreamEvent(AGENT));
			await().untilAsserted(() -> assertThat(written()).hasSize(3));
		}
	}

	private void play(String session, @Nullable Throwable failure, StreamEvent... events) {
		try (EventLog log = new EventLog(EventLogSettings.of(this.directory.resolve("events.log")), CLOCK)) {
			play(log, session, failure, events);
		}
	}

	private static void play(EventLog log, String session, @Nullable Throwable failure, StreamEvent... events) {
		RunInfo run = new RunInfo("r", session, 2, "text");
		RunListener listener = log.open("agentRunner",
				RunRequest.of(Agent.builder("Vibe coder").model("gpt-5-mini").build(), "Explain"),
				"input contains 'explain'", CLOCK);
		for (int i = 0; i < events.length; i++) {
			listener.onEvent(new RunEvent(run, i + 1, 0, 3, events[i], Duration.ofMillis(5), TIME.plusMillis(7)));
		}
		listener.onEnd(run, failure);
	}

	private List<String> written() throws Exception {
		return Files.readAllLines(this.directory.resolve("events.log"));
	}

	private List<String> messages(Level level) {
		return this.appender.list.stream()
			.filter((event) -> event.getLevel() == level)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

}
