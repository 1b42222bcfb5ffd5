package io.mockagents.recording.live;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.RunErrorDetails;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.ToolApprovalItem;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.FileRecordingReader;
import io.mockagents.recording.RecordingWriter;
import io.mockagents.recording.RunRedaction;
import org.jspecify.annotations.Nullable;

/**
 * Records runs while they happen, into files that are {@link FileRecordingReader played
 * again}.
 *
 * <pre>{@code
 * RunRecorder recorder = new RunRecorder(Path.of("recordings"));
 * AgentRunner runner = recorder.record(liveRunner);
 * try (Recording recording = recorder.start("approval")) {
 *     // all runs of the runner while the recording is open, on any thread
 * }
 * }</pre>
 * <p>
 * A run is kept in memory and written once it has ended, by a thread of the recording's
 * own: the application never waits for the disk. Recording changes nothing of what the
 * application sees. Where it fails, a warning says so, and the run continues; the
 * recording then has all runs up to there. A run that has not ended when the recording is
 * stopped is not in it.
 * <p>
 * The pauses of a run are the times that it took to produce the next event: what the
 * consumer did between two events does not count. Of a run that was not streamed the
 * frames of the answers are made from its items, and there are no pauses.
 * <p>
 * A run that a runner delegates to another, with the same agent and input, is recorded
 * once. A run that a tool starts is recorded as one of its own. Safe for several threads.
 */
public final class RunRecorder implements AutoCloseable {

	private static final Pattern NAME = Pattern.compile("[\\w-][\\w .-]{0,99}");

	private final ThreadLocal<Deque<RunRequest>> running = ThreadLocal.withInitial(ArrayDeque::new);

	private final List<Recording> recordings = new CopyOnWriteArrayList<>();

	private final Path directory;

	private final RunRedaction redaction;

	private final SdkProfile usual;

	private final Clock clock;

	private final LongSupplier nanoTime;

	private @Nullable String firstName;

	/**
	 * Create a recorder that redacts what is always redacted.
	 * @param directory where the files are put
	 */
	public RunRecorder(Path directory) {
		this(directory, new RunRedaction(List.of()), SdkProfile.V0_2, Clock.systemUTC(), System::nanoTime);
	}

	/**
	 * Create a recorder.
	 * @param directory where the files are put; created with the first
	 * @param redaction takes out what must not be written
	 * @param usual the profile of runs whose events are the same in both
	 * @param clock returns the time at which a recording begins
	 * @param nanoTime returns the time between events, in nanoseconds
	 */
	public RunRecorder(Path directory, RunRedaction redaction, SdkProfile usual, Clock clock, LongSupplier nanoTime) {
		this.directory = directory;
		this.redaction = redaction;
		this.usual = usual;
		this.clock = clock;
		this.nanoTime = nanoTime;
	}

	/**
	 * Begin a recording: of all runs that are started from now on, until it is stopped.
	 * Recordings may be open at the same time; each has its own file.
	 * @param name the name of the file without {@link RecordingWriter#SUFFIX}; if there
	 * is such a file, a number is added
	 * @return the recording; stop it
	 * @throws IllegalArgumentException if the name is not one of a file: letters, digits,
	 * spaces, and {@code _-.}
	 */
	public Recording start(String name) {
		Recording recording = open(name);
		recording.awaitFile();
		return recording;
	}

	/**
	 * Begin a recording with the first run that is started, so that none begins without.
	 * @param name the name of the file without {@link RecordingWriter#SUFFIX}
	 */
	public synchronized void startWithFirstRun(String name) {
		checkName(name);
		this.firstName = name;
	}

	private synchronized Recording open(String name) {
		checkName(name);
		Recording recording = new Recording(this.directory, name, this.redaction, this.usual, this.clock,
				this.recordings::remove);
		this.recordings.add(recording);
		return recording;
	}

	private static void checkName(String name) {
		if (!NAME.matcher(name).matches()) {
			throw new IllegalArgumentException("'" + name
					+ "' is not a valid name of a recording: use letters, digits, spaces, " + "and '_', '-' or '.'");
		}
	}

	/**
	 * Return a runner whose runs are recorded, whoever plays them: the one way to record
	 * runs of the mock.
	 * @param runner the runner
	 * @return the runner that records
	 */
	public AgentRunner record(AgentRunner runner) {
		return new AgentRunner() {

			@Override
			public RunResultStreaming runStreamed(RunRequest request) {
				return RunRecorder.this.streamed(request, () -> runner.runStreamed(request));
			}

			@Override
			public RunResult run(RunRequest request) {
				return RunRecorder.this.blocking(request, () -> runner.run(request));
			}

			@Override
			public String toString() {
				return runner.toString();
			}

		};
	}

	/**
	 * Record a streamed run.
	 * @param request what is run
	 * @param call starts the run
	 * @return the run, whose events are recorded as they are consumed
	 */
	public RunResultStreaming streamed(RunRequest request, Supplier<RunResultStreaming> call) {
		List<Recording> open = openFor(request);
		if (open.isEmpty()) {
			return call.get();
		}
		LiveTape tape = tape(request);
		RunResultStreaming run = within(request, call);
		return (run != null) ? new RecordedStreaming(run, tape, this, open) : run;
	}

	/**
	 * Record a run that is not streamed.
	 * @param request what is run
	 * @param call runs it to its end
	 * @return what the run gave
	 */
	public RunResult blocking(RunRequest request, Supplier<RunResult> call) {
		List<Recording> open = openFor(request);
		if (open.isEmpty()) {
			return call.get();
		}
		LiveTape tape = tape(request);
		RunResult result;
		try {
			result = within(request, call);
		}
		catch (RuntimeException | Error ex) {
			quietly(tape, () -> end(tape, ex));
			open.forEach((recording) -> recording.add(tape));
			throw ex;
		}
		quietly(tape, () -> {
			tape.notStreamed(result.lastAgent(), this.clock.instant());
			tape.end(null, result.newItems(), result.rawResponses(), result.interruptions());
		});
		open.forEach((recording) -> recording.add(tape));
		return result;
	}

	private void end(LiveTape tape, Throwable thrown) {
		RunErrorDetails done = (thrown instanceof AgentsException exception) ? exception.runData() : null;
		RunRequest request = tape.request();
		if (done != null) {
			tape.notStreamed(done.lastAgent(), this.clock.instant());
			tape.end(RecordedFailure.of(thrown), done.newItems(), done.rawResponses(), List.of());
		}
		else if (request.startingAgent().tools().isEmpty() && request.startingAgent().handoffs().isEmpty()) {
			tape.end(RecordedFailure.of(thrown), List.of(), List.of(), List.of());
		}
		else {
			tape.fail("it was not streamed and failed with " + thrown.getClass().getName()
					+ ", which does not reveal the turn");
		}
	}

	/**
	 * Do something for a recording whose failure must not be felt.
	 */
	static void quietly(LiveTape tape, Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException | StackOverflowError ex) {
			tape.fail("its events cannot be kept: " + ex);
		}
	}

	private static LiveTape tape(RunRequest request) {
		return new LiveTape(request, (request.input() instanceof RunInput.Resumption resumption)
				? resumption.state().interruptions().stream().map(ToolApprovalItem::callId).toList() : List.of());
	}

	private List<Recording> openFor(RunRequest request) {
		for (RunRequest outer : this.running.get()) {
			if (isSame(outer, request)) {
				return List.of();
			}
		}
		openFirst();
		return List.copyOf(this.recordings);
	}

	@SuppressWarnings("ReferenceEquality")
	private static boolean isSame(RunRequest outer, RunRequest request) {
		return outer.startingAgent() == request.startingAgent() && outer.input().equals(request.input());
	}

	private synchronized void openFirst() {
		String name = this.firstName;
		this.firstName = null;
		if (name != null) {
			open(name);
		}
	}

	/**
	 * Do what runs a request, so that what another runner does for it is not recorded
	 * once more.
	 */
	<T> T within(RunRequest request, Supplier<T> step) {
		Deque<RunRequest> outer = this.running.get();
		outer.push(request);
		try {
			return step.get();
		}
		finally {
			outer.pop();
			if (outer.isEmpty()) {
				this.running.remove();
			}
		}
	}

	long nanoTime() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Stop all recordings.
	 */
	public void stop() {
		synchronized (this) {
			this.firstName = null;
		}
		this.recordings.forEach(Recording::stop);
	}

	@Override
	public void close() {
		stop();
	}

}
