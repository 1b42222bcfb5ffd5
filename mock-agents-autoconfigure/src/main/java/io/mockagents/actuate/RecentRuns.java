package io.mockagents.actuate;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.mockagents.actuate.RecentRun.State;
import io.mockagents.actuate.RecentRun.Turn;
import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunListener;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the runs of late: which scenario played, how long each turn of the model
 * took, and what came of it. Of texts, arguments and outputs it keeps nothing. Safe for
 * several threads.
 */
final class RecentRuns implements RunListener {

	/**
	 * How many runs are remembered, the latest ones.
	 */
	static final int LIMIT = 100;

	private final Map<String, Recording> byId = new LinkedHashMap<>();

	private final Clock clock;

	RecentRuns(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Return the runs.
	 * @return the runs, the one that began last first
	 */
	synchronized List<RecentRun> latestFirst() {
		Deque<RecentRun> runs = new ArrayDeque<>();
		this.byId.values().forEach((recording) -> runs.addFirst(recording.toRun()));
		return List.copyOf(runs);
	}

	@Override
	public synchronized void onEvent(RunEvent event) {
		recording(event.run(), event.time().minus(event.pause())).add(event);
	}

	@Override
	public synchronized void onCancel(RunInfo run) {
		recording(run, this.clock.instant()).cancelled = true;
	}

	@Override
	public synchronized void onEnd(RunInfo run, @Nullable Throwable failure) {
		Instant now = this.clock.instant();
		recording(run, now).end(now, failure);
	}

	private Recording recording(RunInfo run, Instant started) {
		Recording recording = this.byId.computeIfAbsent(run.runId(), (id) -> new Recording(run, started));
		if (this.byId.size() > LIMIT) {
			this.byId.keySet().stream().findFirst().ifPresent(this.byId::remove);
		}
		return recording;
	}

	private static final class Recording {

		private final List<Turn> turns = new ArrayList<>();

		private final List<Integer> sequences = new ArrayList<>();

		private final RunInfo run;

		private final Instant started;

		private @Nullable String agent;

		private boolean cancelled;

		private @Nullable Instant ended;

		private @Nullable String failure;

		private Recording(RunInfo run, Instant started) {
			this.run = run;
			this.started = started;
		}

		private void add(RunEvent event) {
			Integer sequence = event.streamSequence();
			if (sequence != null) {
				this.sequences.add(sequence);
			}
			if (event.event() instanceof AgentUpdatedStreamEvent update && this.agent == null) {
				this.agent = update.newAgent().name();
			}
			else if (event.event() instanceof RawResponseEvent) {
				addRaw(event);
			}
		}

		private void addRaw(RunEvent event) {
			int last = this.turns.size() - 1;
			if (last < 0 || this.turns.get(last).number() != event.turn()) {
				this.turns.add(new Turn(event.turn(), event.time().minus(event.pause()), event.time(), 0, null, null));
				last++;
			}
			this.turns.set(last, this.turns.get(last).with(event));
		}

		private void end(Instant time, @Nullable Throwable failure) {
			this.ended = time;
			this.failure = (failure != null && !this.cancelled) ? failure.getClass().getSimpleName() : null;
		}

		private State state() {
			if (this.ended == null) {
				return State.RUNNING;
			}
			return this.cancelled ? State.CANCELLED : (this.failure != null) ? State.FAILED : State.ENDED;
		}

		private RecentRun toRun() {
			boolean stored = !this.sequences.isEmpty();
			return new RecentRun(this.run.runId(), this.run.sessionId(), this.run.groupId(), this.run.iteration(),
					this.run.source(), this.agent, state(), this.started, this.ended,
					stored ? this.sequences.get(0) : null,
					stored ? this.sequences.get(this.sequences.size() - 1) : null, List.copyOf(this.sequences),
					List.copyOf(this.turns), this.failure);
		}

	}

}
