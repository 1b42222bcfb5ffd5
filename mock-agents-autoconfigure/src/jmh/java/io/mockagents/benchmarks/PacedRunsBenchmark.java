package io.mockagents.benchmarks;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

import com.sun.management.GarbageCollectionNotificationInfo;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.model.SdkProfile;

/**
 * Starts many paced runs at once in the asynchronous form and prints what they needed:
 * heap, threads, and by how much their pauses were longer than asked. A program and no
 * JMH benchmark, as one round takes as long as the pauses of one run.
 */
public final class PacedRunsBenchmark {

	private static final int WARM_UP_RUNS = 5_000;

	private static final Duration BASE = Duration.ofMillis(100);

	private static final Duration RANGE = Duration.ofMillis(50);

	private final ApprovedScenario scenario = new ApprovedScenario(SdkProfile.V0_2);

	private final LongAdder events = new LongAdder();

	/** The sum of the pauses of the run that pauses longest, in nanoseconds. */
	private final AtomicLong longest = new AtomicLong();

	private PacedRunsBenchmark() {
	}

	/**
	 * Run it.
	 * @param args the number of runs, 10000 by default
	 */
	public static void main(String... args) {
		new PacedRunsBenchmark().measure((args.length > 0) ? Integer.parseInt(args[0]) : 10_000);
	}

	private void measure(int runs) {
		ExecutorService executor = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
		try {
			play("warm", WARM_UP_RUNS, () -> Pacing.NONE, Pauses.REAL, executor);
			this.events.reset();
			SplittableRandom random = new SplittableRandom(1);
			MeasuredPauses pauses = new MeasuredPauses();
			Heap heap = new Heap();
			long started = System.nanoTime();
			play("paced", runs, () -> pacing(random.split()), pauses, executor);
			long taken = System.nanoTime() - started;
			print(runs, taken, pauses, heap);
		}
		finally {
			executor.shutdown();
		}
	}

	private Pacing pacing(SplittableRandom random) {
		long least = BASE.minus(RANGE).toNanos();
		long most = BASE.plus(RANGE).toNanos();
		return new Pacing() {

			private long total;

			@Override
			public Duration pause(StreamEvent event, Duration scripted) {
				long pause = random.nextLong(least, most + 1);
				this.total += pause;
				PacedRunsBenchmark.this.longest.accumulateAndGet(this.total, Math::max);
				return Duration.ofNanos(pause);
			}

		};
	}

	private void play(String name, int runs, Supplier<Pacing> pacing, Pauses pauses, Executor executor) {
		AgentRunner runner = new LoopAgentRunner((request) -> this.scenario.plan(request, pacing.get(), pauses,
				ApprovedScenario.NO_JOURNAL, List.of()));
		List<CompletableFuture<?>> running = new ArrayList<>(runs);
		for (int i = 0; i < runs; i++) {
			running.add(runner.runStreamed(this.scenario.request(name + i))
				.streamEvents((event) -> this.events.increment(), executor)
				.toCompletableFuture());
		}
		CompletableFuture.allOf(running.toArray(CompletableFuture[]::new)).join();
	}

	private void print(int runs, long taken, MeasuredPauses pauses, Heap heap) {
		System.out.printf("%d runs at once, %d events, maximal heap %d MiB%n", runs, this.events.sum(),
				Runtime.getRuntime().maxMemory() >> 20);
		System.out.printf("wall time             %.1f s, pauses of the longest run %.1f s%n", taken / 1e9,
				this.longest.get() / 1e9);
		System.out.printf("heap after collection %d MiB at most%n", heap.live.get() >> 20);
		System.out.printf("threads               %d at most%n",
				ManagementFactory.getThreadMXBean().getPeakThreadCount());
		System.out.printf("pacing error          %s%n", pauses.all);
		System.out.printf("  in the first second %s%n", pauses.first);
		System.out.printf("  after it            %s%n", pauses.rest);
	}

	/**
	 * Real pauses that note by how much each was too long: from the moment it is asked
	 * for to the moment its step is handed to the executor.
	 */
	private static final class MeasuredPauses implements Pauses {

		private final long started = System.nanoTime();

		private final Errors first = new Errors();

		private final Errors rest = new Errors();

		private final Errors all = new Errors();

		@Override
		public void sleep(Duration pause, CountDownLatch cancelled) {
			throw new UnsupportedOperationException();
		}

		@Override
		public void schedule(Duration pause, Runnable step) {
			long due = System.nanoTime() + pause.toNanos();
			REAL.schedule(pause, () -> {
				long now = System.nanoTime();
				this.all.add(now - due);
				((now - this.started < 1_000_000_000L) ? this.first : this.rest).add(now - due);
				step.run();
			});
		}

	}

	/**
	 * How often pauses were too long by how much.
	 */
	private static final class Errors {

		private static final int NANOS_PER_SLOT = 10_000;

		/** The number of pauses by error, up to two seconds. */
		private final AtomicIntegerArray counts = new AtomicIntegerArray(200_000);

		void add(long nanos) {
			long slot = nanos / NANOS_PER_SLOT;
			this.counts.incrementAndGet((int) Math.max(0, Math.min(this.counts.length() - 1, slot)));
		}

		/**
		 * Return the error that the given share of the pauses does not exceed, in
		 * milliseconds.
		 */
		private double quantile(double share) {
			long count = 0;
			for (int i = 0; i < this.counts.length(); i++) {
				count += this.counts.get(i);
			}
			long left = (long) Math.ceil(count * share);
			int slot = -1;
			while (left > 0) {
				left -= this.counts.get(++slot);
			}
			return (slot + 1) * NANOS_PER_SLOT / 1e6;
		}

		@Override
		public String toString() {
			return String.format(Locale.ROOT, "p50 %.2f ms, p99 %.2f ms, max %.2f ms", quantile(0.5), quantile(0.99),
					quantile(1));
		}

	}

	/**
	 * Observes the heap.
	 */
	private static final class Heap {

		/** What was left after the collection that left most, in bytes. */
		private final AtomicLong live = new AtomicLong();

		Heap() {
			System.gc();
			for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
				((NotificationEmitter) collector).addNotificationListener((notification, handback) -> {
					if (notification.getUserData() instanceof CompositeData data) {
						collected(GarbageCollectionNotificationInfo.from(data));
					}
				}, null, null);
			}
			ManagementFactory.getThreadMXBean().resetPeakThreadCount();
		}

		private void collected(GarbageCollectionNotificationInfo info) {
			Map<String, MemoryUsage> after = info.getGcInfo().getMemoryUsageAfterGc();
			long used = heapPools().stream().mapToLong((pool) -> after.get(pool.getName()).getUsed()).sum();
			this.live.accumulateAndGet(used, Math::max);
		}

		private static List<MemoryPoolMXBean> heapPools() {
			return ManagementFactory.getMemoryPoolMXBeans()
				.stream()
				.filter((pool) -> pool.getType() == MemoryType.HEAP)
				.toList();
		}

	}

}
