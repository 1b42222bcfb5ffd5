package io.mockagents.recording.replay;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.json.Excerpt;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedEvent;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingMismatchException;
import org.jspecify.annotations.Nullable;

/**
 * Compares the events that are played with those of the source, one by one, before they
 * are stored or seen. Sources that contain no raw events are not asked for them.
 */
final class ReplayCheck implements RunListener {

	private static final int SHOWN_LENGTH = 300;

	private static final String REMEDY = ". Either it was changed, or the source does not contain everything that the run did, "
			+ "so that it cannot be played without the application: play it in the application, or record the run";

	private final RecordedRun run;

	private final List<RecordedEvent> events;

	private final boolean hasRaw;

	private final UnaryOperator<JsonObject> recordedIds;

	private BooleanSupplier finished = () -> false;

	private int next;

	/**
	 * Create the check of a run.
	 * @param run the run
	 * @param recordedIds restores the recorded ids of an event
	 */
	ReplayCheck(RecordedRun run, UnaryOperator<JsonObject> recordedIds) {
		this.run = run;
		this.events = run.events();
		this.hasRaw = this.events.stream().anyMatch(RecordedEvent::isRaw);
		this.recordedIds = recordedIds;
	}

	/**
	 * Set how to decide whether a run that ended without failure came to its end, as one
	 * that its consumer left does not.
	 */
	void finishedIf(BooleanSupplier finished) {
		this.finished = finished;
	}

	/**
	 * Return a journal that is given the events that are right.
	 */
	RunJournal before(RunJournal journal) {
		return (event) -> {
			boolean raw = event instanceof RawResponseEvent;
			if (!this.events.isEmpty() && (!raw || this.hasRaw)) {
				compare(RecordedEvent.json(event));
			}
			return journal.append(event);
		};
	}

	private void compare(JsonObject played) {
		JsonObject event = this.recordedIds.apply(played);
		if (this.next == this.events.size()) {
			throw new InvalidRecordingException(this.events.get(this.next - 1).origin(),
					"is the last event of " + this.run + ", but the replay continues with " + shown(event) + REMEDY);
		}
		RecordedEvent recorded = this.events.get(this.next);
		if (!recorded.is(event)) {
			throw new InvalidRecordingException(recorded.origin(),
					"differs from the replay of " + this.run + ", which is " + shown(event) + REMEDY);
		}
		this.next++;
	}

	@Override
	public void onEvent(RunEvent event) {
	}

	@Override
	public void onEnd(RunInfo info, @Nullable Throwable failure) {
		boolean ended = (failure != null)
				? !(failure instanceof InvalidRecordingException || failure instanceof RecordingMismatchException)
				: this.finished.getAsBoolean();
		if (ended && this.next < this.events.size()) {
			throw new InvalidRecordingException(this.events.get(this.next).origin(),
					"is not in the replay of " + this.run + ", which ends before it" + REMEDY);
		}
	}

	private static String shown(JsonObject event) {
		String text = JsonCodec.write(event);
		return Excerpt.of(text, SHOWN_LENGTH);
	}

}
