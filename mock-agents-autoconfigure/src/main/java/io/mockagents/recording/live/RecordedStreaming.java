package io.mockagents.recording.live;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.mockagents.agent.Agent;
import io.mockagents.agent.CancelMode;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.ForwardedResult;
import io.mockagents.recording.RecordedFailure;
import org.jspecify.annotations.Nullable;

/**
 * A streamed run whose events are kept as they are consumed. Everything else is the run's
 * own.
 */
final class RecordedStreaming extends ForwardedResult implements RunResultStreaming {

	private final AtomicBoolean ended = new AtomicBoolean();

	private final RunResultStreaming run;

	private final LiveTape tape;

	private final RunRecorder recorder;

	private final List<Recording> recordings;

	private volatile boolean cancelled;

	RecordedStreaming(RunResultStreaming run, LiveTape tape, RunRecorder recorder, List<Recording> recordings) {
		super(run);
		this.run = run;
		this.tape = tape;
		this.recorder = recorder;
		this.recordings = recordings;
	}

	@Override
	public EventStream streamEvents() {
		return new TapedEventStream(this.run.streamEvents());
	}

	@Override
	public CompletionStage<RunResultStreaming> streamEvents(Consumer<? super StreamEvent> consumer, Executor executor) {
		TapedConsumer taped = new TapedConsumer(consumer);
		// The same outcome, but with this run: a dependent stage would wrap a failure
		CompletableFuture<RunResultStreaming> done = new CompletableFuture<>();
		this.run.streamEvents(taped, executor).whenComplete((result, failure) -> {
			end((taped.failed) ? RecordedFailure.cutOff() : (failure != null) ? RecordedFailure.of(failure) : null);
			if (failure != null) {
				done.completeExceptionally(failure);
			}
			else {
				done.complete(this);
			}
		});
		return done;
	}

	private void keep(StreamEvent event, long pause) {
		RunRecorder.quietly(this.tape, () -> this.tape.add(event, Duration.ofNanos(Math.max(0, pause))));
	}

	private void end(@Nullable RecordedFailure failure) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		RunRecorder.quietly(this.tape,
				() -> this.tape.end((failure == null && this.cancelled) ? RecordedFailure.cutOff() : failure,
						this.run.newItems(), this.run.rawResponses(),
						(failure == null) ? this.run.interruptions() : List.of()));
		this.recordings.forEach((recording) -> recording.add(this.tape));
	}

	@Override
	public void cancel() {
		this.cancelled = true;
		this.run.cancel();
	}

	@Override
	public void cancel(CancelMode mode) {
		this.cancelled = true;
		this.run.cancel(mode);
	}

	@Override
	public Agent currentAgent() {
		return this.run.currentAgent();
	}

	@Override
	public int currentTurn() {
		return this.run.currentTurn();
	}

	@Override
	public int maxTurns() {
		return this.run.maxTurns();
	}

	@Override
	public boolean isComplete() {
		return this.run.isComplete();
	}

	@Override
	public String toString() {
		return this.run.toString();
	}

	/**
	 * Keeps the events that are pulled. Only the time spent in pulling counts.
	 */
	private final class TapedEventStream implements EventStream, Iterator<StreamEvent> {

		private final EventStream events;

		private final Iterator<StreamEvent> iterator;

		private long pause;

		TapedEventStream(EventStream events) {
			this.events = events;
			this.iterator = events.iterator();
		}

		@Override
		public Iterator<StreamEvent> iterator() {
			return this;
		}

		@Override
		public boolean hasNext() {
			boolean more = pull(this.iterator::hasNext);
			if (!more) {
				end(null);
			}
			return more;
		}

		@Override
		public StreamEvent next() {
			StreamEvent event = pull(this.iterator::next);
			keep(event, this.pause);
			this.pause = 0;
			return event;
		}

		private <T> T pull(Supplier<T> step) {
			long start = RecordedStreaming.this.recorder.nanoTime();
			try {
				return RecordedStreaming.this.recorder.within(RecordedStreaming.this.tape.request(), step);
			}
			catch (NoSuchElementException ex) {
				end(null);
				throw ex;
			}
			catch (RuntimeException | Error ex) {
				end(RecordedFailure.of(ex));
				throw ex;
			}
			finally {
				this.pause += RecordedStreaming.this.recorder.nanoTime() - start;
			}
		}

		@Override
		public void close() {
			try {
				this.events.close();
			}
			finally {
				end(RecordedFailure.cutOff());
			}
		}

	}

	/**
	 * Keeps the events that are handed over. The time that the consumer takes does not
	 * count.
	 */
	private final class TapedConsumer implements Consumer<StreamEvent> {

		private final Consumer<? super StreamEvent> consumer;

		private long free = RecordedStreaming.this.recorder.nanoTime();

		private volatile boolean failed;

		TapedConsumer(Consumer<? super StreamEvent> consumer) {
			this.consumer = consumer;
		}

		@Override
		public void accept(StreamEvent event) {
			keep(event, RecordedStreaming.this.recorder.nanoTime() - this.free);
			try {
				this.consumer.accept(event);
			}
			catch (RuntimeException | Error ex) {
				this.failed = true;
				throw ex;
			}
			finally {
				this.free = RecordedStreaming.this.recorder.nanoTime();
			}
		}

	}

}
