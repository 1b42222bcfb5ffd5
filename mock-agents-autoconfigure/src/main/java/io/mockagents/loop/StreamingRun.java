package io.mockagents.loop;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.CancelMode;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.model.DelayedFailureException;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * A run and its stream: pulls events from the {@link RunLoop}, lets their pauses pass,
 * and delivers them to the journal, the listeners and the consumer, in this order.
 */
final class StreamingRun extends ForwardedResult implements RunResultStreaming {

	private final RunRequest request;

	private final Function<RunRequest, ? extends RunPlan> planner;

	private final boolean streamed;

	private final RunProgress state;

	private final RunCancellation cancellation = new RunCancellation();

	private final AtomicBoolean asked = new AtomicBoolean();

	private volatile Stage stage;

	private long events;

	private boolean ended;

	StreamingRun(RunRequest request, Function<RunRequest, ? extends RunPlan> planner, boolean streamed) {
		this(request, planner, streamed, unplanned(request));
	}

	private StreamingRun(RunRequest request, Function<RunRequest, ? extends RunPlan> planner, boolean streamed,
			RunProgress state) {
		super(state);
		this.request = request;
		this.planner = planner;
		this.streamed = streamed;
		this.state = state;
		this.stage = new Failing(
				RunPlan.failed(request, new IllegalStateException("The events of the run were not requested")));
	}

	private static RunProgress unplanned(RunRequest request) {
		RunInfo info = RunInfo.of("", request, null);
		return (request.input() instanceof RunInput.Resumption resumption
				&& resumption.state() instanceof InterruptedRun interrupted)
						? new RunProgress(request, info, interrupted.progress())
						: new RunProgress(request, info, SdkShape.of(SdkProfile.V0_2));
	}

	RunResult result() {
		return this.state;
	}

	@Override
	public EventStream streamEvents() {
		begin();
		return new BlockingEventStream();
	}

	@Override
	public CompletionStage<RunResultStreaming> streamEvents(Consumer<? super StreamEvent> consumer, Executor executor) {
		begin();
		AsynchronousDelivery delivery = new AsynchronousDelivery(consumer, executor);
		delivery.execute(delivery::run);
		return delivery.done;
	}

	/**
	 * Plan the run, which happens once, when its events are asked for.
	 */
	private void begin() {
		if (!this.asked.compareAndSet(false, true)) {
			throw new IllegalStateException(
					"The events of a run can be consumed once, and they were requested already. Start another run.");
		}
		try {
			RunPlan plan = this.planner.apply(this.request);
			this.stage = (plan instanceof RunPlan.Failed failed) ? new Failing(failed) : playing((RunPlan.Ready) plan);
		}
		catch (RuntimeException ex) {
			this.stage = new Failing(RunPlan.failed(this.request, ex));
		}
		CancelMode mode = this.cancellation.mode();
		if (mode != null) {
			this.stage.cancel(mode);
		}
	}

	private Playing playing(RunPlan.Ready plan) {
		if (this.request.input() instanceof RunInput.Resumption resumption) {
			InterruptedRun interrupted = InterruptedRun.of(resumption.state());
			interrupted.claim();
			this.state.planned(plan.info());
			return new Playing(plan.withModel(plan.model().resuming(interrupted.model())), interrupted);
		}
		this.state.planned(plan.info(), SdkShape.of(plan.profile()));
		return new Playing(plan, null);
	}

	@Override
	public void cancel(CancelMode mode) {
		if (mode == CancelMode.IMMEDIATE) {
			this.state.complete = true;
		}
		this.cancellation.cancel(mode);
		this.stage.cancel(mode);
		if (mode == CancelMode.IMMEDIATE) {
			this.cancellation.wake();
		}
	}

	private boolean isCancelled() {
		return this.cancellation.isImmediate();
	}

	private StreamEvent deliver(PacedEvent paced) {
		RunPlan.Ready plan = paced.plan();
		StreamEvent streamEvent = paced.eventOrFail();
		Integer sequence = plan.journal().append(streamEvent);
		this.events++;
		List<RunListener> listeners = plan.listeners();
		if (listeners.isEmpty()) {
			return streamEvent;
		}
		RunEvent event = new RunEvent(plan.info(), this.events, this.state.currentTurn, sequence, streamEvent,
				paced.pause(), plan.clock().instant());
		for (int i = 0; i < listeners.size(); i++) {
			listeners.get(i).onEvent(event);
		}
		return streamEvent;
	}

	/**
	 * End the run, once. Its listeners are called however it ended.
	 * @param failure what ended it, or {@code null}
	 */
	private void end(@Nullable Throwable failure) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		this.state.complete = true;
		Stage stage = this.stage;
		stage.close();
		if (failure instanceof AgentsException exception && this.events > 0) {
			exception.attachRunData(this.state.errorDetails());
		}
		notifyEnd(stage.plan(), failure,
				(failure == null) ? isCancelled() || stage.endedBeforeTurn() : isCancellation(failure));
	}

	private static boolean isCancellation(Throwable failure) {
		return failure instanceof CancellationException || Thread.currentThread().isInterrupted();
	}

	private static void notifyEnd(RunPlan plan, @Nullable Throwable failure, boolean cancelled) {
		RuntimeException listenerFailure = null;
		for (RunListener listener : plan.listeners()) {
			try {
				if (cancelled) {
					listener.onCancel(plan.info());
				}
				listener.onEnd(plan.info(), failure);
			}
			catch (RuntimeException ex) {
				if (failure != null) {
					failure.addSuppressed(ex);
				}
				else if (listenerFailure != null) {
					listenerFailure.addSuppressed(ex);
				}
				else {
					listenerFailure = ex;
				}
			}
		}
		if (listenerFailure != null) {
			throw listenerFailure;
		}
	}

	@Override
	public Agent currentAgent() {
		return this.state.currentAgent;
	}

	@Override
	public int currentTurn() {
		return this.state.currentTurn;
	}

	@Override
	public int maxTurns() {
		return this.request.maxTurns();
	}

	@Override
	public boolean isComplete() {
		return this.state.complete;
	}

	@Override
	public String toString() {
		return this.state.describe(
				"RunResultStreaming:\n- Current agent: " + currentAgent() + "\n- Current turn: " + currentTurn()
						+ "\n- Max turns: " + maxTurns() + "\n- Is complete: " + (isComplete() ? "True" : "False"),
				"RunResultStreaming");
	}

	/**
	 * Called when the events of the run are requested.
	 */
	private interface Stage {

		RunPlan plan();

		/**
		 * Make the next event, with the pause that precedes it.
		 * @return the event or a failure, or {@code null} at the end of the run
		 */
		@Nullable PacedEvent pull();

		void cancel(CancelMode mode);

		boolean endedBeforeTurn();

		void close();

	}

	/**
	 * The run fails before its first event.
	 */
	private record Failing(RunPlan.Failed plan) implements Stage {

		@Override
		public PacedEvent pull() {
			throw this.plan.failure();
		}

		@Override
		public void cancel(CancelMode mode) {
		}

		@Override
		public boolean endedBeforeTurn() {
			return false;
		}

		@Override
		public void close() {
		}

	}

	/**
	 * The loop makes the events of the run.
	 */
	private final class Playing implements Stage {

		private final RunPlan.Ready plan;

		private final RunLoop loop;

		Playing(RunPlan.Ready plan, @Nullable InterruptedRun interrupted) {
			this.plan = plan;
			this.loop = new RunLoop(StreamingRun.this.request, plan, StreamingRun.this.state,
					StreamingRun.this.streamed, interrupted);
		}

		@Override
		public RunPlan plan() {
			return this.plan;
		}

		@Override
		public @Nullable PacedEvent pull() {
			if (StreamingRun.this.ended || isCancelled()) {
				return null;
			}
			Pacing pacing = this.plan.pacing();
			try {
				RunLoop.Step step = this.loop.next();
				return (step != null)
						? new PacedEvent(this.plan, step.event(), null, pacing.pause(step.event(), step.pause()))
						: null;
			}
			catch (DelayedFailureException ex) {
				return new PacedEvent(this.plan, null, ex.failure(), pacing.pauseBeforeFailure(ex.pause()));
			}
			catch (CancellationException ex) {
				if (isCancelled()) {
					return null;
				}
				throw ex;
			}
		}

		@Override
		public void cancel(CancelMode mode) {
			this.loop.cancel(mode);
		}

		@Override
		public boolean endedBeforeTurn() {
			return this.loop.endedBeforeTurn();
		}

		@Override
		public void close() {
			this.loop.close();
		}

	}

	/**
	 * An event, or the failure that comes in its place.
	 */
	private record PacedEvent(RunPlan.Ready plan, @Nullable StreamEvent event, @Nullable RuntimeException failure,
			Duration pause) {

		StreamEvent eventOrFail() {
			if (this.event == null) {
				throw (this.failure != null) ? this.failure : new IllegalStateException("Neither event nor failure");
			}
			return this.event;
		}

		boolean hasPause() {
			return this.pause.compareTo(Duration.ZERO) > 0;
		}

	}

	/**
	 * The blocking form: everything happens on the thread that pulls.
	 */
	private final class BlockingEventStream implements EventStream, Iterator<StreamEvent> {

		private @Nullable StreamEvent next;

		@Override
		public Iterator<StreamEvent> iterator() {
			return this;
		}

		@Override
		public boolean hasNext() {
			if (this.next == null) {
				this.next = advance();
			}
			return this.next != null;
		}

		@Override
		public StreamEvent next() {
			if (!hasNext()) {
				throw new NoSuchElementException("The run has ended");
			}
			StreamEvent event = this.next;
			this.next = null;
			if (event == null) {
				throw new NoSuchElementException("The run has ended");
			}
			return event;
		}

		private @Nullable StreamEvent advance() {
			if (StreamingRun.this.ended) {
				return null;
			}
			try {
				PacedEvent paced = StreamingRun.this.stage.pull();
				if (paced != null && paced.hasPause()) {
					sleep(paced);
				}
				if (paced == null || isCancelled()) {
					end(null);
					return null;
				}
				return deliver(paced);
			}
			catch (RuntimeException | Error ex) {
				end(ex);
				throw ex;
			}
		}

		private void sleep(PacedEvent paced) {
			try {
				StreamingRun.this.cancellation.sleep(paced.plan().pauses(), paced.pause());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				cancel();
				throw (CancellationException) new CancellationException(
						"The thread was interrupted while the run paused")
					.initCause(ex);
			}
		}

		@Override
		public void close() {
			if (!StreamingRun.this.ended) {
				cancel();
				end(null);
			}
		}

	}

	/**
	 * The asynchronous form: steps on an executor, and no thread held through a pause.
	 */
	private final class AsynchronousDelivery {

		private final Consumer<? super StreamEvent> consumer;

		private final Executor executor;

		private final CompletableFuture<RunResultStreaming> done = new CompletableFuture<>();

		AsynchronousDelivery(Consumer<? super StreamEvent> consumer, Executor executor) {
			this.consumer = consumer;
			this.executor = executor;
		}

		private void run() {
			try {
				PacedEvent paced = StreamingRun.this.stage.pull();
				while (paced != null && !paced.hasPause() && !isCancelled()) {
					accept(paced);
					paced = StreamingRun.this.stage.pull();
				}
				if (paced == null || isCancelled()) {
					finish(null);
					return;
				}
				pause(paced);
			}
			catch (RuntimeException | Error ex) {
				finish(ex);
			}
		}

		/**
		 * Hand a step to the executor. If that takes no more steps the run ends here.
		 */
		void execute(Runnable step) {
			try {
				this.executor.execute(step);
			}
			catch (RuntimeException ex) {
				finish(ex);
			}
		}

		private void pause(PacedEvent paced) {
			Runnable step = () -> execute(() -> resume(paced));
			RunCancellation cancellation = StreamingRun.this.cancellation;
			cancellation.schedule(paced.plan().pauses(), paced.pause(), step);
			if (cancellation.isImmediate() && cancellation.takeBack(step)) {
				finish(null);
			}
		}

		private void resume(PacedEvent paced) {
			try {
				if (isCancelled()) {
					finish(null);
					return;
				}
				accept(paced);
			}
			catch (RuntimeException | Error ex) {
				finish(ex);
				return;
			}
			run();
		}

		private void accept(PacedEvent paced) {
			StreamEvent event = deliver(paced);
			try {
				this.consumer.accept(event);
			}
			catch (RuntimeException | Error ex) {
				cancel();
				throw ex;
			}
		}

		private void finish(@Nullable Throwable failure) {
			Throwable outcome = failure;
			try {
				end(failure);
			}
			catch (RuntimeException | Error ex) {
				outcome = ex;
			}
			if (outcome != null) {
				this.done.completeExceptionally(outcome);
			}
			else {
				this.done.complete(StreamingRun.this);
			}
		}

	}

}
