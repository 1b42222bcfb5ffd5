package io.mockagents.recording.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import io.mockagents.agent.Handoff;
import io.mockagents.agent.JsonObject;
import io.mockagents.conversation.ConversationMessages;
import io.mockagents.conversation.SessionRowReader;
import io.mockagents.conversation.StoredRow;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the runs of a stored session from its rows: those of this project, and those of
 * the Python application, which keeps events as the text of Python objects. Holds a page
 * of rows and the rows of one run.
 * <p>
 * Rows that are missing or there twice, runs that were cut off, and events and items that
 * cannot be played are reported by the id of the row, never skipped; reading continues
 * with the next run. The user's message before a run is its input; a stored failure after
 * it is what ended it.
 */
public final class SessionRecordingReader implements RecordingReader {

	private static final int PAGE_SIZE = 500;

	private static final int MAX_EVENTS = 10_000;

	private static final Set<String> ENDS_AFTER_MESSAGE = Set.of("OutputGuardrailTripwireTriggered",
			"ModelRefusalError", "ModelBehaviorError", "MaxTurnsExceeded");

	private final SessionRowReader rows;

	private final String sessionId;

	private final boolean playsCutOffRuns;

	private final Deque<Entry> ahead = new ArrayDeque<>();

	private @Nullable StoredRow message;

	private boolean messagesRead;

	private @Nullable String input;

	private SessionRowReader.Place lastRows = new SessionRowReader.Place(null, null);

	private int number;

	private int lastNumber;

	private boolean skipping;

	private boolean gapReported;

	private SdkProfile profile = SdkProfile.V0_2;

	private @Nullable RunFromRows interrupted;

	/**
	 * Create a reader that reports runs that were cut off.
	 * @param messages the stored conversations
	 * @param sessionId the id of the session
	 */
	public SessionRecordingReader(ConversationMessages messages, String sessionId) {
		this(messages, sessionId, false);
	}

	/**
	 * Create a reader.
	 * @param messages the stored conversations
	 * @param sessionId the id of the session
	 * @param playsCutOffRuns whether a run is played as far as its rows go if they end
	 * with neither a message of the model nor a stored failure. Rows do not tell a run
	 * that was cancelled, or that a tool's output ended, from one whose rows were lost;
	 * unless this is {@code true}, all of them are reported
	 */
	public SessionRecordingReader(ConversationMessages messages, String sessionId, boolean playsCutOffRuns) {
		this(messages, sessionId, playsCutOffRuns, PAGE_SIZE, null);
	}

	/**
	 * Create a reader that continues from a place.
	 */
	SessionRecordingReader(ConversationMessages messages, String sessionId, boolean playsCutOffRuns, int pageSize,
			@Nullable Place from) {
		this.rows = messages.rowsOf(sessionId, pageSize, (from != null) ? from.rows() : null);
		this.sessionId = sessionId;
		this.playsCutOffRuns = playsCutOffRuns;
		if (from != null) {
			this.lastRows = from.rows();
			this.input = from.input();
			this.number = from.number();
			this.lastNumber = from.lastNumber();
			this.profile = from.profile();
		}
	}

	/**
	 * Return where the next run begins. That of a run that continues another is of use
	 * only with what was read before.
	 */
	Place place() {
		if (this.skipping) {
			skip();
		}
		return new Place(this.lastRows, this.input, this.number, this.lastNumber, this.profile);
	}

	@Override
	public @Nullable RecordedRun next() {
		if (this.skipping) {
			skip();
		}
		Entry first = peek(0);
		if (first == null) {
			return null;
		}
		boolean begun = false;
		try {
			checkNumber(first);
			SessionEvent start = first.event();
			if (!start.isAgentUpdate()) {
				throw start.invalid("belongs to a run whose first row is missing: no '" + "agent_updated_stream_event"
						+ "' comes before it" + lostHint(start));
			}
			this.number++;
			begun = true;
			return read(start);
		}
		catch (InvalidRecordingException ex) {
			this.skipping = begun || !isStart(first);
			this.interrupted = null;
			throw ex;
		}
		catch (ClassCastException | NoSuchElementException ex) {
			this.skipping = true;
			this.interrupted = null;
			throw first.event().invalid("starts a run with an event of an unknown form: " + ex.getMessage());
		}
	}

	private RecordedRun read(SessionEvent start) {
		readMessages(start);
		List<SessionEvent> events = new ArrayList<>();
		take(events);
		for (Entry next = peek(0); next != null; next = peek(0)) {
			SessionEvent last = events.get(events.size() - 1);
			if (isStart(next) && !continues(last, next.event())) {
				break;
			}
			checkNumber(next);
			SessionEvent event = next.event();
			if (event.iteration() != start.iteration()) {
				throw event.invalid("belongs to iteration " + event.iteration() + ", but follows rows of iteration "
						+ start.iteration() + " and does not start a run" + lostHint(event));
			}
			if (events.size() == MAX_EVENTS) {
				throw event.invalid("is one too many: a run has at most " + MAX_EVENTS + " events");
			}
			take(events);
		}
		return run(start, events);
	}

	private RecordedRun run(SessionEvent start, List<SessionEvent> events) {
		RunFromRows before = this.interrupted;
		this.interrupted = null;
		boolean continues = before != null && events.size() > 1 && answers(events.get(1), before.pending());
		RunFromRows rows = new RunFromRows(events, this.input, continues ? before : null, this.profile);
		this.profile = rows.profile();
		Entry next = peek(0);
		RecordedFailure failure = failure(start, (next != null) ? next.row() : null, rows.isComplete());
		Entry afterNext = peek(1);
		boolean interrupted = failure == null && next != null && afterNext != null && isStart(next)
				&& afterNext.problem() == null && answers(afterNext.event(), rows.pending());
		if (interrupted && rows.profile() == SdkProfile.V0_2) {
			// Only there runs are interrupted, though their rows may look as in both
			rows = new RunFromRows(events, this.input, continues ? before : null, SdkProfile.V0_22);
			this.profile = rows.profile();
		}
		if (failure == null && !interrupted && !rows.isComplete()) {
			if (!this.playsCutOffRuns) {
				throw cutOff(events, rows, next);
			}
			failure = RecordedFailure.cutOff();
		}
		RecordedRun run = rows.run(this.number, this.sessionId, failure);
		if (interrupted) {
			this.interrupted = rows;
		}
		return run;
	}

	private static boolean answers(SessionEvent event, Set<String> pending) {
		if (event.isAgentUpdate()) {
			return false;
		}
		return switch (event.name()) {
			case "tool_output" -> pending.contains(event.text("call_id"));
			case "mcp_approval_response" -> pending.contains(event.text("approval_request_id"));
			default -> false;
		};
	}

	private InvalidRecordingException cutOff(List<SessionEvent> events, RunFromRows rows, @Nullable Entry next) {
		SessionEvent last = events.get(events.size() - 1);
		StringBuilder problem = new StringBuilder("is the last of a run that was cut off: ");
		if (!rows.pending().isEmpty()) {
			SessionEvent pending = rows.row(rows.pending().iterator().next());
			problem.append("no row contains the result of row '").append(pending.row().id()).append("'");
		}
		else {
			problem.append("neither a message of the model nor a failure follows");
		}
		if (next != null) {
			problem.append(", and row '").append(next.row().id()).append("' starts the next run");
		}
		return last
			.invalid(problem + ". Rows may be lost. If the run was cancelled, or ended with the output of a tool, "
					+ "read the session with incomplete runs allowed");
	}

	/**
	 * Take the rows of what the user wrote before a run.
	 */
	private void readMessages(SessionEvent start) {
		for (StoredRow row = message(); row != null
				&& !row.createdAt().isAfter(start.row().createdAt()); row = message()) {
			if (row.messageType().equals("user_input")) {
				this.input = row.content();
			}
			takeMessage(row);
		}
	}

	private void takeMessage(StoredRow row) {
		this.lastRows = new SessionRowReader.Place(this.lastRows.event(), row);
		this.message = null;
	}

	/**
	 * Take the row of a failure that was stored between a run and the next.
	 */
	private @Nullable RecordedFailure failure(SessionEvent start, @Nullable StoredRow next, boolean complete) {
		RecordedFailure failure = null;
		while (true) {
			StoredRow row = message();
			if (row == null || !row.messageType().equals("error") || row.createdAt().isBefore(start.row().createdAt())
					|| (next != null && row.createdAt().isAfter(next.createdAt()))) {
				return failure;
			}
			takeMessage(row);
			RecordedFailure found = failure(row);
			if (failure == null && (!complete || ENDS_AFTER_MESSAGE.contains(found.type()))) {
				failure = found;
			}
		}
	}

	private static RecordedFailure failure(StoredRow row) {
		JsonObject data = failureData(row);
		String type = data.stringOrNull("error_type");
		String message = data.stringOrNull("error");
		String content = row.content();
		return new RecordedFailure((type != null) ? type : "Exception",
				(message != null) ? message : (content != null) ? content : "", null, Map.of(), null);
	}

	/**
	 * Return the failure in a row: an object, or in rows of the Python application the
	 * text of one.
	 */
	private static JsonObject failureData(StoredRow row) {
		Object data = row.eventData();
		if (data instanceof String text) {
			try {
				data = JsonCodec.parse(text);
			}
			catch (IllegalArgumentException ex) {
				return JsonObject.of();
			}
		}
		return (data instanceof JsonObject object) ? object : JsonObject.of();
	}

	private @Nullable StoredRow message() {
		if (this.message == null && !this.messagesRead) {
			this.message = this.rows.nextMessage();
			this.messagesRead = (this.message == null);
		}
		return this.message;
	}

	/**
	 * Events are numbered without gaps; those of an iteration may be counted again.
	 */
	private void checkNumber(Entry entry) {
		Integer number = entry.row().streamSequence();
		if (this.gapReported || number == null) {
			return;
		}
		boolean restarts = number == 1 && this.lastNumber > 0 && isStart(entry);
		if (number == this.lastNumber + 1 || restarts) {
			return;
		}
		this.gapReported = true;
		String id = "Row '" + entry.row().id() + "'";
		if (number == this.lastNumber) {
			throw new InvalidRecordingException(id,
					"has the number " + number + ", as the row before it: one of them is a duplicate");
		}
		if (number < this.lastNumber) {
			throw new InvalidRecordingException(id, "has the number " + number + " but follows that of number "
					+ this.lastNumber + ", and does not start a run");
		}
		throw new InvalidRecordingException(id, "has the number " + number + ", but the rows with the numbers "
				+ (this.lastNumber + 1) + " to " + (number - 1) + " are missing");
	}

	private static String lostHint(SessionEvent event) {
		return ". Earlier rows may be lost, as in the Python application, which restarts the numbers in each "
				+ "iteration and does not store a row whose id exists: number " + event.number()
				+ " is the first row that is left";
	}

	private boolean isStart(Entry entry) {
		return entry.problem() == null && entry.event().isAgentUpdate();
	}

	private static boolean continues(SessionEvent last, SessionEvent update) {
		String name = update.agent().name();
		// A filter of the handoff may have taken away its output
		boolean handsOff = name.equals(last.handoffTarget()) || (last.name().equals("handoff_requested")
				&& Handoff.defaultToolName(name).equals(last.rawItem().get("name")));
		return handsOff && update.iteration() == last.iteration() && update.number() == last.number() + 1;
	}

	/**
	 * Pass over the rest of a run that cannot be played.
	 */
	private void skip() {
		this.skipping = false;
		SessionEvent last = null;
		for (Entry next = peek(0); next != null; next = peek(0)) {
			if (isStart(next) && (last == null || !continues(last, next.event()))) {
				return;
			}
			last = (next.problem() == null) ? next.event() : null;
			poll();
		}
	}

	private void take(List<SessionEvent> events) {
		events.add(poll().event());
	}

	private Entry poll() {
		Entry entry = this.ahead.remove();
		this.lastRows = new SessionRowReader.Place(entry.row(), this.lastRows.message());
		Integer number = entry.row().streamSequence();
		this.lastNumber = (number != null) ? number : this.lastNumber;
		this.gapReported = false;
		return entry;
	}

	/**
	 * Return a row that was not taken yet.
	 */
	private @Nullable Entry peek(int index) {
		while (this.ahead.size() <= index) {
			StoredRow row = this.rows.nextEvent();
			if (row == null) {
				return null;
			}
			this.ahead.add(Entry.of(row));
		}
		return this.ahead.stream().skip(index).findFirst().orElse(null);
	}

	/**
	 * A row that was read, and what is wrong with it.
	 */
	private record Entry(StoredRow row, @Nullable SessionEvent read, @Nullable InvalidRecordingException problem) {

		static Entry of(StoredRow row) {
			try {
				return new Entry(row, SessionEvent.of(row), null);
			}
			catch (InvalidRecordingException ex) {
				return new Entry(row, null, ex);
			}
		}

		SessionEvent event() {
			if (this.read != null) {
				return this.read;
			}
			throw (this.problem != null) ? this.problem : new IllegalStateException();
		}

	}

	/**
	 * Where a run begins, and what is to know of the rows before it.
	 *
	 * @param rows the place among the rows
	 * @param input what the user wrote last
	 * @param number how many runs come before
	 * @param lastNumber the number of the last event before
	 * @param profile the profile of the runs before
	 */
	record Place(SessionRowReader.Place rows, @Nullable String input, int number, int lastNumber, SdkProfile profile) {
	}

}
