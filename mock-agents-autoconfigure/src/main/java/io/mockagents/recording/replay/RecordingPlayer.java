package io.mockagents.recording.replay;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

import io.mockagents.agent.EventStream;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunConfig;
import io.mockagents.agent.RunErrorHandlers;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.RunState;
import io.mockagents.agent.SdkException;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.agent.ToolNotFoundBehavior;
import io.mockagents.conversation.ConversationJournal;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;
import io.mockagents.loop.RunPlan;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedToolResult;
import io.mockagents.recording.RecordedTurn;
import io.mockagents.recording.RecordingEndedException;
import io.mockagents.recording.RecordingMismatchException;
import io.mockagents.recording.RecordingReader;
import org.jspecify.annotations.Nullable;

/**
 * Plays recordings without the application: its agents are made from what the recording
 * shows of them, and the engine makes the events again, equal to those that were
 * recorded. Events are made as they are pulled. Each is compared with what the source
 * contains of it before it is stored or seen: one that differs, or is missing, fails the
 * run with an {@link InvalidRecordingException} that names its row or line. Recordings of
 * raw events alone have nothing else to be compared with.
 *
 * <pre>{@code
 * try (EventStream events = new RecordingPlayer().play(reader)) {
 *     events.forEach(System.out::println);
 * }
 * }</pre>
 * <p>
 * A player is immutable; each method that changes something returns a copy.
 */
public final class RecordingPlayer {

	private static final Executor SAME_THREAD = Runnable::run;

	private final @Nullable ConversationJournal journal;

	private final @Nullable String sessionId;

	private final List<RunListener> listeners;

	private final @Nullable RandomGenerator freshIds;

	private final double speed;

	private final Pauses pauses;

	private final Clock clock;

	/**
	 * Create a player that keeps the recorded ids, makes no pauses, and stores nothing.
	 */
	public RecordingPlayer() {
		this(null, null, List.of(), null, 0, Pauses.REAL, Clock.systemUTC());
	}

	private RecordingPlayer(@Nullable ConversationJournal journal, @Nullable String sessionId,
			List<RunListener> listeners, @Nullable RandomGenerator freshIds, double speed, Pauses pauses, Clock clock) {
		this.journal = journal;
		this.sessionId = sessionId;
		this.listeners = List.copyOf(listeners);
		this.freshIds = freshIds;
		this.speed = speed;
		this.pauses = pauses;
		this.clock = clock;
	}

	/**
	 * Store the events as rows of a session.
	 * @param journal writes the rows
	 * @param sessionId the id of the session, better a new one
	 * @return the changed copy
	 */
	public RecordingPlayer storing(ConversationJournal journal, String sessionId) {
		return new RecordingPlayer(journal, sessionId, this.listeners, this.freshIds, this.speed, this.pauses,
				this.clock);
	}

	/**
	 * Tell others of the events before the consumer sees them.
	 * @param listeners the listeners of each event, in this order
	 * @return the changed copy
	 */
	public RecordingPlayer telling(RunListener... listeners) {
		return new RecordingPlayer(this.journal, this.sessionId, List.of(listeners), this.freshIds, this.speed,
				this.pauses, this.clock);
	}

	/**
	 * Give the events new ids in place of the recorded ones.
	 * @param random where they come from
	 * @return the changed copy
	 */
	public RecordingPlayer withFreshIds(RandomGenerator random) {
		return new RecordingPlayer(this.journal, this.sessionId, this.listeners, random, this.speed, this.pauses,
				this.clock);
	}

	/**
	 * Pause as the recorded runs did.
	 * @param speed how many times faster than recorded, above 0
	 * @param pauses lets time pass
	 * @return the changed copy
	 */
	public RecordingPlayer atRecordedPace(double speed, Pauses pauses) {
		if (!(speed > 0)) {
			throw new IllegalArgumentException("The speed must be above 0, but is " + speed);
		}
		return new RecordingPlayer(this.journal, this.sessionId, this.listeners, this.freshIds, speed, pauses,
				this.clock);
	}

	/**
	 * Play a run. It ends as it did when it was recorded.
	 * @param run the run
	 * @return the run about to be played; its events come as they are pulled
	 */
	public RunResultStreaming play(RecordedRun run) {
		RandomGenerator random = this.freshIds;
		FreshIds fresh = (random != null) ? new FreshIds(run.profile(), this.clock.instant().getEpochSecond(), random)
				: null;
		RecordedRun played = (fresh != null) ? fresh.replace(run) : run;
		UnaryOperator<JsonObject> recordedIds = (fresh != null) ? fresh::recorded : UnaryOperator.identity();
		ReplayModel model = new ReplayModel(played);
		RunResultStreaming result = null;
		List<RecordedRun> recorded = run.parts();
		for (RecordedRun part : played.parts()) {
			RecordedRun source = recorded.remove(0);
			result = play(part, played, model, new ReplayCheck(source, recordedIds), result, recorded.isEmpty());
		}
		return Objects.requireNonNull(result);
	}

	private RunResultStreaming play(RecordedRun part, RecordedRun run, ReplayModel model, ReplayCheck check,
			@Nullable RunResultStreaming interrupted, boolean shown) {
		RunRequest.Builder request;
		if (interrupted == null) {
			String input = run.input();
			request = RunRequest.builder(ReplayedAgents.startingAgentOf(run, model::hasEnded),
					RunInput.of((input != null) ? input : ""));
		}
		else {
			RunState state = interrupted.toState();
			for (ToolApprovalItem waiting : state.interruptions()) {
				decide(state, waiting, part);
			}
			request = RunRequest.builder(ReplayedAgents.startingAgentOf(run, model::hasEnded), RunInput.of(state));
		}
		request.runConfig(runConfig(run)).errorHandlers(errorHandlers(run));
		request.maxTurns(maxTurns(run)).sessionId(this.sessionId).iteration(part.iteration());
		RunResultStreaming result = runner(part, model, check, shown).runStreamed(request.build());
		check.finishedIf(() -> result.finalOutput() != null || !result.interruptions().isEmpty());
		if (!shown) {
			try (EventStream events = result.streamEvents()) {
				events.forEach((event) -> {
				});
			}
		}
		return result;
	}

	/**
	 * Decide as it was decided then: a request of an MCP server as recorded, and a call
	 * so that its recorded result is given, be it that of a rejection.
	 */
	private static void decide(RunState state, ToolApprovalItem waiting, RecordedRun part) {
		for (RecordedToolResult result : part.turns().get(0).toolResults()) {
			if (result.callId().equals(waiting.rawItem().get("call_id"))) {
				state.approve(waiting, false);
			}
			else if (result.callId().equals(waiting.rawItem().get("id"))
					&& result.value() instanceof JsonObject answer) {
				if (Boolean.TRUE.equals(answer.get("approve"))) {
					state.approve(waiting, false);
				}
				else {
					state.reject(waiting, false, answer.stringOrNull("reason"));
				}
			}
		}
	}

	/**
	 * Return how many turns a run may take: as many as it took, if its last ended in a
	 * handoff for which no turn was left; otherwise any number.
	 */
	private static int maxTurns(RecordedRun run) {
		RecordedFailure failure = (handled(run) != null) ? handled(run) : run.failure();
		List<RecordedTurn> turns = run.turns();
		if (failure != null && failure.type().equals("MaxTurnsExceeded") && turns.size() > 1
				&& turns.get(turns.size() - 1).frames().isEmpty()) {
			return turns.size() - 1;
		}
		return Integer.MAX_VALUE;
	}

	/**
	 * Return the failure in whose place an error handler gave the final output, or
	 * {@code null}.
	 */
	private static @Nullable RecordedFailure handled(RecordedRun run) {
		List<RecordedTurn> turns = run.turns();
		RecordedFailure failure = turns.isEmpty() ? null : turns.get(turns.size() - 1).failure();
		return (failure != null && failure.handledOutput() != null) ? failure : null;
	}

	private static RunErrorHandlers errorHandlers(RecordedRun run) {
		RecordedFailure handled = handled(run);
		if (handled == null) {
			return RunErrorHandlers.NONE;
		}
		RunErrorHandlers.Handler handler = (failure) -> RunErrorHandlers.Result.of(handled.handledOutput());
		return new RunErrorHandlers(handler, handler, handler);
	}

	/**
	 * Return the settings that the results of calls show.
	 */
	private static RunConfig runConfig(RecordedRun run) {
		boolean found = run.parts()
			.stream()
			.flatMap((part) -> part.turns().stream())
			.noneMatch((turn) -> turn.output()
				.stream()
				.anyMatch((call) -> turn.toolResults()
					.stream()
					.anyMatch((result) -> result.callId().equals(call.get("call_id"))
							&& ReplayModel.isNotFound(call, result))));
		return found ? RunConfig.DEFAULT
				: RunConfig.builder().toolNotFoundBehavior(ToolNotFoundBehavior.RETURN_ERROR_TO_MODEL).build();
	}

	private LoopAgentRunner runner(RecordedRun part, ReplayModel model, ReplayCheck check, boolean shown) {
		return new LoopAgentRunner((request) -> {
			RunInfo info = RunInfo.of(UUID.randomUUID().toString(), request, part.recording());
			Pacing pacing = (shown && this.speed > 0) ? new RecordedPacing(model, this.speed) : Pacing.NONE;
			RunJournal journal = (shown && this.journal != null) ? this.journal.open(info) : RunJournal.NONE;
			List<RunListener> listeners = new ArrayList<>(shown ? this.listeners : List.of());
			listeners.add(check);
			return new RunPlan.Ready(info, model, part.profile(), pacing, this.pauses, check.before(journal), listeners,
					SAME_THREAD, this.clock);
		});
	}

	/**
	 * Play a conversation: all runs of a recording, one after the other, of which one at
	 * a time is held. A run that failed when it was recorded ends where it failed, and
	 * the next follows.
	 * @param recording the recording; closed together with the events
	 * @return the events. Where the recording is broken they throw an
	 * {@link InvalidRecordingException}; pulling on returns those of the next run
	 */
	public EventStream play(RecordingReader recording) {
		return new ConversationStream(recording);
	}

	/**
	 * The events of all runs of a recording.
	 */
	private final class ConversationStream implements EventStream, Iterator<StreamEvent> {

		private final RecordingReader recording;

		private @Nullable EventStream run;

		private @Nullable Iterator<StreamEvent> events;

		private @Nullable RecordedRun playing;

		private boolean closed;

		ConversationStream(RecordingReader recording) {
			this.recording = recording;
		}

		@Override
		public Iterator<StreamEvent> iterator() {
			return this;
		}

		@Override
		public boolean hasNext() {
			while (!this.closed) {
				Iterator<StreamEvent> events = this.events;
				if (events != null && hasNext(events)) {
					return true;
				}
				endRun();
				RecordedRun next = this.recording.next();
				if (next == null) {
					close();
					return false;
				}
				this.playing = next;
				this.run = RecordingPlayer.this.play(next).streamEvents();
				this.events = this.run.iterator();
			}
			return false;
		}

		private boolean hasNext(Iterator<StreamEvent> events) {
			try {
				return events.hasNext();
			}
			catch (RuntimeException ex) {
				RecordedRun run = this.playing;
				this.events = null;
				if (run == null || !isRecorded(ex, run)) {
					throw ex;
				}
				for (Throwable suppressed : ex.getSuppressed()) {
					if (suppressed instanceof InvalidRecordingException difference) {
						throw difference;
					}
				}
				return false;
			}
		}

		@Override
		public StreamEvent next() {
			if (!hasNext()) {
				throw new NoSuchElementException();
			}
			return Objects.requireNonNull(this.events).next();
		}

		private void endRun() {
			EventStream run = this.run;
			this.run = null;
			this.events = null;
			if (run != null) {
				run.close();
			}
		}

		@Override
		public void close() {
			this.closed = true;
			endRun();
			this.recording.close();
		}

	}

	/**
	 * Return whether a failure is the one that was recorded.
	 */
	private static boolean isRecorded(RuntimeException failure, RecordedRun run) {
		if (failure instanceof RecordingEndedException) {
			return true;
		}
		if (failure instanceof RecordingMismatchException || failure instanceof InvalidRecordingException) {
			return false;
		}
		boolean ofTurn = run.turns().stream().anyMatch((turn) -> turn.failure() != null);
		return (run.failure() != null || ofTurn) && failure instanceof SdkException;
	}

}
