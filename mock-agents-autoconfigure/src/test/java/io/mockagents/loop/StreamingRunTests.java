package io.mockagents.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.mockagents.agent.CancelMode;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.MaxTurnsExceededException;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunContext;
import io.mockagents.agent.RunItemEventName;
import io.mockagents.agent.RunItemStreamEvent;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.goldens.GoldenRun;
import io.mockagents.goldens.GoldenRecording;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * How the events of a run reach their consumer.
 */
class StreamingRunTests {

	private static final GoldenRecording APPROVED = GoldenRecording.of(SdkProfile.V0_2, "b_tool_approved");

	private static final Duration PAUSE = Duration.ofMillis(100);

	@Test
	void nothingHappensBeforeTheEventsAreAskedFor() {
		GoldenRun run = new GoldenRun(APPROVED);
		RunResultStreaming result = run.start();
		assertThat(run.requests()).isEmpty();
		assertThat(result.isComplete()).isFalse();
		assertThat(result.currentTurn()).isZero();
		assertThat(result.currentAgent().name()).isEqualTo("Vibecoder");
	}

	@Test
	void runIsPlannedOnceOnTheThreadThatAsksForItsEvents() {
		List<Thread> planned = new ArrayList<>();
		RunResultStreaming result = new GoldenRun(APPROVED, (plan) -> {
			planned.add(Thread.currentThread());
			return plan;
		}).start();
		result.currentAgent();
		assertThat(planned).isEmpty();
		List<Runnable> steps = new ArrayList<>();
		result.streamEvents((event) -> {
		}, steps::add);
		assertThat(planned).containsExactly(Thread.currentThread());
		steps.remove(0).run();
		assertThat(planned).hasSize(1);
	}

	@Test
	void contextThatWasTakenBeforeTheEventsKnowsTheRun() {
		RunResultStreaming result = new GoldenRun(APPROVED).start();
		RunContext context = result.contextWrapper();
		result.streamEvents().close();
		assertThat(context.runId()).isEqualTo("run");
	}

	@Test
	void runThatIsToEndAfterItsTurnBeforeItBeganTakesNone() {
		GoldenRun run = new GoldenRun(APPROVED);
		RunResultStreaming result = run.start();
		result.cancel(CancelMode.AFTER_TURN);
		assertThat(GoldenRun.lines(result)).hasSize(1);
		assertThat(run.requests()).isEmpty();
	}

	@Test
	void listenersOfAFailedPlanAreCalledAtItsEnd() {
		List<@Nullable Throwable> ends = new ArrayList<>();
		RuntimeException failure = new IllegalArgumentException("No such scenario");
		RunResultStreaming result = new LoopAgentRunner(
				(request) -> new RunPlan.Failed(RunInfo.of("run", request, null), List.of(endListener(ends)), failure))
			.runStreamed(new GoldenRun(APPROVED).request(0).build());
		EventStream events = result.streamEvents();
		assertThat(ends).isEmpty();
		assertThatIllegalArgumentException().isThrownBy(() -> events.iterator().hasNext()).isSameAs(failure);
		events.close();
		assertThat(ends).containsExactly(failure);
	}

	@Test
	void eventsAreMadeOnlyAsFarAsTheyAreAskedFor() {
		GoldenRun run = new GoldenRun(APPROVED);
		RunResultStreaming result = run.start();
		try (EventStream events = result.streamEvents()) {
			events.iterator().next();
			assertThat(run.requests()).isEmpty();
			events.iterator().next();
			assertThat(run.requests()).hasSize(1);
		}
	}

	@Test
	void eventsCanBeConsumedOnce() {
		RunResultStreaming result = new GoldenRun(APPROVED).start();
		result.streamEvents().close();
		assertThatIllegalStateException().isThrownBy(result::streamEvents).withMessageContaining("consumed once");
		assertThatIllegalStateException().isThrownBy(() -> result.streamEvents((event) -> {
		}, Runnable::run));
	}

	@Test
	void closingCancelsTheRun() {
		RunResultStreaming result = new GoldenRun(APPROVED).start();
		EventStream events = result.streamEvents();
		Iterator<StreamEvent> iterator = events.iterator();
		iterator.next();
		events.close();
		assertThat(iterator.hasNext()).isFalse();
		assertThat(result.isComplete()).isTrue();
		assertThat(result.finalOutput()).isNull();
	}

	@Test
	void closingTheJdkStreamCancelsTheRun() {
		RunResultStreaming result = new GoldenRun(APPROVED).start();
		try (Stream<StreamEvent> events = result.streamEvents().stream()) {
			assertThat(events.limit(3)).hasSize(3);
		}
		assertThat(result.isComplete()).isTrue();
		assertThat(result.newItems()).isEmpty();
	}

	@Test
	void cancellingAtOnceEndsQuietlyAndKeepsNothingOfTheTurn() {
		RunResultStreaming result = new GoldenRun(APPROVED).start();
		List<StreamEvent> events = consume(result, RunItemEventName.TOOL_CALLED, () -> result.cancel());
		assertThat(events.get(events.size() - 1)).isInstanceOf(RunItemStreamEvent.class);
		assertThat(itemNames(events)).containsExactly(RunItemEventName.TOOL_CALLED);
		assertThat(result.newItems()).isEmpty();
		assertThat(result.isComplete()).isTrue();
	}

	@Test
	void cancellingAfterTheTurnDeliversItsOutputAndTakesNoOther() {
		GoldenRun run = new GoldenRun(APPROVED);
		RunResultStreaming result = run.start();
		List<StreamEvent> events = consume(result, RunItemEventName.TOOL_CALLED,
				() -> result.cancel(CancelMode.AFTER_TURN));
		assertThat(itemNames(events)).containsExactly(RunItemEventName.TOOL_CALLED, RunItemEventName.TOOL_OUTPUT);
		assertThat(result.newItems()).hasSize(2);
		assertThat(run.requests()).hasSize(1);
		assertThat(result.isComplete()).isTrue();
	}

	@ParameterizedTest
	@EnumSource(CancelMode.class)
	void listenersHearThatARunWasCancelled(CancelMode mode) {
		List<String> heard = new ArrayList<>();
		RunResultStreaming result = new GoldenRun(APPROVED, (plan) -> listened(plan, ends(heard))).start();
		consume(result, RunItemEventName.TOOL_CALLED, () -> result.cancel(mode));
		assertThat(heard).containsExactly("cancelled", "ended");
	}

	@Test
	void listenersHearThatAStreamWasClosed() {
		List<String> heard = new ArrayList<>();
		try (EventStream events = new GoldenRun(APPROVED, (plan) -> listened(plan, ends(heard))).start()
			.streamEvents()) {
			events.iterator().next();
		}
		assertThat(heard).containsExactly("cancelled", "ended");
	}

	@Test
	void cancellingWhatHasEndedIsNotHeard() {
		List<String> heard = new ArrayList<>();
		RunResultStreaming result = new GoldenRun(APPROVED, (plan) -> listened(plan, ends(heard))).start();
		GoldenRun.lines(result);
		result.cancel();
		assertThat(heard).containsExactly("ended");
	}

	private static RunPlan.Ready listened(RunPlan.Ready plan, RunListener... listeners) {
		return new RunPlan.Ready(plan.info(), plan.model(), plan.profile(), plan.pacing(), plan.pauses(),
				plan.journal(), List.of(listeners), plan.toolExecutor(), plan.clock());
	}

	private static RunListener ends(List<String> heard) {
		return new RunListener() {

			@Override
			public void onEvent(RunEvent event) {
			}

			@Override
			public void onCancel(RunInfo run) {
				heard.add("cancelled");
			}

			@Override
			public void onEnd(RunInfo run, @Nullable Throwable failure) {
				heard.add("ended");
			}

		};
	}

	@Test
	void runOfTooManyTurnsFailsAfterTheEventsOfAllItsTurns() {
		GoldenRecording recording = GoldenRecording.of(SdkProfile.V0_2, "h_max_turns");
		RunResultStreaming result = new GoldenRun(recording).start();
		List<String> events = new ArrayList<>();
		assertThatExceptionOfType(MaxTurnsExceededException.class).isThrownBy(() -> {
			try (EventStream stream = result.streamEvents()) {
				stream.forEach((event) -> events.add(GoldenRun.line(event)));
			}
		})
			.withMessage("Max turns (2) exceeded")
			.satisfies((ex) -> assertThat(ex.runData()).isNotNull()
				.satisfies((data) -> assertThat(data.newItems()).hasSize(4)));
		assertThat(events).isEqualTo(recording.events(0));
		assertThat(result.isComplete()).isTrue();
		assertThat(result.currentTurn()).isEqualTo(3);
		assertThat(result.finalOutput()).isNull();
	}

	@Test
	void eventIsStoredThenAnnouncedThenConsumed() {
		List<String> order = new ArrayList<>();
		RunResultStreaming result = new GoldenRun(APPROVED, (plan) -> with(plan, (event) -> {
			order.add("stored " + event.type());
			return 7;
		}, listener((event) -> order.add("announced " + event.event().type() + " " + event.streamSequence())))).start();
		try (EventStream events = result.streamEvents()) {
			order.add("consumed " + events.iterator().next().type());
		}
		assertThat(order).containsExactly("stored agent_updated_stream_event", "announced agent_updated_stream_event 7",
				"consumed agent_updated_stream_event");
	}

	@Test
	void failureOfTheJournalFailsTheRunBeforeTheConsumerSeesTheEvent() {
		List<@Nullable Throwable> ends = new ArrayList<>();
		RuntimeException failure = new IllegalStateException("The database is away");
		RunResultStreaming result = new GoldenRun(APPROVED, (plan) -> with(plan, (event) -> {
			if (event instanceof RunItemStreamEvent) {
				throw failure;
			}
			return null;
		}, endListener(ends))).start();
		List<StreamEvent> consumed = new ArrayList<>();
		assertThatIllegalStateException().isThrownBy(() -> {
			try (EventStream events = result.streamEvents()) {
				events.forEach(consumed::add);
			}
		}).isSameAs(failure);
		assertThat(itemNames(consumed)).isEmpty();
		assertThat(ends).containsExactly(failure);
		assertThat(result.isComplete()).isTrue();
	}

	@Test
	void listenersAreNotifiedOnceOfTheEndOfTheRun() {
		List<@Nullable Throwable> ends = new ArrayList<>();
		RunResultStreaming result = new GoldenRun(APPROVED, (plan) -> with(plan, plan.journal(), endListener(ends)))
			.start();
		try (EventStream events = result.streamEvents()) {
			events.forEach((event) -> assertThat(ends).isEmpty());
			assertThat(ends).hasSize(1).containsOnlyNulls();
		}
		assertThat(ends).hasSize(1);
	}

	@Test
	void failureToPlanSurfacesFromTheStream() {
		RunResultStreaming result = new LoopAgentRunner((request) -> {
			throw new IllegalArgumentException("No such scenario");
		}).runStreamed(new GoldenRun(APPROVED).request(0).build());
		assertThat(result.isComplete()).isFalse();
		try (EventStream events = result.streamEvents()) {
			Iterator<StreamEvent> iterator = events.iterator();
			assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(iterator::hasNext)
				.withMessage("No such scenario");
			assertThat(iterator.hasNext()).isFalse();
		}
		assertThat(result.isComplete()).isTrue();
	}

	@Test
	void blockingRunReturnsTheSameResultAsTheStreamedOne() {
		RunResultStreaming streamed = new GoldenRun(APPROVED).start();
		GoldenRun.lines(streamed);
		RunResult blocking = new GoldenRun(APPROVED).runToEnd();
		assertThat(blocking.finalOutput()).isEqualTo("I added an explanatory comment.");
		assertThat(blocking.newItems()).isEqualTo(streamed.newItems());
		assertThat(blocking.contextWrapper().usage()).isEqualTo(streamed.contextWrapper().usage());
	}

	@Test
	void blockingFormSleepsThroughEachPause() {
		FakePauses pauses = new FakePauses();
		List<String> events = GoldenRun.lines(new GoldenRun(APPROVED, paced(pauses)).start());
		assertThat(pauses.slept).hasSize(events.size()).containsOnly(PAUSE);
		assertThat(pauses.scheduled).isEmpty();
	}

	@Test
	void asynchronousFormSchedulesEachPauseAndSleepsThroughNone() {
		FakePauses pauses = new FakePauses();
		List<String> events = new ArrayList<>();
		RunResultStreaming result = new GoldenRun(APPROVED, paced(pauses)).start();
		CompletableFuture<RunResultStreaming> done = result
			.streamEvents((event) -> events.add(GoldenRun.line(event)), Runnable::run)
			.toCompletableFuture();
		int steps = 0;
		while (!done.isDone()) {
			pauses.pass();
			steps++;
		}
		assertThat(events).isEqualTo(APPROVED.events(0));
		assertThat(steps).isEqualTo(events.size());
		assertThat(pauses.slept).isEmpty();
		assertThat(done).isCompletedWithValue(result);
	}

	@Test
	void cancellingCompletesAnAsynchronousRunWithoutWaitingForItsPause() {
		FakePauses pauses = new FakePauses();
		List<StreamEvent> events = new ArrayList<>();
		RunResultStreaming result = new GoldenRun(APPROVED, paced(pauses)).start();
		CompletableFuture<RunResultStreaming> done = result.streamEvents(events::add, Runnable::run)
			.toCompletableFuture();
		pauses.pass();
		assertThat(events).hasSize(1);
		result.cancel();
		assertThat(done).isCompletedWithValue(result);
		pauses.pass();
		assertThat(events).hasSize(1);
	}

	@Test
	void consumerThatThrowsCancelsAnAsynchronousRun() {
		RuntimeException failure = new IllegalStateException("The browser is gone");
		RunResultStreaming result = new GoldenRun(APPROVED).start();
		CompletableFuture<RunResultStreaming> done = result.streamEvents((event) -> {
			if (event instanceof RawResponseEvent) {
				throw failure;
			}
		}, Runnable::run).toCompletableFuture();
		assertThat(done).isCompletedExceptionally();
		assertThat(done.handle((value, ex) -> ex).join()).isSameAs(failure);
		assertThat(result.isComplete()).isTrue();
	}

	@Test
	void executorThatTakesNoMoreStepsFailsAnAsynchronousRun() {
		FakePauses pauses = new FakePauses();
		List<@Nullable Throwable> ends = new ArrayList<>();
		ExecutorService executor = new CallerRunsUntilShutdown();
		RunResultStreaming result = new GoldenRun(APPROVED,
				(plan) -> with(paced(pauses).apply(plan), plan.journal(), endListener(ends)))
			.start();
		CompletableFuture<RunResultStreaming> done = result.streamEvents((event) -> {
		}, executor).toCompletableFuture();
		executor.shutdown();
		pauses.pass();
		assertThat(done).isCompletedExceptionally();
		assertThat(ends).singleElement().isInstanceOf(RejectedExecutionException.class);
		assertThat(result.isComplete()).isTrue();
	}

	@Test
	void cancellingARunWhoseExecutorTakesNoMoreStepsEndsIt() {
		FakePauses pauses = new FakePauses();
		ExecutorService executor = new CallerRunsUntilShutdown();
		RunResultStreaming result = new GoldenRun(APPROVED, paced(pauses)).start();
		CompletableFuture<RunResultStreaming> done = result.streamEvents((event) -> {
		}, executor).toCompletableFuture();
		executor.shutdown();
		result.cancel();
		assertThat(done).isDone();
		assertThat(result.isComplete()).isTrue();
	}

	@Test
	void executorThatTakesNoStepAtAllFailsAnAsynchronousRun() {
		ExecutorService executor = new CallerRunsUntilShutdown();
		executor.shutdown();
		RunResultStreaming result = new GoldenRun(APPROVED).start();
		assertThat(result.streamEvents((event) -> {
		}, executor).toCompletableFuture()).isCompletedExceptionally();
		assertThat(result.isComplete()).isTrue();
	}

	@Test
	void allListenersAreNotifiedOfTheEndThoughOneFails() {
		List<@Nullable Throwable> ends = new ArrayList<>();
		RuntimeException failure = new IllegalStateException("no");
		RunListener failing = new RunListener() {

			@Override
			public void onEvent(RunEvent event) {
			}

			@Override
			public void onEnd(RunInfo run, @Nullable Throwable cause) {
				throw failure;
			}

		};
		RunResultStreaming result = new GoldenRun(APPROVED, (plan) -> listened(plan, failing, endListener(ends)))
			.start();
		assertThatIllegalStateException().isThrownBy(() -> GoldenRun.lines(result)).isSameAs(failure);
		assertThat(ends).hasSize(1);
	}

	@Test
	void interruptionEndsAPausingRunAndKeepsTheFlag() {
		RunResultStreaming result = new GoldenRun(APPROVED, paced(Pauses.REAL)).start();
		try (EventStream events = result.streamEvents()) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> events.iterator().hasNext());
			assertThat(Thread.interrupted()).isTrue();
		}
		assertThat(result.isComplete()).isTrue();
	}

	@Test
	void cancellingWakesARunThatPauses() throws Exception {
		RunResultStreaming result = new GoldenRun(APPROVED,
				(plan) -> new RunPlan.Ready(plan.info(), plan.model(), plan.profile(),
						(event, scripted) -> Duration.ofHours(1), Pauses.REAL, plan.journal(), plan.listeners(),
						plan.toolExecutor(), plan.clock()))
			.start();
		CompletableFuture<List<String>> lines = CompletableFuture.supplyAsync(() -> GoldenRun.lines(result));
		result.cancel();
		assertThat(lines.get()).isEmpty();
	}

	private static List<StreamEvent> consume(RunResultStreaming result, RunItemEventName name, Runnable action) {
		List<StreamEvent> consumed = new ArrayList<>();
		try (EventStream events = result.streamEvents()) {
			for (StreamEvent event : events) {
				consumed.add(event);
				if (event instanceof RunItemStreamEvent itemEvent && itemEvent.name() == name) {
					action.run();
				}
			}
		}
		return consumed;
	}

	private static List<RunItemEventName> itemNames(List<StreamEvent> events) {
		return events.stream()
			.filter(RunItemStreamEvent.class::isInstance)
			.map((event) -> ((RunItemStreamEvent) event).name())
			.toList();
	}

	private static RunPlan.Ready with(RunPlan.Ready plan, RunJournal journal, RunListener listener) {
		return new RunPlan.Ready(plan.info(), plan.model(), plan.profile(), plan.pacing(), plan.pauses(), journal,
				List.of(listener), plan.toolExecutor(), plan.clock());
	}

	private static UnaryOperator<RunPlan.Ready> paced(Pauses pauses) {
		return (plan) -> new RunPlan.Ready(plan.info(), plan.model(), plan.profile(), (event, scripted) -> PAUSE,
				pauses, plan.journal(), plan.listeners(), plan.toolExecutor(), plan.clock());
	}

	private static RunListener listener(Consumer<RunEvent> consumer) {
		return consumer::accept;
	}

	private static RunListener endListener(List<@Nullable Throwable> ends) {
		return new RunListener() {

			@Override
			public void onEvent(RunEvent event) {
			}

			@Override
			public void onEnd(RunInfo run, @Nullable Throwable failure) {
				ends.add(failure);
			}

		};
	}

	/**
	 * Runs what it is given at once, until it is shut down.
	 */
	private static final class CallerRunsUntilShutdown extends AbstractExecutorService {

		private boolean shutdown;

		@Override
		public void execute(Runnable task) {
			if (this.shutdown) {
				throw new RejectedExecutionException("shut down");
			}
			task.run();
		}

		@Override
		public void shutdown() {
			this.shutdown = true;
		}

		@Override
		public List<Runnable> shutdownNow() {
			this.shutdown = true;
			return List.of();
		}

		@Override
		public boolean isShutdown() {
			return this.shutdown;
		}

		@Override
		public boolean isTerminated() {
			return this.shutdown;
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			return true;
		}

	}

	/**
	 * Pauses that pass when a test says so.
	 */
	private static final class FakePauses implements Pauses {

		private final List<Duration> slept = new ArrayList<>();

		private final Queue<Runnable> scheduled = new ArrayDeque<>();

		@Override
		public void sleep(Duration pause, CountDownLatch cancelled) {
			this.slept.add(pause);
		}

		@Override
		public void schedule(Duration pause, Runnable step) {
			assertThat(pause).isEqualTo(PAUSE);
			this.scheduled.add(step);
		}

		void pass() {
			this.scheduled.remove().run();
		}

	}

}
