package io.mockagents.mock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import io.mockagents.agent.RunRequest;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingLibrary;
import io.mockagents.recording.RecordingMismatchException;
import io.mockagents.recording.RecordingReader;
import io.mockagents.scenario.NoScenarioMatchedException;
import io.mockagents.scenario.NoScenarioMatchedException.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recorded run that a run is played from: in the recordings that were loaded,
 * and in stored sessions.
 */
public final class RecordedRuns {

	private final RecordingLibrary library;

	private final Function<String, @Nullable RecordingReader> sessions;

	/**
	 * Create the recorded runs.
	 * @param library the recordings that were loaded
	 * @param sessions opens a stored session by its id, or gives {@code null} if
	 * conversations are not stored
	 */
	public RecordedRuns(RecordingLibrary library, Function<String, @Nullable RecordingReader> sessions) {
		this.library = library;
		this.sessions = sessions;
	}

	RecordingLibrary library() {
		return this.library;
	}

	/**
	 * Return the run of a session that a run is played from, unless the session has no
	 * runs of its agent: what tools run besides is not among them.
	 * @return the run, or {@code null} if the session has none of the agent
	 * @throws RecordingMismatchException if none of them matches
	 */
	@Nullable RecordedRun ofSession(String session, RunRequest request, ToIntFunction<String> ordinal) {
		Seen seen = new Seen(open(session));
		try (seen) {
			RecordedRun run = RecordingLibrary.find(seen, request, ordinal);
			if (run == null && seen.last(request) != null) {
				throw mismatch("Session '" + session + "'", request, seen.last(request));
			}
			return run;
		}
	}

	RecordedRun ofForcedSession(String session, RunRequest request, ToIntFunction<String> ordinal) {
		Seen seen = new Seen(open(session));
		try (seen) {
			RecordedRun run = RecordingLibrary.find(seen, request, ordinal);
			if (run == null) {
				throw mismatch("Session '" + session + "'", request,
						(seen.last(request) != null) ? seen.last(request) : seen.any);
			}
			return run;
		}
	}

	RecordedRun ofRecording(String name, RunRequest request, ToIntFunction<String> ordinal) {
		RecordedRun run = this.library.find(name, request, ordinal);
		if (run == null) {
			RecordedRun nearest = this.library.runs()
				.stream()
				.filter((candidate) -> candidate.recording().equals(name))
				.min(Comparator.comparing((candidate) -> !isOfAgent(candidate, request)))
				.orElse(null);
			throw mismatch("Recording '" + name + "'", request, nearest);
		}
		return run;
	}

	private static boolean isOfAgent(RecordedRun run, RunRequest request) {
		return run.startingAgent().name().equals(request.startingAgent().name());
	}

	private RecordingReader open(String session) {
		RecordingReader reader = this.sessions.apply(session);
		if (reader == null) {
			throw new IllegalStateException("Session '" + session + "' cannot be played: conversations are not stored "
					+ "in a database of this application. Configure a data source and JPA, or play a recording file");
		}
		return reader;
	}

	private static RecordingMismatchException mismatch(String source, RunRequest request,
			@Nullable RecordedRun nearest) {
		String message = request.input().lastUserMessage();
		return new RecordingMismatchException(source + " has no run that matches one of agent '"
				+ request.startingAgent().name() + "' in iteration " + request.iteration() + " with the message '"
				+ ((message.length() > 120) ? message.substring(0, 117) + "..." : message) + "'. "
				+ ((nearest != null)
						? "The nearest is " + nearest + ", but " + RecordingLibrary.mismatch(nearest, request)
						: "It has no runs that can be played")
				+ ". Record that conversation, or play another");
	}

	/**
	 * Return a failure that tells why no recording matched either.
	 */
	NoScenarioMatchedException alsoNamedIn(NoScenarioMatchedException failure, RunRequest request, boolean used) {
		if (this.library.runs().isEmpty()) {
			return failure;
		}
		List<Candidate> candidates = new ArrayList<>(failure.candidates());
		for (RecordedRun run : this.library.runs()) {
			double nearness = (isOfAgent(run, request) ? 0.5 : 0)
					+ ((run.iteration() == request.iteration()) ? 0.25 : 0);
			candidates.add(new Candidate(run.toString(), nearness, used ? RecordingLibrary.mismatch(run, request)
					: "recordings are switched off by 'mock_use_recordings'"));
		}
		candidates.sort(Comparator.comparingDouble(Candidate::nearness).reversed());
		return new NoScenarioMatchedException(request.startingAgent().name(), request.input().lastUserMessage(),
				candidates);
	}

	/**
	 * Reads a recording and remembers a run of the agent that is asked for.
	 */
	private static final class Seen implements RecordingReader {

		private final RecordingReader reader;

		private @Nullable RecordedRun any;

		private final List<RecordedRun> ofAgents = new ArrayList<>();

		Seen(RecordingReader reader) {
			this.reader = Objects.requireNonNull(reader);
		}

		@Override
		public @Nullable RecordedRun next() {
			RecordedRun run = this.reader.next();
			if (run != null) {
				this.any = run;
				this.ofAgents.removeIf((other) -> other.startingAgent().name().equals(run.startingAgent().name()));
				this.ofAgents.add(run);
			}
			return run;
		}

		@Nullable RecordedRun last(RunRequest request) {
			return this.ofAgents.stream().filter((run) -> isOfAgent(run, request)).findFirst().orElse(null);
		}

		@Override
		public void close() {
			this.reader.close();
		}

	}

}
