package io.mockagents.recording;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * Builds a run from its events, whatever their source: makes turns of them, and knows
 * which agent's turn it is, what the model has seen and which calls are pending. A source
 * without raw events makes the frames of each answer from its items first.
 */
public final class RunBuilder {

	private final List<RecordedTurn> turns = new ArrayList<>();

	private final List<String> toolOutputs = new ArrayList<>();

	private final @Nullable RunBuilder interrupted;

	private final @Nullable String message;

	private List<Duration> pauses = new ArrayList<>();

	private RecordedAgent startingAgent;

	private RecordedAgent agent;

	/** The agent that takes over after the open turn. */
	private @Nullable RecordedAgent target;

	private @Nullable TurnBuilder turn;

	/** What an error handler of the application has answered. */
	private @Nullable RecordedFailure handled;

	private boolean complete;

	private @Nullable RecordedRun run;

	/** The ids of the requests for the answers, in order, as far as they are known. */
	private Iterator<@Nullable String> requestIds = Collections.emptyIterator();

	/**
	 * Create a builder.
	 * @param agent the agent that takes the first turn
	 * @param message the text of the user's last message, or {@code null} if the source
	 * does not contain it
	 * @param toolOutputs the texts of the tool outputs since that message
	 * @param interrupted the run that this one continues, or {@code null}
	 */
	public RunBuilder(RecordedAgent agent, @Nullable String message, List<String> toolOutputs,
			@Nullable RunBuilder interrupted) {
		this.agent = agent;
		this.startingAgent = agent;
		this.message = message;
		this.interrupted = interrupted;
		this.toolOutputs.addAll((interrupted != null) ? interrupted.toolOutputs : toolOutputs);
		TurnBuilder waiting = (interrupted != null) ? interrupted.turn : null;
		if (waiting != null) {
			this.turn = TurnBuilder.resumed(waiting, key());
		}
	}

	/**
	 * Use the ids of the HTTP requests for the answers, in order.
	 * @param requestIds the ids, in the order of the answers
	 */
	public void requestIds(List<@Nullable String> requestIds) {
		this.requestIds = requestIds.iterator();
	}

	/**
	 * Say that the source holds all events as they were, so that none can be missing.
	 */
	public void completeSource() {
		this.complete = true;
	}

	/**
	 * Return the agent whose turn it is.
	 * @return the agent whose turn it is
	 */
	public RecordedAgent agent() {
		return this.agent;
	}

	/**
	 * Return the last turn that has begun, or {@code null} if none has.
	 * @return the last turn that has begun, or {@code null} if none has
	 */
	public @Nullable TurnBuilder turn() {
		return this.turn;
	}

	/**
	 * Return whether a frame is the first of a turn.
	 * @param frame the frame
	 * @return whether a frame is the first of a turn
	 */
	public boolean startsTurn(JsonObject frame) {
		return this.turn == null || this.turn.isEndedBy(frame);
	}

	/**
	 * Return what the model sees if it is asked now.
	 * @return what the model sees if it is asked now
	 */
	public TurnKey key() {
		List<String> seen = new ArrayList<>(this.toolOutputs);
		if (this.turn != null) {
			seen.addAll(this.turn.outputTexts());
		}
		return new TurnKey(this.agent.name(), this.message, seen);
	}

	/**
	 * Take an event that shows the agent whose turn it is.
	 * @param updated the agent as the event shows it
	 */
	public void agent(RecordedAgent updated) {
		if (this.turns.isEmpty() && (this.turn == null || (this.turn.isResumed() && !this.turn.hasItems()))) {
			this.startingAgent = updated;
		}
		this.agent = updated;
		this.target = (this.turn != null) ? updated : null;
	}

	/**
	 * Take more that is known of the agent whose turn it is.
	 * @param agent the agent
	 */
	public void known(RecordedAgent agent) {
		this.agent = agent;
	}

	/**
	 * Take a frame.
	 * @param frame the frame
	 * @throws IllegalArgumentException if another frame comes next
	 */
	public void frame(JsonObject frame) {
		TurnBuilder open = this.turn;
		((open == null || startsTurn(frame)) ? begin() : open).frame(frame);
	}

	/**
	 * Take an answer whose frames were made from its items.
	 * @param frames the frames
	 * @param output the items as the client dumps them
	 */
	public void answer(List<JsonObject> frames, List<JsonObject> output) {
		begin().answer(frames, output);
	}

	private TurnBuilder begin() {
		if (this.turn != null) {
			keep(this.turn, null);
		}
		TurnBuilder begun = new TurnBuilder(this.agent, key(), this.complete);
		this.turn = begun;
		this.target = null;
		return begun;
	}

	/**
	 * Take an item.
	 * @param name the name of its event
	 * @param item the item as events carry it; its agents are not read
	 * @param target the agent that it hands over to, or {@code null} if it hands over to
	 * none or the source does not contain it
	 * @throws IllegalArgumentException if the item does not come next
	 */
	public void item(String name, JsonObject item, @Nullable RecordedAgent target) {
		if (this.turn == null) {
			throw new IllegalArgumentException("its event '" + name + "' precedes the first answer of the model");
		}
		if (this.turn.isOfHandler(name, item)) {
			this.handled = RecordedFailure.handled(this.turn.canBeFinal() ? "ModelRefusalError" : "MaxTurnsExceeded",
					item.object("raw_item"));
			return;
		}
		this.turn.item(name, item);
		this.target = (target != null) ? target : this.target;
	}

	/**
	 * Take the pause before the event that was taken last. It is not kept of the events
	 * before the first turn.
	 * @param pause the pause
	 */
	public void pause(Duration pause) {
		if (this.turn != null) {
			this.pauses.add(pause);
		}
	}

	private void keep(TurnBuilder ended, @Nullable RecordedFailure failure) {
		boolean asked = ended.hasFrames() && this.requestIds.hasNext();
		this.turns.add(ended.build(this.target, asked ? this.requestIds.next() : null, failure, this.pauses));
		this.toolOutputs.addAll(ended.outputTexts());
		this.pauses = new ArrayList<>();
		this.turn = null;
	}

	/**
	 * End the run.
	 * @param recording the name of the recording
	 * @param number the number of the run in the recording, from 1
	 * @param profile the SDK whose shape the events have
	 * @param sessionId the id of its session, or {@code null}
	 * @param iteration the application's count of runs, from 0
	 * @param failure what ended the run early, or {@code null}
	 * @param origin where the run begins in its source
	 * @param events the events as the source contains them
	 * @return the run
	 */
	public RecordedRun end(String recording, int number, SdkProfile profile, @Nullable String sessionId, int iteration,
			@Nullable RecordedFailure failure, String origin, List<RecordedEvent> events) {
		TurnBuilder open = this.turn;
		if (open != null) {
			// The answer may be complete, and none of its items have become an event
			boolean ended = open.hasItems() || open.failedBy() != null || open.isResumed();
			keep(open, ended ? null : failure);
			this.turn = open;
		}
		else if (failure != null) {
			addFailing(this.agent, failure);
		}
		if (this.handled != null) {
			addFailing(this.agent, this.handled);
		}
		if (failure != null && this.target != null) {
			addFailing(this.target, failure);
		}
		RecordedRun ended = new RecordedRun(recording, number, profile, sessionId, iteration, this.startingAgent,
				this.message, this.turns, failure, origin, (this.interrupted != null) ? this.interrupted.run : null,
				events);
		this.run = ended;
		return ended;
	}

	private void addFailing(RecordedAgent agent, RecordedFailure failure) {
		this.turns.add(new RecordedTurn(agent, new TurnKey(agent.name(), this.message, this.toolOutputs), null,
				List.of(), List.of(), failure, this.pauses));
	}

}
