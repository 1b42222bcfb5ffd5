package io.mockagents.loop;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.CancelMode;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.InputGuardrail;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OutputGuardrail;
import io.mockagents.agent.RunContext;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.RunState;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.model.DelayedFailureException;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * A run and its stream: pulls events from the {@link RunLoop}, lets their pauses pass,
 * and delivers them to the journal, the listeners and the consumer, in this order.
 */
final class StreamingRun implements RunResultStreaming {

	private final RunRequest request;

	private final RunProgress state;

	private final CountDownLatch cancelled = new CountDownLatch(1);

	private final AtomicBoolean asked = new AtomicBoolean();

	/** The step of an asynchronous run that waits for its pause to pass. */
	private final AtomicReference<@Nullable Runnable> waiting = new AtomicReference<>();

	private final @Nullable RunPlan plan;

	private final @Nullable RunLoop loop;

	private final @Nullable RuntimeException planFailure;

	private long events;

	private boolean ended;

	StreamingRun(RunRequest request, Function<RunRequest, RunPlan> planner, boolean streamed) {
		this.request = request;
		RunPlan plan = null;
		RuntimeException planFailure = null;
		InterruptedRun interrupted = null;
		try {
			plan = planner.apply(request);
			if (request.input() instanceof RunInput.Resumption resumption) {
				interrupted = InterruptedRun.of(resumption.state());
				interrupted.claim();
				plan = plan.withModel(plan.model().resuming(interrupted.model()));
			}
		}
		catch (RuntimeException ex) {
			plan = null;
			planFailure = ex;
		}
		this.plan = plan;
		this.planFailure = planFailure;
		if (plan != null) {
			this.state = (interrupted != null) ? new RunProgress(request, plan.info(), interrupted.progress())
					: new RunProgress(request, plan.info(), SdkShape.of(plan.profile()));
			this.loop = new RunLoop(request, plan, this.state, streamed, interrupted);
		}
		else {
			this.state = new RunProgress(request, RunInfo.of("", request, null), SdkShape.of(SdkProfile.V0_2));
			this.loop = null;
		}
	}

	RunResult result() {
		return this.state;
	}

	@Override
	public EventStream streamEvents() {
		askOnce();
		return new BlockingEventStream();
	}

	@Override
	public CompletionStage<RunResultStreaming> streamEvents(Consumer<? super StreamEvent> consumer, Executor executor) {
		askOnce();
		AsynchronousDelivery delivery = new AsynchronousDelivery(consumer, executor);
		delivery.execute(delivery::run);
		return delivery.done;
	}

	private void askOnce() {
		if (!this.asked.compareAndSet(false, true)) {
			throw new IllegalStateException(
					"The events of a run can be consumed once, and were asked for before. Start another run.");
		}
	}

	@Override
	public void cancel(CancelMode mode) {
		if (mode == CancelMode.IMMEDIATE) {
			this.state.complete = true;
			this.cancelled.countDown();
		}
		if (this.loop != null) {
			this.loop.cancel(mode);
		}
		if (mode == CancelMode.IMMEDIATE) {
			Runnable step = this.waiting.getAndSet(null);
			if (step != null) {
				step.run();
			}
		}
	}

	private boolean isCancelled() {
		return this.cancelled.getCount() == 0;
	}

	/**
	 * Make the next event, with the pause that precedes it.
	 * @return the event or a failure, or {@code null} at the end of the run
	 */
	private @Nullable PacedEvent pull() {
		if (this.plan == null || this.loop == null) {
			throw (this.planFailure != null) ? this.planFailure : new IllegalStateException("No plan");
		}
		if (this.ended || isCancelled()) {
			return null;
		}
		Pacing pacing = this.plan.pacing();
		try {
			RunLoop.Step step = this.loop.next();
			return (step != null) ? new PacedEvent(step.event(), null, pacing.pause(step.event(), step.pause())) : null;
		}
		catch (DelayedFailureException ex) {
			return new PacedEvent(null, ex.failure(), pacing.pauseBeforeFailure(ex.pause()));
		}
		catch (CancellationException ex) {
			if (isCancelled()) {
				return null;
			}
			throw ex;
		}
	}

	private StreamEvent deliver(PacedEvent paced) {
		RunPlan plan = this.plan;
		if (plan == null) {
			throw new IllegalStateException("No plan");
		}
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
	 * End the run, once. Listeners are told however it ended.
	 * @param failure what ended it, or {@code null}
	 */
	private void end(@Nullable Throwable failure) {
		if (this.ended) {
			return;
		}
		this.ended = true;
		this.state.complete = true;
		if (this.loop != null) {
			this.loop.close();
		}
		if (failure instanceof AgentsException exception) {
			exception.attachRunData(this.state.errorDetails());
		}
		if (this.plan != null) {
			tellEnd(this.plan, failure, wasCancelled(failure));
		}
	}

	private boolean wasCancelled(@Nullable Throwable failure) {
		if (failure == null) {
			return isCancelled() || (this.loop != null && this.loop.endedBeforeTurn());
		}
		return failure instanceof CancellationException || Thread.currentThread().isInterrupted();
	}

	private static void tellEnd(RunPlan plan, @Nullable Throwable failure, boolean cancelled) {
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
	public RunInput input() {
		return this.state.input();
	}

	@Override
	public List<RunItem> newItems() {
		return this.state.newItems();
	}

	@Override
	public List<ModelResponse> rawResponses() {
		return this.state.rawResponses();
	}

	@Override
	public @Nullable Object finalOutput() {
		return this.state.finalOutput();
	}

	@Override
	public <T> @Nullable T finalOutputAs(Class<T> type) {
		return this.state.finalOutputAs(type);
	}

	@Override
	public List<InputGuardrail.Result> inputGuardrailResults() {
		return this.state.inputGuardrailResults();
	}

	@Override
	public List<OutputGuardrail.Result> outputGuardrailResults() {
		return this.state.outputGuardrailResults();
	}

	@Override
	public RunContext contextWrapper() {
		return this.state.contextWrapper();
	}

	@Override
	public Agent lastAgent() {
		return this.state.lastAgent();
	}

	@Override
	public List<ToolApprovalItem> interruptions() {
		return this.state.interruptions();
	}

	@Override
	public RunState toState() {
		return this.state.toState();
	}

	@Override
	public @Nullable String lastResponseId() {
		return this.state.lastResponseId();
	}

	@Override
	public List<JsonObject> toInputList() {
		return this.state.toInputList();
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
	 * An event, or the failure that comes in its place.
	 */
	private record PacedEvent(@Nullable StreamEvent event, @Nullable RuntimeException failure, Duration pause) {

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
				PacedEvent paced = pull();
				if (paced != null && paced.hasPause()) {
					sleep(paced.pause());
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

		private void sleep(Duration pause) {
			RunPlan plan = StreamingRun.this.plan;
			if (plan == null) {
				return;
			}
			try {
				plan.pauses().sleep(pause, StreamingRun.this.cancelled);
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
				PacedEvent paced = pull();
				while (paced != null && !paced.hasPause() && !isCancelled()) {
					accept(paced);
					paced = pull();
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
			RunPlan plan = StreamingRun.this.plan;
			if (plan == null) {
				return;
			}
			Runnable step = () -> execute(() -> resume(paced));
			AtomicReference<@Nullable Runnable> waiting = StreamingRun.this.waiting;
			waiting.set(step);
			plan.pauses().schedule(paced.pause(), () -> {
				if (waiting.compareAndSet(step, null)) {
					step.run();
				}
			});
			if (isCancelled() && waiting.compareAndSet(step, null)) {
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
