package io.mockagents.recording;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.redaction.Secrets;
import io.mockagents.scenario.match.ContainedTexts;
import org.jspecify.annotations.Nullable;

/**
 * Finds the recorded run that a run is played from: one of the same starting agent and
 * iteration whose message comes nearest to the user's last message, as
 * {@link MessageMatch} compares them. Of messages that are contained in the one that is
 * sent, the longest is nearest. A resumed run is played from one that continues the same
 * calls. Runs without a message match none.
 * <p>
 * The time of a search depends on the length of the message, and hardly on the number of
 * runs. Not safe for several threads while runs are added.
 *
 * @param <E> the type of the entries, each of which stands for one run
 */
public final class RunIndex<E> {

	private final Function<E, RecordedRun> run;

	private final Map<Key, Messages<E>> messages = new HashMap<>();

	private int size;

	/**
	 * Create an index without entries.
	 * @param run returns the run of an entry; its turns matter only if it continues
	 * another
	 */
	public RunIndex(Function<E, RecordedRun> run) {
		this.run = run;
	}

	/**
	 * Add an entry.
	 * @param entry the entry, whose run comes after those that were added before
	 */
	public void add(E entry) {
		RecordedRun recorded = this.run.apply(entry);
		String input = recorded.input();
		if (input != null) {
			Key key = new Key((recorded.interrupted() != null) ? null : recorded.startingAgent().name(),
					recorded.iteration());
			this.messages.computeIfAbsent(key, (added) -> new Messages<>())
				.add(input, new Numbered<>(entry, this.size++));
		}
	}

	/**
	 * Return the entries whose runs come nearest, in the order in which they were added.
	 * @param request the request for a run
	 * @return the entries whose runs come nearest, in the order in which they were added
	 */
	public Nearest<E> nearest(RunRequest request) {
		RunInput.Resumption resumed = (request.input() instanceof RunInput.Resumption resumption) ? resumption : null;
		Messages<E> candidates = this.messages
			.get(new Key((resumed != null) ? null : request.startingAgent().name(), request.iteration()));
		return (candidates == null) ? new Nearest<>(null, 0, List.of()) : candidates.nearest(
				request.input().lastUserMessage(),
				(entry) -> resumed == null || this.run.apply(entry.entry()).resumedCalls(resumed.state()) != null);
	}

	/**
	 * Return the entry that a run is played from.
	 * @param nearest the entries that come nearest: each is used once, in order, and then
	 * the last
	 * @param ordinal returns the number of runs with the same choice, whose name it is
	 * given, that were asked for before
	 * @return the entry, or {@code null} if none matches
	 */
	public @Nullable E choose(Nearest<E> nearest, ToIntFunction<String> ordinal) {
		List<E> entries = nearest.entries();
		if (entries.size() < 2) {
			return entries.isEmpty() ? null : entries.get(0);
		}
		RecordedRun first = this.run.apply(entries.get(0));
		int before = ordinal.applyAsInt(first.recording() + " " + first.number());
		return entries.get(Math.min(before, entries.size() - 1));
	}

	/**
	 * The runs that come equally near.
	 *
	 * @param match how near they come, or {@code null} if there are none
	 * @param length the number of characters of a message that is contained in another
	 * @param entries the entries, in order
	 */
	public record Nearest<E>(@Nullable MessageMatch match, int length, List<E> entries) {

		/**
		 * Return the nearest of these and later ones.
		 * @param later the later ones
		 * @return the nearest of these and later ones
		 */
		public Nearest<E> or(Nearest<E> later) {
			if (this.match == null || later.match == null) {
				return (this.match == null) ? later : this;
			}
			int order = this.match.compareTo(later.match);
			order = (order != 0) ? order : Integer.compare(later.length, this.length);
			if (order != 0) {
				return (order < 0) ? this : later;
			}
			List<E> both = new ArrayList<>(this.entries);
			both.addAll(later.entries);
			return new Nearest<>(this.match, this.length, both);
		}

	}

	/**
	 * The values that must be equal in any case.
	 *
	 * @param agent the starting agent, or {@code null} if the run continues another
	 */
	private record Key(@Nullable String agent, int iteration) {
	}

	private record Numbered<E>(E entry, int number) {
	}

	/**
	 * The runs of one key by their messages.
	 */
	private static final class Messages<E> {

		private final Map<String, List<Numbered<E>>> exact = new HashMap<>();

		private final Map<String, List<Numbered<E>>> withoutCode = new HashMap<>();

		/**
		 * Messages without their credentials, by what stands before the first of them.
		 */
		private final NavigableMap<String, Map<String, List<Numbered<E>>>> redacted = new TreeMap<>();

		private final ContainedTexts<Numbered<E>> contained = new ContainedTexts<>();

		void add(String input, Numbered<E> entry) {
			int hidden = input.indexOf(Secrets.HIDDEN);
			((hidden >= 0) ? this.redacted.computeIfAbsent(input.substring(0, hidden), (added) -> new HashMap<>())
					: this.exact)
				.computeIfAbsent(input, (added) -> new ArrayList<>())
				.add(entry);
			String words = MessageMatch.withoutCode(input);
			if (!words.isEmpty()) {
				this.withoutCode.computeIfAbsent(words, (added) -> new ArrayList<>()).add(entry);
				this.contained.add(input.strip(), entry);
			}
		}

		Nearest<E> nearest(String message, Predicate<Numbered<E>> filter) {
			List<Numbered<E>> found = new ArrayList<>(this.exact.getOrDefault(message, List.of()));
			Map.Entry<String, Map<String, List<Numbered<E>>>> redacted = this.redacted.floorEntry(message);
			while (redacted != null) {
				String start = redacted.getKey();
				int common = commonLength(start, message);
				if (common == start.length()) {
					redacted.getValue().forEach((input, entries) -> {
						if (MessageMatch.isExact(input, message)) {
							found.addAll(entries);
						}
					});
				}
				redacted = (common == start.length()) ? this.redacted.lowerEntry(start)
						: this.redacted.floorEntry(message.substring(0, common));
			}
			List<E> entries = entries(found, filter);
			if (!entries.isEmpty()) {
				return new Nearest<>(MessageMatch.EXACT, 0, entries);
			}
			entries = entries(this.withoutCode.getOrDefault(MessageMatch.withoutCode(message), List.of()), filter);
			if (!entries.isEmpty()) {
				return new Nearest<>(MessageMatch.WITHOUT_CODE, 0, entries);
			}
			ContainedTexts.Longest<Numbered<E>> longest = this.contained.longestIn(message, filter);
			return new Nearest<>(longest.values().isEmpty() ? null : MessageMatch.CONTAINED, longest.length(),
					entries(longest.values(), filter));
		}

		private static int commonLength(String one, String other) {
			int length = 0;
			while (length < Math.min(one.length(), other.length()) && one.charAt(length) == other.charAt(length)) {
				length++;
			}
			return length;
		}

		private static <E> List<E> entries(List<Numbered<E>> found, Predicate<Numbered<E>> filter) {
			return found.stream()
				.filter(filter)
				.sorted(Comparator.comparingInt(Numbered::number))
				.map(Numbered::entry)
				.toList();
		}

	}

}
