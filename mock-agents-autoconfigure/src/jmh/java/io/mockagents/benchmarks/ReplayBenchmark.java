package io.mockagents.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.ConversationJournal;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.replay.RecordingPlayer;
import io.mockagents.recording.session.SessionRecordingReader;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Reads a session of 100,000 rows: with plain JDBC, as runs, and as runs that are played.
 * The three take turns on one server, and their ratios are printed.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
@Fork(value = 1, jvmArgs = "-Xmx256m")
@State(Scope.Thread)
public class ReplayBenchmark {

	private static final int ROWS = 100_000;

	private static final String SESSION = "session";

	private static final String COLUMNS = "role, message_type, last_agent, tool_calls, tool_outputs, handoffs, "
			+ "stream_event_type, event_data, content, iteration, created_at, updated_at";

	private EmbeddedPostgres server;

	private ConfigurableApplicationContext context;

	private ConversationMessages messages;

	private Connection connection;

	@Setup
	public void store() throws IOException, SQLException {
		this.server = EmbeddedPostgres.builder()
			.setOutputRedirector(Redirect.DISCARD)
			.setErrorRedirector(Redirect.DISCARD)
			.start();
		String url = this.server.getJdbcUrl("postgres", "postgres");
		this.context = new SpringApplicationBuilder(StorageBenchmark.Application.class).web(WebApplicationType.NONE)
			.properties("spring.datasource.url=" + url, "mock-agents.conversation.enabled=true",
					"spring.main.banner-mode=off", "logging.level.root=warn")
			.run();
		this.messages = this.context.getBean(ConversationMessages.class);
		ConversationJournal journal = this.context.getBean(ConversationJournal.class);
		ApprovedScenario scenario = new ApprovedScenario(SdkProfile.V0_2);
		AgentRunner runner = new LoopAgentRunner((request) -> scenario.plan(request, journal, List.of()));
		try (EventStream events = runner.runStreamed(scenario.request(SESSION)).streamEvents()) {
			events.forEach((event) -> {
			});
		}
		this.connection = DriverManager.getConnection(url);
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("insert into conversation_messages (id, session_id, stream_sequence, " + COLUMNS
					+ ") select id || '-' || run, session_id, stream_sequence + 4 * run, " + COLUMNS
					+ " from conversation_messages, generate_series(1, " + (ROWS / 4 - 1) + ") run");
			statement.execute("analyze conversation_messages");
		}
		this.connection.setAutoCommit(false);
	}

	@Benchmark
	public long takeTurns() throws SQLException {
		long start = System.nanoTime();
		long plain = plain();
		long afterPlain = System.nanoTime();
		long read = read();
		long afterRead = System.nanoTime();
		long played = play();
		long end = System.nanoTime();
		if (plain != ROWS || played != ROWS || read != ROWS / 4) {
			throw new IllegalStateException(plain + " rows, " + read + " runs, " + played + " events");
		}
		double plainNanos = afterPlain - start;
		System.out.printf(Locale.ROOT,
				"%nplain JDBC %.0f rows/s; read as runs %.0f rows/s, %.2f times the time; played %.0f rows/s, %.2f times%n",
				ROWS * 1e9 / plainNanos, ROWS * 1e9 / (afterRead - afterPlain), (afterRead - afterPlain) / plainNanos,
				ROWS * 1e9 / (end - afterRead), (end - afterRead) / plainNanos);
		return played;
	}

	private long plain() throws SQLException {
		long rows = 0;
		try (PreparedStatement select = this.connection.prepareStatement("select id, session_id, stream_sequence, "
				+ COLUMNS + " from conversation_messages where session_id = ? order by stream_sequence")) {
			select.setFetchSize(500);
			select.setString(1, SESSION);
			try (ResultSet found = select.executeQuery()) {
				int columns = found.getMetaData().getColumnCount();
				while (found.next()) {
					for (int i = 1; i <= columns; i++) {
						found.getString(i);
					}
					rows++;
				}
			}
		}
		this.connection.rollback();
		return rows;
	}

	private long read() {
		long runs = 0;
		try (SessionRecordingReader reader = new SessionRecordingReader(this.messages, SESSION)) {
			for (RecordedRun run = reader.next(); run != null; run = reader.next()) {
				runs++;
			}
		}
		return runs;
	}

	private long play() {
		long events = 0;
		try (EventStream stream = new RecordingPlayer().play(new SessionRecordingReader(this.messages, SESSION))) {
			for (StreamEvent event : stream) {
				events += (event instanceof RawResponseEvent) ? 0 : 1;
			}
		}
		return events;
	}

	@TearDown
	public void stop() throws IOException, SQLException {
		this.connection.close();
		this.context.close();
		this.server.close();
	}

}
