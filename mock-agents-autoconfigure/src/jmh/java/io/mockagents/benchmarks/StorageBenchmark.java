package io.mockagents.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.StreamEvent;
import io.mockagents.autoconfigure.ConversationAutoConfiguration;
import io.mockagents.conversation.ConversationJournal;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.model.SdkProfile;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Stores runs of the approved scenario row by row through the journal of an application
 * with Spring Boot's defaults, and inserts the same rows with plain JDBC: one connection
 * that commits each row at once, one prepared statement that stays open, texts of JSON
 * that are already written.
 * <p>
 * Both take turns on one server, so that a change of the machine's load hits both, and
 * the ratio of their times is printed.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(value = 1, jvmArgs = "-Xmx512m")
@State(Scope.Thread)
public class StorageBenchmark {

	/**
	 * Whether a commit waits until it is on the disk: {@code fsync} and
	 * {@code synchronous_commit} of the server.
	 */
	@Param({ "on", "off" })
	public String commits = "on";

	private static final List<String> JSON_COLUMNS = List.of("tool_calls", "tool_outputs", "handoffs", "event_data");

	private static final List<String> COLUMNS = List.of("id", "session_id", "role", "message_type", "last_agent",
			"tool_calls", "tool_outputs", "handoffs", "stream_event_type", "stream_sequence", "event_data", "content",
			"iteration", "created_at", "updated_at");

	private static final int ID = COLUMNS.indexOf("id");

	private static final int SESSION_ID = COLUMNS.indexOf("session_id");

	private final String session = UUID.randomUUID().toString();

	private final ApprovedScenario scenario = new ApprovedScenario(SdkProfile.V0_2);

	private final List<Object[]> rows = new ArrayList<>();

	private final List<Double> ratios = new ArrayList<>();

	private EmbeddedPostgres server;

	private ConfigurableApplicationContext context;

	private AgentRunner runner;

	private Connection connection;

	private PreparedStatement insert;

	private int runs;

	private int pairs;

	private long journalNanos;

	private long plainNanos;

	@Setup
	public void start() throws IOException, SQLException {
		this.server = EmbeddedPostgres.builder()
			.setServerConfig("fsync", this.commits)
			.setServerConfig("synchronous_commit", this.commits)
			.setOutputRedirector(Redirect.DISCARD)
			.setErrorRedirector(Redirect.DISCARD)
			.start();
		String url = this.server.getJdbcUrl("postgres", "postgres");
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("spring.datasource.url=" + url, "mock-agents.conversation.enabled=true",
					"spring.main.banner-mode=off", "logging.level.root=warn")
			.run();
		ConversationJournal journal = this.context.getBean(ConversationJournal.class);
		this.runner = new LoopAgentRunner((request) -> this.scenario.plan(request, journal, List.of()));
		this.connection = DriverManager.getConnection(url);
		this.insert = this.connection.prepareStatement("insert into conversation_messages ("
				+ String.join(", ", COLUMNS) + ") values ("
				+ String.join(", ",
						COLUMNS.stream().map((column) -> JSON_COLUMNS.contains(column) ? "cast(? as json)" : "?").toList())
				+ ")");
		readRows();
		printSettings();
	}

	private void printSettings() throws SQLException {
		System.out.println();
		try (Statement statement = this.connection.createStatement()) {
			for (String setting : List.of("server_version", "fsync", "synchronous_commit", "full_page_writes",
					"wal_sync_method", "shared_buffers")) {
				try (ResultSet value = statement.executeQuery("show " + setting)) {
					value.next();
					System.out.println(setting + " = " + value.getString(1));
				}
			}
		}
		System.out.println(this.rows.size() + " rows a run");
	}

	/**
	 * Read the rows of one run as the journal stores them.
	 */
	private void readRows() throws SQLException {
		store("sample", null);
		try (PreparedStatement select = this.connection.prepareStatement("select " + String.join(", ", COLUMNS)
				+ " from conversation_messages where session_id = ? order by stream_sequence")) {
			select.setString(1, this.session + "sample");
			try (ResultSet found = select.executeQuery()) {
				while (found.next()) {
					Object[] row = new Object[COLUMNS.size()];
					for (int i = 0; i < row.length; i++) {
						row[i] = JSON_COLUMNS.contains(COLUMNS.get(i)) ? found.getString(i + 1) : found.getObject(i + 1);
					}
					this.rows.add(row);
				}
			}
		}
		if (this.rows.isEmpty()) {
			throw new IllegalStateException("The journal stored nothing");
		}
	}

	@Setup(Level.Iteration)
	public void empty() throws SQLException {
		try (Statement statement = this.connection.createStatement()) {
			statement.execute("truncate conversation_messages");
			statement.execute("checkpoint");
		}
	}

	@TearDown(Level.Iteration)
	public void compare(IterationParams iteration) {
		if (iteration.getType() == IterationType.MEASUREMENT) {
			double ratio = (double) this.journalNanos / this.plainNanos;
			this.ratios.add(ratio);
			System.out.printf(Locale.ROOT, "journal %.0f us, plain JDBC %.0f us a run, ratio %.2f; ",
					this.journalNanos / 1e3 / this.pairs, this.plainNanos / 1e3 / this.pairs, ratio);
		}
		this.journalNanos = 0;
		this.plainNanos = 0;
		this.pairs = 0;
	}

	@TearDown
	public void stop() throws IOException, SQLException {
		this.ratios.sort(null);
		System.out.printf(Locale.ROOT, "%nCommits %s: ratio %.2f (median), %.2f to %.2f%n", this.commits,
				this.ratios.get(this.ratios.size() / 2), this.ratios.get(0), this.ratios.get(this.ratios.size() - 1));
		this.connection.close();
		this.context.close();
		this.server.close();
	}

	/**
	 * A run whose rows are stored through the journal, and the rows of a run inserted
	 * with plain JDBC.
	 */
	@Benchmark
	public void journalThenPlain(Blackhole blackhole) throws SQLException {
		long started = System.nanoTime();
		store(String.valueOf(this.runs++), blackhole);
		long stored = System.nanoTime();
		insert(String.valueOf(this.runs++));
		this.journalNanos += stored - started;
		this.plainNanos += System.nanoTime() - stored;
		this.pairs++;
	}

	private void store(String run, Blackhole blackhole) {
		try (EventStream events = this.runner.runStreamed(this.scenario.request(this.session + run)).streamEvents()) {
			for (StreamEvent event : events) {
				if (blackhole != null) {
					blackhole.consume(event);
				}
			}
		}
	}

	private void insert(String name) throws SQLException {
		String run = this.session + name;
		int sequence = 1;
		for (Object[] row : this.rows) {
			for (int i = 0; i < row.length; i++) {
				if (i == ID) {
					this.insert.setString(i + 1, run + "_event_" + sequence++);
				}
				else if (i == SESSION_ID) {
					this.insert.setString(i + 1, run);
				}
				else if (row[i] instanceof Integer value) {
					this.insert.setInt(i + 1, value);
				}
				else if (row[i] instanceof String || row[i] == null) {
					this.insert.setString(i + 1, (String) row[i]);
				}
				else {
					this.insert.setObject(i + 1, row[i]);
				}
			}
			this.insert.executeUpdate();
		}
	}

	/**
	 * An application that stores conversations.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceInitializationAutoConfiguration.class,
			HibernateJpaAutoConfiguration.class, DataJpaRepositoriesAutoConfiguration.class,
			TransactionAutoConfiguration.class, ConversationAutoConfiguration.class })
	static class Application {

	}

}
