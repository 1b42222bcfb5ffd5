package io.mockagents.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

import io.mockagents.agent.RunInput;
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

	/**
	 * Create a library.
	 * @param runs the runs of all recordings, those of a recording in order
	 */
	public RecordingLibrary(List<RecordedRun> runs) {
		this.runs = List.copyOf(runs);
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
	 * @param ordinal gives how many runs were asked for before that had the same choice,
	 * whose name it is given
	 * @return the run, or {@code null} if none matches
	 */
	public @Nullable RecordedRun find(RunRequest request, ToIntFunction<String> ordinal) {
		return find(this.runs, request, ordinal);
	}

	/**
	 * Return the run of one recording that a run is played from.
	 * @param recording the name of the recording
	 * @param request what is run
	 * @param ordinal gives how many runs were asked for before that had the same choice
	 * @return the run, or {@code null} if none of the recording matches
	 */
	public @Nullable RecordedRun find(String recording, RunRequest request, ToIntFunction<String> ordinal) {
		return find(this.runs.stream().filter((run) -> run.recording().equals(recording)).toList(), request, ordinal);
	}

	/**
	 * Return the runs that come nearest, in order.
	 */
	public static List<RecordedRun> nearest(List<RecordedRun> runs, RunRequest request) {
		Choice choice = new Choice(request);
		runs.forEach(choice::add);
		return choice.nearest;
	}

	/**
	 * Return the name of a choice among equally near runs.
	 * @param first the first of them
	 */
	public static String choice(RecordedRun first) {
		return first.recording() + " " + first.number();
	}

	private static @Nullable RecordedRun find(List<RecordedRun> runs, RunRequest request,
			ToIntFunction<String> ordinal) {
		Choice choice = new Choice(request);
		runs.forEach(choice::add);
		return choice.take(ordinal);
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

	/**
	 * The runs that come nearest of those seen so far.
	 */
	private static final class Choice {

		private final RunRequest request;

		private final String message;

		private final List<RecordedRun> nearest = new ArrayList<>();

		private @Nullable MessageMatch match;

		private int length;

		Choice(RunRequest request) {
			this.request = request;
			this.message = request.input().lastUserMessage();
		}

		void add(RecordedRun run) {
			String input = run.input();
			if (input == null || run.iteration() != this.request.iteration() || !isOfSameKind(run)) {
				return;
			}
			MessageMatch found = MessageMatch.of(input, this.message);
			if (found == null) {
				return;
			}
			int order = (this.match == null) ? -1 : found.compareTo(this.match);
			if (order == 0 && found == MessageMatch.CONTAINED) {
				order = Integer.compare(this.length, input.length());
			}
			if (order < 0) {
				this.nearest.clear();
				this.match = found;
				this.length = input.length();
			}
			if (order <= 0) {
				this.nearest.add(run);
			}
		}

		private boolean isOfSameKind(RecordedRun run) {
			if (this.request.input() instanceof RunInput.Resumption resumed) {
				return run.resumedCalls(resumed.state()) != null;
			}
			return run.interrupted() == null && run.startingAgent().name().equals(this.request.startingAgent().name());
		}

		@Nullable RecordedRun take(ToIntFunction<String> ordinal) {
			if (this.nearest.isEmpty()) {
				return null;
			}
			RecordedRun first = this.nearest.get(0);
			int before = (this.nearest.size() == 1) ? 0 : ordinal.applyAsInt(choice(first));
			return this.nearest.get(Math.min(before, this.nearest.size() - 1));
		}

	}

}
