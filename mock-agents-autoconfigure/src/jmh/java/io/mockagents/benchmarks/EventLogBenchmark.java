package io.mockagents.benchmarks;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

import com.sun.management.OperatingSystemMXBean;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.ConversationJournal;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.mock.MockAgentRunner;
import io.mockagents.mock.MockAgents;
import io.mockagents.mock.MockSettings;
import io.mockagents.mock.RunPlanner;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScenarioSelector;
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

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Runs of the approved scenario without pauses, on several threads, with the log of
 * events on and off. The application log goes to a file, as Logback is set up by Spring
 * Boot.
 * <p>
 * The two take turns, batch by batch, so that a change of the machine's load hits both,
 * and the ratio of their times is printed, and how much each run logs.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 9, time = 5)
@Fork(value = 1, jvmArgs = "-Xmx512m")
@State(Scope.Thread)
public class EventLogBenchmark {

	private static final int BATCH = 100;

	/**
	 * Whether the runs are stored, on a server whose commits wait for the disk or do not.
	 */
	@Param({ "synchronous", "asynchronous", "none" })
	public String storage = "synchronous";

	@Param("4")
	public int threads = 4;

	private final String session = UUID.randomUUID().toString();

	private final ApprovedScenario scenario = new ApprovedScenario(SdkProfile.V0_2);

	private final List<Double> ratios = new ArrayList<>();

	private final List<Double> cpuRatios = new ArrayList<>();

	private Path directory;

	private EmbeddedPostgres server;

	private ConfigurableApplicationContext context;

	private MockAgents mockAgents;

	private RunPlanner planner;

	private AgentRunner runner;

	private ExecutorService executor;

	private int runs;

	private int pairs;

	private final Cost logged = new Cost();

	private final Cost silent = new Cost();

	@Setup
	public void start() throws IOException {
		this.directory = Files.createTempDirectory("event-log");
		this.executor = Executors.newFixedThreadPool(this.threads);
		Function<RunInfo, RunJournal> journals = (run) -> RunJournal.NONE;
		List<String> properties = new ArrayList<>(List.of("spring.main.banner-mode=off", "logging.threshold.console=off",
				"logging.file.name=" + this.directory.resolve("application.log")));
		if (!this.storage.equals("none")) {
			String commits = this.storage.equals("synchronous") ? "on" : "off";
			this.server = EmbeddedPostgres.builder()
				.setServerConfig("fsync", commits)
				.setServerConfig("synchronous_commit", commits)
				.setOutputRedirector(Redirect.DISCARD)
				.setErrorRedirector(Redirect.DISCARD)
				.start();
			properties.add("spring.datasource.url=" + this.server.getJdbcUrl("postgres", "postgres"));
			properties.add("mock-agents.conversation.enabled=true");
			this.context = start(StorageBenchmark.Application.class, properties);
			ConversationJournal journal = this.context.getBean(ConversationJournal.class);
			journals = journal::open;
		}
		else {
			this.context = start(EventLogBenchmark.class, properties);
		}
		ScenarioLibrary library = new ScenarioLoader(new PathMatchingResourcePatternResolver()).load(List.of());
		this.mockAgents = new MockAgents(MockSettings.DEFAULT.withoutDelays(), library);
		this.mockAgents.play("comment_addition_approved").always();
		this.planner = new RunPlanner(this.mockAgents, new ScenarioSelector(library), journals, List::of,
				this.directory.resolve("mock_events.log"), Pauses.REAL, null);
		this.runner = new MockAgentRunner("agentRunner", "", this.planner);
	}

	private static ConfigurableApplicationContext start(Class<?> application, List<String> properties) {
		return new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(properties.toArray(String[]::new))
			.run();
	}

	@TearDown(Level.Iteration)
	public void compare(IterationParams iteration) throws IOException {
		if (iteration.getType() == IterationType.MEASUREMENT) {
			this.ratios.add((double) this.logged.time / this.silent.time);
			this.cpuRatios.add((double) this.logged.cpuTime / this.silent.cpuTime);
			int runs = this.pairs * BATCH;
			System.out.printf(Locale.ROOT, "logged %s, silent %s; ", this.logged.perRun(runs), this.silent.perRun(runs));
		}
		this.logged.reset();
		this.silent.reset();
		this.pairs = 0;
	}

	@TearDown
	public void stop() throws IOException {
		System.out.println();
		print("time", this.ratios);
		print("time of all cores", this.cpuRatios);
		this.executor.shutdown();
		this.planner.close();
		this.context.close();
		try (Stream<Path> files = Files.list(this.directory)) {
			for (Path file : files.sorted().toList()) {
				System.out.println(file.getFileName() + ": " + Files.size(file) / 1024 + " KiB, "
						+ Files.size(file) / Math.max(1, this.runs / 2) + " bytes a logged run");
				Files.delete(file);
			}
		}
		Files.delete(this.directory);
		if (this.server != null) {
			this.server.close();
		}
	}

	private void print(String measure, List<Double> ratios) {
		ratios.sort(null);
		System.out.printf(Locale.ROOT, "Storage %s: ratio of %s %.3f (median), %.3f to %.3f%n", this.storage, measure,
				ratios.get(ratios.size() / 2), ratios.get(0), ratios.get(ratios.size() - 1));
	}

	/**
	 * Runs with the log of events, and as many without.
	 */
	@Benchmark
	public void loggedThenSilent(Blackhole blackhole) throws Exception {
		this.mockAgents.logging(true);
		this.logged.start();
		play(blackhole);
		this.logged.stop();
		this.mockAgents.logging(false);
		this.silent.start();
		play(blackhole);
		this.silent.stop();
		this.pairs++;
	}

	private void play(Blackhole blackhole) throws Exception {
		List<Future<?>> done = new ArrayList<>();
		for (int i = 0; i < BATCH; i++) {
			String run = this.session + this.runs++;
			done.add(this.executor.submit(() -> {
				try (EventStream events = this.runner.runStreamed(this.scenario.request(run)).streamEvents()) {
					for (StreamEvent event : events) {
						blackhole.consume(event);
					}
				}
			}));
		}
		for (Future<?> run : done) {
			run.get();
		}
	}

	/**
	 * The time that passed, and that of all cores that the process used. The second
	 * hardly depends on what else the machine does.
	 */
	private static final class Cost {

		private final OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean();

		private long time;

		private long cpuTime;

		void start() {
			this.time -= System.nanoTime();
			this.cpuTime -= this.process.getProcessCpuTime();
		}

		void stop() {
			this.time += System.nanoTime();
			this.cpuTime += this.process.getProcessCpuTime();
		}

		String perRun(int runs) {
			return String.format(Locale.ROOT, "%.0f us (%.0f us of all cores) a run", this.time / 1e3 / runs,
					this.cpuTime / 1e3 / runs);
		}

		void reset() {
			this.time = 0;
			this.cpuTime = 0;
		}

	}

}
