package io.mockagents.recording;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.json.Excerpt;
import io.mockagents.scenario.NoScenarioMatchedException;
import io.mockagents.scenario.NoScenarioMatchedException.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Selects the recorded run that a run is played from: in the recordings that were loaded,
 * and in stored sessions. Safe for several threads.
 */
public final class RecordingSelector {

	/**
	 * Of how many sessions it is kept where their runs begin.
	 */
	private static final int MAX_SESSIONS = 16;

	private final RecordingLibrary library;

	private final Function<String, @Nullable RecordedSession> sessions;

	private final Map<String, RecordedSession> opened = new LinkedHashMap<>(MAX_SESSIONS, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, RecordedSession> eldest) {
			return size() > MAX_SESSIONS;
		}

	};

	/**
	 * Create a selector.
	 * @param library the recordings that were loaded
	 * @param sessions returns the runs of a stored session by its id, or {@code null} if
	 * conversations are not stored
	 */
	public RecordingSelector(RecordingLibrary library, Function<String, @Nullable RecordedSession> sessions) {
		this.library = library;
		this.sessions = sessions;
	}

	/**
	 * Return the recordings that were loaded.
	 * @return the recordings
	 */
	public RecordingLibrary library() {
		return this.library;
	}

	/**
	 * Return the run of a session that a run is played from, unless the session has no
	 * runs of its agent: what tools run besides is not among them.
	 * @param session the id of the session
	 * @param request the request for the run
	 * @param ordinal returns how many earlier runs had the same choice
	 * @return the run, or {@code null} if the session has none of the agent, or does not
	 * tell how an interrupted run went on
	 * @throws RecordingMismatchException if none of them matches
	 */
	public @Nullable RecordedRun ofSession(String session, RunRequest request, ToIntFunction<String> ordinal) {
		RecordedSession runs = runs(session);
		RecordedRun run = runs.find(request, ordinal);
		if (run != null || request.input() instanceof RunInput.Resumption) {
			return run;
		}
		RecordedRun nearest = runs.nearest(request);
		if (nearest != null && isOfAgent(nearest, request)) {
			throw mismatch("Session '" + session + "'", request, nearest);
		}
		return null;
	}

	public RecordedRun ofForcedSession(String session, RunRequest request, ToIntFunction<String> ordinal) {
		RecordedSession runs = runs(session);
		RecordedRun run = runs.find(request, ordinal);
		if (run == null) {
			throw mismatch("Session '" + session + "'", request, runs.nearest(request));
		}
		return run;
	}

	public RecordedRun ofRecording(String name, RunRequest request, ToIntFunction<String> ordinal) {
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

	private RecordedSession runs(String session) {
		synchronized (this.opened) {
			RecordedSession known = this.opened.get(session);
			if (known != null) {
				return known;
			}
			RecordedSession runs = this.sessions.apply(session);
			if (runs == null) {
				throw new IllegalStateException("Session '" + session
						+ "' cannot be played: this application does not store conversations in a database. Configure "
						+ "a data source and JPA, or play a recording file");
			}
			this.opened.put(session, runs);
			return runs;
		}
	}

	private static RecordingMismatchException mismatch(String source, RunRequest request,
			@Nullable RecordedRun nearest) {
		String message = request.input().lastUserMessage();
		return new RecordingMismatchException(
				source + " has no run that matches agent '" + request.startingAgent().name() + "' in iteration "
						+ request.iteration() + " with the message '" + Excerpt.of(message, 120) + "'. "
						+ ((nearest != null)
								? "The nearest is " + nearest + ", but " + RecordingLibrary.mismatch(nearest, request)
								: "It has no runs that can be played")
						+ ". Record that conversation, or play another");
	}

	/**
	 * Return a failure that explains why no recording matched either.
	 * @param failure the failure of the scenarios
	 * @param request the request for the run
	 * @param used whether recordings are used for the run
	 * @return a failure that explains why no recording matched either
	 */
	public NoScenarioMatchedException alsoNamedIn(NoScenarioMatchedException failure, RunRequest request,
			boolean used) {
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

}
