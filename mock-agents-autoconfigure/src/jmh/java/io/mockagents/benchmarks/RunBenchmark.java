package io.mockagents.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.StreamEvent;
import io.mockagents.conversation.StreamEventPublisher;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.RunListener;
import io.mockagents.model.SdkProfile;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.springframework.context.support.GenericApplicationContext;

/**
 * Runs of the approved scenario, one after the other, without pauses and without storage.
 * With one thread and the serial collector, the score is that of one core, provided that
 * the thread gets it: see {@code cores}.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 3, jvmArgs = { "-Xms512m", "-Xmx512m", "-XX:+UseSerialGC" })
@State(Scope.Thread)
public class RunBenchmark {

	@Param({ "V0_2", "V0_22", "V0_24" })
	public SdkProfile profile = SdkProfile.V0_2;

	private final GenericApplicationContext context = new GenericApplicationContext();

	private AgentRunner silent;

	private AgentRunner published;

	private ApprovedScenario scenario;

	private int runs;

	@Setup
	public void start() {
		this.context.refresh();
		this.scenario = new ApprovedScenario(this.profile);
		this.silent = runner(List.of());
		this.published = runner(List.of(new StreamEventPublisher(this.context)));
	}

	private AgentRunner runner(List<RunListener> listeners) {
		return new LoopAgentRunner(
				(request) -> this.scenario.plan(request, ApprovedScenario.NO_JOURNAL, listeners));
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	/**
	 * Nobody but the consumer sees the events.
	 */
	@Benchmark
	public void streamed(Count count, Blackhole blackhole) {
		consume(this.silent, count, blackhole);
	}

	/**
	 * The events are published in an application context in which nobody listens.
	 */
	@Benchmark
	public void published(Count count, Blackhole blackhole) {
		consume(this.published, count, blackhole);
	}

	private void consume(AgentRunner runner, Count count, Blackhole blackhole) {
		try (EventStream events = runner.runStreamed(this.scenario.request("run" + this.runs++)).streamEvents()) {
			for (StreamEvent event : events) {
				blackhole.consume(event);
				count.events++;
			}
		}
	}

	/**
	 * Counts beside the runs: the events, and the share of a core that the thread got. On
	 * a machine that does other things too, runs per core are runs through that share.
	 */
	@AuxCounters
	@State(Scope.Thread)
	public static class Count {

		public long events;

		private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

		private long cpuTime;

		@Setup(Level.Iteration)
		public void start() {
			this.cpuTime = this.threads.getCurrentThreadCpuTime();
		}

		public double cores() {
			return (this.threads.getCurrentThreadCpuTime() - this.cpuTime) / 1e9;
		}

	}

}
