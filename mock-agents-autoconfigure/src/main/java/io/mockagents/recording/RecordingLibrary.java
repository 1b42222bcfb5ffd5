package io.mockagents.recording;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

import io.mockagents.agent.RunRequest;
import io.mockagents.json.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * The recordings that runs are played from. Immutable.
 */
public final class RecordingLibrary {

	/**
	 * A library without recordings.
	 */
	public static final RecordingLibrary EMPTY = new RecordingLibrary(List.of());

	private final List<RecordedRun> runs;

	private final RunIndex<RecordedRun> index;

	/** By the name of a recording. */
	private final Map<String, RunIndex<RecordedRun>> indexes = new ConcurrentHashMap<>();

	/**
	 * Create a library.
	 * @param runs the runs of all recordings, those of a recording in order
	 */
	public RecordingLibrary(List<RecordedRun> runs) {
		this.runs = List.copyOf(runs);
		this.index = index(this.runs.stream());
	}

	/**
	 * Return the names of the recordings.
	 * @return the names, in the order in which they were loaded
	 */
	public List<String> names() {
		return this.runs.stream().map(RecordedRun::recording).distinct().toList();
	}

	/**
	 * Return the runs of all recordings.
	 * @return the runs
	 */
	public List<RecordedRun> runs() {
		return this.runs;
	}

	/**
	 * Return the recorded run that a run is played from: one of the same starting agent
	 * and iteration whose message comes nearest to the user's last message. Equal is
	 * nearest, then equal without fenced blocks of code, then contained in it. Where
	 * several are equally near, each is given once, in order, and then the last.
	 * @param request what is run
	 * @param ordinal returns how many earlier runs had the same choice, whose name it is
	 * given
	 * @return the run, or {@code null} if none matches
	 */
	public @Nullable RecordedRun find(RunRequest request, ToIntFunction<String> ordinal) {
		return this.index.choose(this.index.nearest(request), ordinal);
	}

	/**
	 * Return the run of one recording that a run is played from.
	 * @param recording the name of the recording
	 * @param request what is run
	 * @param ordinal returns how many earlier runs had the same choice
	 * @return the run, or {@code null} if none of the recording matches
	 */
	public @Nullable RecordedRun find(String recording, RunRequest request, ToIntFunction<String> ordinal) {
		RunIndex<RecordedRun> own = this.indexes.computeIfAbsent(recording,
				(name) -> index(this.runs.stream().filter((run) -> run.recording().equals(name))));
		return own.choose(own.nearest(request), ordinal);
	}

	private static RunIndex<RecordedRun> index(Stream<RecordedRun> runs) {
		RunIndex<RecordedRun> index = new RunIndex<>(Function.identity());
		runs.forEach(index::add);
		return index;
	}

	/**
	 * Say why a recorded run does not match a run.
	 * @param run the recorded run
	 * @param request what is run
	 * @return the reason
	 */
	public static String mismatch(RecordedRun run, RunRequest request) {
		if (!run.startingAgent().name().equals(request.startingAgent().name())) {
			return "it starts with agent '" + run.startingAgent().name() + "'";
		}
		if (run.iteration() != request.iteration()) {
			return "it belongs to iteration " + run.iteration() + ", not " + request.iteration();
		}
		String input = run.input();
		return (input == null) ? "it does not contain the user's message, so it is played by name only"
				: "the user's message was '" + Excerpt.of(input, 60) + "'";
	}

}
