package io.mockagents.recording.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

import io.mockagents.agent.RunRequest;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedAgent;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordedSession;
import io.mockagents.recording.RunIndex;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The runs of a stored session that others are played from. The session is read once, and
 * what is kept of a run is where it begins and how it is found, so that each run that is
 * played costs the reading of its own rows. Rows that are added meanwhile are read when
 * the next run is asked for; a session that was replaced is read again. Safe for several
 * threads.
 */
public final class SessionRuns implements RecordedSession {

	private static final Log logger = LogFactory.getLog(SessionRuns.class);

	private static final int PAGE_SIZE = 500;

	private static final int RUN_PAGE_SIZE = 50;

	private final ConversationMessages messages;

	private final String sessionId;

	private Index index = new Index();

	/**
	 * Create the runs of a session.
	 * @param messages the stored conversations
	 * @param sessionId the id of the session
	 */
	public SessionRuns(ConversationMessages messages, String sessionId) {
		this.messages = messages;
		this.sessionId = sessionId;
	}

	@Override
	public @Nullable RecordedRun find(RunRequest request, ToIntFunction<String> ordinal) {
		Map<String, Integer> asked = new HashMap<>();
		ToIntFunction<String> once = (choice) -> asked.computeIfAbsent(choice, ordinal::applyAsInt);
		while (true) {
			Index current = readOn();
			Entry found = current.find(request, once);
			if (found == null) {
				return null;
			}
			RecordedRun run = read(found);
			if (run != null && found.isOf(run)) {
				return run;
			}
			startAnew(current);
		}
	}

	@Override
	public @Nullable RecordedRun nearest(RunRequest request) {
		Entry nearest = readOn().nearest(request);
		return (nearest != null) ? nearest.run() : null;
	}

	private synchronized Index current() {
		return this.index;
	}

	private synchronized void startAnew(Index known) {
		if (this.index == known) {
			this.index = new Index();
		}
	}

	/**
	 * Read the last run again, which may have grown, and those after it. Nothing is
	 * locked meanwhile: a thread that waits may hold the connection that this one needs.
	 */
	private Index readOn() {
		Index known = current();
		Tail tail = known.tail();
		Tail more = read(tail);
		if (more == null) {
			startAnew(known);
			known = current();
			tail = known.tail();
			more = read(tail);
		}
		if (more != null) {
			known.extend(tail, more);
		}
		return known;
	}

	/**
	 * Read from the beginning of the last run on.
	 * @return the runs, or {@code null} if the last run is no longer there
	 */
	private @Nullable Tail read(Tail tail) {
		List<Entry> entries = new ArrayList<>();
		SessionRecordingReader.Place last = tail.from();
		try (SessionRecordingReader reader = reader((last != null) ? RUN_PAGE_SIZE : PAGE_SIZE, last)) {
			while (true) {
				SessionRecordingReader.Place place = reader.place();
				try {
					RecordedRun run = reader.next();
					if (run == null) {
						break;
					}
					Entry before = (run.interrupted() != null && !entries.isEmpty()) ? entries.get(entries.size() - 1)
							: null;
					entries.add((before != null) ? Entry.of(run, before.place(), before.part() + 1)
							: Entry.of(run, place, 0));
					last = (before != null) ? before.place() : place;
				}
				catch (InvalidRecordingException ex) {
					if (!place.equals(tail.from())) {
						logger.warn("A recorded run is skipped. " + ex.getMessage());
					}
					last = place;
				}
			}
		}
		Entry first = tail.entries().isEmpty() ? null : tail.entries().get(0);
		if (first != null && (entries.isEmpty() || !entries.get(0).isAsLongAgo(first))) {
			return null;
		}
		return new Tail(last, entries);
	}

	private @Nullable RecordedRun read(Entry entry) {
		try (SessionRecordingReader reader = reader(RUN_PAGE_SIZE, entry.place())) {
			RecordedRun run = null;
			for (int i = 0; i <= entry.part(); i++) {
				run = reader.next();
			}
			return run;
		}
		catch (InvalidRecordingException ex) {
			return null;
		}
	}

	private SessionRecordingReader reader(int pageSize, SessionRecordingReader.@Nullable Place from) {
		return new SessionRecordingReader(this.messages, this.sessionId, false, pageSize, from);
	}

	/**
	 * The entry of a run.
	 *
	 * @param run the run, without its turns unless it continues another
	 * @param place where it begins, or the run that it continues
	 * @param part how many runs come before it from there
	 * @param content distinguishes runs with different events
	 */
	private record Entry(RecordedRun run, SessionRecordingReader.Place place, int part, int content) {

		static Entry of(RecordedRun run, SessionRecordingReader.Place place, int part) {
			RecordedRun kept = (run.interrupted() != null) ? run
					: new RecordedRun(run.recording(), run.number(), run.profile(), run.sessionId(), run.iteration(),
							new RecordedAgent(run.startingAgent().name(), null, null, List.of(), List.of()),
							run.input(), List.of(), null, run.origin());
			return new Entry(kept, place, part, run.events().hashCode());
		}

		boolean isOf(RecordedRun other) {
			return other.origin().equals(this.run.origin()) && other.events().hashCode() == this.content;
		}

		/**
		 * Return whether a run that was read again begins as it did.
		 */
		boolean isAsLongAgo(Entry other) {
			return this.run.origin().equals(other.run.origin()) && this.run.number() == other.run.number()
					&& Objects.equals(this.run.input(), other.run.input());
		}

	}

	/**
	 * The end of the session: runs that may still grow, or be continued.
	 *
	 * @param from where they begin, or {@code null} for the beginning of the session
	 * @param entries the runs
	 */
	private record Tail(SessionRecordingReader.@Nullable Place from, List<Entry> entries) {
	}

	/**
	 * The runs that were read.
	 */
	private static final class Index {

		private final RunIndex<Entry> settled = new RunIndex<>(Entry::run);

		private RunIndex<Entry> open = new RunIndex<>(Entry::run);

		private final Map<String, Entry> lastOfAgents = new HashMap<>();

		private @Nullable Entry last;

		private Tail tail = new Tail(null, List.of());

		synchronized Tail tail() {
			return this.tail;
		}

		/**
		 * Take what was read, unless another thread was faster.
		 */
		synchronized void extend(Tail before, Tail more) {
			if (this.tail != before) {
				return;
			}
			List<Entry> open = new ArrayList<>();
			this.open = new RunIndex<>(Entry::run);
			for (Entry entry : more.entries()) {
				if (entry.place().equals(more.from())) {
					open.add(entry);
					this.open.add(entry);
				}
				else {
					settle(entry);
				}
			}
			this.tail = new Tail(more.from(), open);
		}

		private void settle(Entry entry) {
			RecordedRun run = entry.run();
			this.last = entry;
			this.lastOfAgents.put(run.startingAgent().name(), entry);
			this.settled.add(entry);
		}

		synchronized @Nullable Entry nearest(RunRequest request) {
			List<Entry> known = new ArrayList<>();
			known.add(this.lastOfAgents.get(request.startingAgent().name()));
			this.tail.entries().stream().filter((entry) -> isOfAgent(entry, request)).forEach(known::add);
			if (known.size() == 1 && known.get(0) == null) {
				known.add(this.last);
				known.addAll(this.tail.entries());
			}
			return known.get(known.size() - 1);
		}

		private static boolean isOfAgent(Entry entry, RunRequest request) {
			return entry.run().startingAgent().name().equals(request.startingAgent().name());
		}

		synchronized @Nullable Entry find(RunRequest request, ToIntFunction<String> ordinal) {
			return this.settled.choose(this.settled.nearest(request).or(this.open.nearest(request)), ordinal);
		}

	}

}
