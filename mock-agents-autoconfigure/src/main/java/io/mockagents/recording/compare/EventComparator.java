package io.mockagents.recording.compare;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.StreamEvent;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedEvent;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingReader;
import io.mockagents.recording.RunTranscript;
import io.mockagents.recording.replay.Transcripts;

/**
 * Compares the events of runs: recorded ones, or those of a run that was just made. What
 * counts is their form, as an application sees it: which events there are and in which
 * order, which fields they have, of which types and in which order of keys, and the
 * values that name something ({@code type}, {@code object}, {@code role},
 * {@code status}). Ids, times, texts and numbers may differ, and how texts were cut into
 * deltas is never looked at.
 *
 * <pre>{@code
 * assertThat(EventComparator.ofStructure().compare(recorded, events).differences()).isEmpty();
 * }</pre>
 * <p>
 * A comparator is immutable.
 */
public final class EventComparator {

	private final boolean values;

	private EventComparator(boolean values) {
		this.values = values;
	}

	/**
	 * Return a comparator of the form of events.
	 * @return the comparator
	 */
	public static EventComparator ofStructure() {
		return new EventComparator(false);
	}

	/**
	 * Return a comparator that also compares values: texts, of deltas as a whole,
	 * numbers, and the number of elements of lists. An id may be another, but has to be
	 * the same wherever it was the same. Times, sequence numbers and padding are left
	 * out.
	 * @return the comparator
	 */
	public static EventComparator ofValues() {
		return new EventComparator(true);
	}

	/**
	 * Compare two recordings run by run, of which one at a time is held. Runs that cannot
	 * be played are compared too where the recording contains their events.
	 * @param expected what is expected; closed in the end
	 * @param actual what is compared with it; closed in the end
	 * @return what differs
	 * @throws InvalidRecordingException if a recording is broken
	 */
	public Comparison compare(RecordingReader expected, RecordingReader actual) {
		try (expected; actual) {
			DifferenceFinder differences = new DifferenceFinder(this.values);
			RunTranscript one = Transcripts.next(expected);
			RunTranscript other = Transcripts.next(actual);
			while (one != null || other != null) {
				if (one != null && other != null) {
					differences.compare(withEnd(one), withEnd(other));
				}
				else if (one != null) {
					differences.runWithoutCounterpart(one.run(), true);
				}
				else if (other != null) {
					differences.runWithoutCounterpart(other.run(), false);
				}
				one = (one != null) ? Transcripts.next(expected) : null;
				other = (other != null) ? Transcripts.next(actual) : null;
			}
			return differences.comparison();
		}
	}

	/**
	 * Compare two runs.
	 * @param expected what is expected
	 * @param actual what is compared with it
	 * @return what differs
	 */
	public Comparison compare(RecordedRun expected, RecordedRun actual) {
		return compareEvents(withEnd(Transcripts.of(expected)), withEnd(Transcripts.of(actual)));
	}

	/**
	 * Compare a recorded run with the events of one that was made.
	 * @param expected what is expected
	 * @param actual the events of one run, in order
	 * @return what differs; how a run ended is not compared
	 */
	public Comparison compare(RecordedRun expected, List<? extends StreamEvent> actual) {
		return compare(Transcripts.of(expected), actual);
	}

	/**
	 * Compare the events of a recorded run, which may be one that cannot be played, with
	 * those of one that was made.
	 * @param expected what is expected
	 * @param actual the events of one run, in order
	 * @return what differs; how a run ended is not compared
	 */
	public Comparison compare(RunTranscript expected, List<? extends StreamEvent> actual) {
		return compareEvents(expected.events(), json(actual));
	}

	/**
	 * Compare the events of two runs.
	 * @param expected what is expected, in order
	 * @param actual what is compared with it, in order
	 * @return what differs
	 */
	public Comparison compare(List<? extends StreamEvent> expected, List<? extends StreamEvent> actual) {
		return compareEvents(json(expected), json(actual));
	}

	/**
	 * Compare the events of two runs in the form of JSON.
	 * @param expected what is expected, in order
	 * @param actual what is compared with it, in order
	 * @return what differs
	 */
	public Comparison compareEvents(List<JsonObject> expected, List<JsonObject> actual) {
		DifferenceFinder differences = new DifferenceFinder(this.values);
		differences.compare(expected, actual);
		return differences.comparison();
	}

	private static List<JsonObject> json(List<? extends StreamEvent> events) {
		return events.stream().map(RecordedEvent::json).toList();
	}

	/**
	 * Return the events of a run, and at last what it ended with.
	 */
	private static List<JsonObject> withEnd(RunTranscript run) {
		List<JsonObject> events = new ArrayList<>(run.events());
		events.add(JsonObject.of("type", DifferenceFinder.END, "status",
				(run.failure() != null) ? run.failure() : "ended"));
		return events;
	}

}
