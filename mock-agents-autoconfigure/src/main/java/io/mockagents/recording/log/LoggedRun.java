package io.mockagents.recording.log;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

import io.mockagents.agent.AgentUpdatedStreamEvent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.model.ProfileFinder;
import io.mockagents.model.SdkProfile;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedAgent;
import io.mockagents.recording.RecordedEvent;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RunBuilder;
import io.mockagents.recording.RunTranscript;
import io.mockagents.recording.SourceLine;
import io.mockagents.recording.StoredEvent;
import io.mockagents.recording.TurnBuilder;
import io.mockagents.recording.TurnBuilder.FrameOrder;
import org.jspecify.annotations.Nullable;

/**
 * A call that a log contains, as far as it has been read. Takes the events in their order
 * and makes turns of them. A line that breaks the order of a run is a problem, and the
 * rest of the call is then skipped: an event that is missing, twice there, or another
 * call's would otherwise end up in a recording unseen.
 */
final class LoggedRun {

	/**
	 * The number of characters of events and prompt that are kept of a call.
	 */
	static final int MOST_CHARACTERS = 64 << 20;

	private final SourceLine start;

	private final String recording;

	private final int number;

	private final int iteration;

	private final boolean playsCutOffRuns;

	/**
	 * The events as they stand in the log, or {@code null} where turns are made of them.
	 */
	private final @Nullable List<JsonObject> asLogged;

	private final ProfileFinder shapes = new ProfileFinder();

	private final PythonTraceback traceback = new PythonTraceback();

	private @Nullable RunBuilder builder;

	private @Nullable String agentName;

	private @Nullable String model;

	private @Nullable String prompt;

	private @Nullable String session;

	private Set<String> withApproval = Set.of();

	private @Nullable SourceLine announced;

	private @Nullable InvalidRecordingException problem;

	private SourceLine last;

	/** The order of the frames where events are kept as they stand in the log. */
	private final FrameOrder order = new FrameOrder();

	private int answers;

	/**
	 * Whether it begins with the result of a tool, and so continues an interrupted run,
	 * the answers of which its result counts too.
	 */
	private boolean resumes;

	private long lastEventTime;

	private final List<RecordedEvent> events = new ArrayList<>();

	private long characters;

	/**
	 * Create a call.
	 * @param start the line that starts it
	 * @param recording the name of the log
	 * @param number its number in the log
	 * @param iteration the iteration that the line names
	 * @param playsCutOffRuns whether the run may just end
	 * @param asLogged whether its events are to be kept as they stand in the log,
	 * whatever the form of their data, in place of turns that can be played
	 */
	LoggedRun(SourceLine start, String recording, int number, int iteration, boolean playsCutOffRuns,
			boolean asLogged) {
		this.playsCutOffRuns = playsCutOffRuns;
		this.start = start;
		this.recording = recording;
		this.number = number;
		this.iteration = iteration;
		this.asLogged = asLogged ? new ArrayList<>() : null;
		this.last = start;
		this.lastEventTime = start.time();
	}

	SourceLine start() {
		return this.start;
	}

	int iteration() {
		return this.iteration;
	}

	/**
	 * Return what is wrong with it, or {@code null}.
	 */
	@Nullable InvalidRecordingException problem() {
		return this.problem;
	}

	void fail(SourceLine line, String what) {
		if (this.problem == null) {
			this.problem = new InvalidRecordingException(line.position(),
					what + ". The call that starts at " + this.start.position() + " is skipped.");
			this.builder = null;
			this.events.clear();
			if (this.asLogged != null) {
				this.asLogged.clear();
			}
		}
	}

	void agentName(SourceLine line, String name) {
		this.agentName = header(line, "Agent", this.agentName, name);
	}

	void model(SourceLine line, String model) {
		this.model = header(line, "Model", this.model, model);
	}

	void prompt(SourceLine line, String prompt) {
		count(line, prompt.length());
		this.prompt = header(line, "Prompt", this.prompt, prompt);
	}

	void session(SourceLine line, String session) {
		this.session = header(line, "Session", this.session, session);
	}

	private String header(SourceLine line, String name, @Nullable String before, String value) {
		if (!this.events.isEmpty() || (before != null && !before.equals(value))) {
			fail(line, "The line '" + name + ":' appears " + ((before != null) ? "again" : "after events")
					+ "; lines of calls that were logged at the same time cannot be separated");
		}
		return value;
	}

	/**
	 * Take a line that announces an event.
	 */
	void announce(SourceLine line) {
		if (this.announced != null) {
			fail(this.announced, "The event that this line announces has no line 'Event Data:'");
		}
		this.announced = line;
	}

	/**
	 * Take the data of the event that was announced.
	 */
	void event(SourceLine line, String text) {
		SourceLine announcement = this.announced;
		this.announced = null;
		if (announcement == null) {
			fail(line, "This event has no line 'Stream Event:' before it, or a duplicate line 'Event Data:'");
			return;
		}
		count(line, text.length());
		if (this.problem != null) {
			return;
		}
		try {
			StoredEvent event = StoredEvent.parse(text);
			String type = event.json().string("type");
			if (!announcement.after(LogRecordingReader.STREAM_EVENT).strip().equals(type)) {
				throw new IllegalArgumentException("it is announced as '"
						+ announcement.after(LogRecordingReader.STREAM_EVENT) + "' but is a '" + type + "'");
			}
			accept(line, event, type);
		}
		catch (IllegalArgumentException | ClassCastException | NoSuchElementException ex) {
			fail(line, "The event cannot be read: " + ex.getMessage());
		}
	}

	/**
	 * Take a line of data if it is the first half of one, after which the log breaks off
	 * and the run may do so too.
	 * @return whether it is
	 */
	boolean breaksOffWith(SourceLine line, String text) {
		if (line.whole() || !this.playsCutOffRuns || this.problem != null) {
			return false;
		}
		try {
			StoredEvent.parse(text);
			return false;
		}
		catch (IllegalArgumentException ex) {
			this.announced = null;
			return true;
		}
	}

	private void count(SourceLine line, int more) {
		this.characters += more;
		if (this.characters > MOST_CHARACTERS) {
			fail(line, "The call is longer than " + MOST_CHARACTERS + " characters");
		}
	}

	private void accept(SourceLine line, StoredEvent event, String type) {
		this.shapes.told(event.ofOldestSdk());
		if (this.asLogged != null) {
			keep(this.asLogged, event);
		}
		else {
			switch (type) {
				case AgentUpdatedStreamEvent.TYPE -> agentUpdated(event);
				case RawResponseEvent.TYPE -> raw(event.json().object("data"));
				default -> item(event);
			}
		}
		JsonObject data = event.json().objectOrNull("data");
		if (data != null && "response.completed".equals(data.get("type"))) {
			this.answers++;
		}
		started().pause(Duration.ofMillis(Math.max(0, line.time() - this.lastEventTime)));
		this.lastEventTime = line.time();
		this.last = line;
		this.events.add(RecordedEvent.of(line.position(), type.equals(RawResponseEvent.TYPE), event.json()));
		this.traceback.clear();
	}

	/**
	 * Keep an event as it stands in the log. Only that none is missing is looked at.
	 */
	private void keep(List<JsonObject> asLogged, StoredEvent event) {
		JsonObject data = event.json().objectOrNull("data");
		if (this.builder == null) {
			start(event);
		}
		if (data != null) {
			this.order.next(data);
		}
		this.resumes |= this.order.isBeforeFirst() && "tool_output".equals(event.json().get("name"));
		asLogged.add(event.json());
	}

	private void start(StoredEvent event) {
		RecordedAgent starting = event.agent();
		if (starting == null) {
			throw new IllegalArgumentException("the run does not start with 'agent_updated_stream_event'");
		}
		if (this.prompt == null) {
			throw new IllegalArgumentException("no line 'Prompt:' precedes it");
		}
		if (this.agentName != null && !this.agentName.equals(starting.name())) {
			throw new IllegalArgumentException("the run starts with the agent '" + starting.name()
					+ "', but the call starts with '" + this.agentName + "'");
		}
		this.builder = new RunBuilder(starting, this.prompt, List.of(), null);
	}

	private void agentUpdated(StoredEvent event) {
		RecordedAgent updated = event.agent();
		if (updated == null) {
			throw new IllegalArgumentException("it names no agent");
		}
		if (this.builder == null) {
			start(event);
		}
		else if (!handsOff()) {
			throw new IllegalArgumentException(
					"another agent takes over without a handoff; a line is missing, duplicated, or belongs to another call");
		}
		else {
			this.builder.agent(updated);
		}
		this.withApproval = event.withApproval();
	}

	private RunBuilder started() {
		if (this.builder == null) {
			throw new IllegalArgumentException("the run does not start with 'agent_updated_stream_event'");
		}
		return this.builder;
	}

	private @Nullable TurnBuilder turn() {
		return (this.builder != null) ? this.builder.turn() : null;
	}

	private boolean handsOff() {
		TurnBuilder open = turn();
		return open != null && open.handsOff();
	}

	private void raw(JsonObject wire) {
		RunBuilder run = started();
		JsonObject frame = this.shapes.frame(wire);
		TurnBuilder open = run.turn();
		if (open != null && open.isEndedBy(frame)) {
			open.complete(false, Set.of());
			if (open.endsRun()) {
				throw new IllegalArgumentException("an answer follows one that ends a run"
						+ "; the lines between two calls are missing, or lines of another call are mixed in");
			}
		}
		run.frame(frame);
	}

	private void item(StoredEvent event) {
		String name = event.json().string("name");
		RunBuilder run = this.builder;
		if (run == null || run.turn() == null) {
			throw new IllegalArgumentException("it is '" + name
					+ "' before the first answer of the model; a run that resumes an interrupted one cannot be played");
		}
		RecordedAgent of = event.agent();
		if (of != null && !of.name().equals(run.agent().name())) {
			throw new IllegalArgumentException("its item is of the agent '" + of.name() + "', but it is the turn of '"
					+ run.agent().name() + "'; a line is missing, or belongs to another call");
		}
		run.item(name, event.json().object("item"), null);
	}

	/**
	 * Take a line that is not part of an event.
	 */
	void other(SourceLine line) {
		if (line.startsRecord()) {
			this.traceback.record(line.after(""));
		}
		else {
			this.traceback.line(line.raw());
		}
	}

	/**
	 * Whether more events may belong to the call although the log says that it ends.
	 * After the outputs of tools some runs end and others continue.
	 */
	boolean mayGoOn() {
		TurnBuilder open = turn();
		return this.problem == null && (this.asLogged != null || (open != null && !open.hasLastMessage()));
	}

	/**
	 * Whether the next event may be one of another agent taking over, as the first of a
	 * call is.
	 */
	boolean awaitsAgent() {
		return this.events.isEmpty() || handsOff();
	}

	/**
	 * Compare the call, which has ended, with what the application logged of its result.
	 * @param line the line that contains it
	 * @param text the text of the result
	 * @return whether nothing is missing
	 */
	boolean isConfirmed(SourceLine line, String text) {
		LoggedResult result = LoggedResult.parse(text);
		if (result == null || this.announced != null || hasFailedBeforeItsEnd() || !isComplete()) {
			return false;
		}
		// One that was cancelled may not have counted its last answer
		if ((result.answers() > this.answers && !this.resumes)
				|| (result.answers() < this.answers && result.hasOutput())) {
			fail(line, "The run had " + result.answers() + " answers of the model, but its call contains "
					+ this.answers + "; lines are missing, or lines of another call are mixed in");
		}
		return result.answers() == this.answers;
	}

	private boolean isComplete() {
		try {
			TurnBuilder open = turn();
			if (open != null) {
				open.complete(true, this.withApproval);
			}
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	/**
	 * End the call as the log says.
	 * @param end the line that says so
	 * @return the run
	 * @throws InvalidRecordingException if something is wrong with it
	 */
	RecordedRun complete(SourceLine end) {
		if (this.problem == null && this.announced == null && hasFailedBeforeItsEnd()) {
			return breakOff("the end of the call at " + end.position());
		}
		try {
			if (this.problem == null && this.announced != null) {
				fail(this.announced, "The event that this line announces has no line 'Event Data:'");
			}
			TurnBuilder open = turn();
			if (this.problem == null && open == null && (this.asLogged == null || this.asLogged.isEmpty())) {
				fail(end, "The call ends without an answer of the model; a line is missing");
			}
			if (this.problem == null && open != null) {
				open.complete(true, this.withApproval);
			}
		}
		catch (IllegalArgumentException | ClassCastException | NoSuchElementException ex) {
			fail(end, "The call ends here, but " + ex.getMessage());
		}
		return recorded(null);
	}

	/**
	 * Whether the log contains a failure, or the answer is not complete where that does
	 * not matter, although the application says that the call ended, as it does where it
	 * always says so. After a last message only a guardrail fails a run.
	 */
	private boolean hasFailedBeforeItsEnd() {
		TurnBuilder open = turn();
		RecordedFailure failure = this.traceback.failure();
		if (failure == null) {
			return this.playsCutOffRuns && open != null && !open.isAnswered();
		}
		return open == null || !open.hasLastMessage() || failure.type().startsWith("OutputGuardrail");
	}

	/**
	 * End the call at a place where the log does not say that it ended.
	 * @param where what is there, to follow "before"
	 * @return the run, if it is known what ended it or if it may just end
	 * @throws InvalidRecordingException if neither
	 */
	RecordedRun breakOff(String where) {
		RecordedFailure failure = this.traceback.failure();
		TurnBuilder open = turn();
		String failedBy = (this.announced == null) ? failedBy(open) : null;
		if (failure == null && failedBy != null) {
			failure = new RecordedFailure("ModelBehaviorError",
					(this.shapes.profile() == SdkProfile.V0_2) ? "Model did not produce a final response!"
							: "Responses stream ended with terminal event `" + failedBy + "`.",
					null, Map.of(), null);
		}
		if (failure == null && this.playsCutOffRuns && (open == null || open.canEndHere())) {
			failure = RecordedFailure.cutOff();
		}
		if (this.problem == null && (failure == null || this.builder == null)) {
			fail(this.start,
					"The call has no end: its last event, the " + this.events.size() + ". one, is at "
							+ this.last.position() + ", before " + where
							+ ". Either the log is cut off, or the run failed, or calls were logged at the same time");
		}
		return recorded(failure);
	}

	private @Nullable String failedBy(@Nullable TurnBuilder open) {
		if (this.asLogged == null) {
			return (open != null) ? open.failedBy() : null;
		}
		JsonObject data = this.asLogged.isEmpty() ? null
				: this.asLogged.get(this.asLogged.size() - 1).objectOrNull("data");
		return (data != null && FrameOrder.isFailed(data)) ? data.string("type") : null;
	}

	/**
	 * Return the events of a call that is complete or was broken off, as they stand in
	 * the log.
	 */
	RunTranscript asLogged(RecordedRun run) {
		RecordedFailure failure = run.failure();
		return new RunTranscript(run.toString(), (this.asLogged != null) ? this.asLogged : List.of(),
				(failure == null || failure.isCutOff()) ? null : failure.type());
	}

	private RecordedRun recorded(@Nullable RecordedFailure failure) {
		if (this.problem != null) {
			throw this.problem;
		}
		if (this.builder == null) {
			throw new InvalidRecordingException(this.start.position(), "The call has no event.");
		}
		return this.builder.end(this.recording, this.number, this.shapes.profile(), this.session, this.iteration - 1,
				failure, this.start.position(), this.events);
	}

}
