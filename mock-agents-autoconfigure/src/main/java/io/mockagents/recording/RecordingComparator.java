package io.mockagents.recording;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.AgentsException;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.StreamEvent;
import io.mockagents.model.JsonCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares the events of runs: recorded ones, or those of a run that was just made. What
 * counts is their form, as an application sees it: which events there are and in which
 * order, which fields they have, of which types and in which order of keys, and the
 * values that name something ({@code type}, {@code object}, {@code role},
 * {@code status}). Ids, times, texts and numbers may differ, and how texts were cut into
 * deltas is never looked at.
 *
 * <pre>{@code
 * assertThat(RecordingComparator.ofStructure().compare(recorded, events).differences()).isEmpty();
 * }</pre>
 * <p>
 * A comparator is immutable.
 */
public final class RecordingComparator {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final boolean values;

	private RecordingComparator(boolean values) {
		this.values = values;
	}

	/**
	 * Return a comparator of the form of events.
	 * @return the comparator
	 */
	public static RecordingComparator ofStructure() {
		return new RecordingComparator(false);
	}

	/**
	 * Return a comparator that also compares values: texts, of deltas as a whole,
	 * numbers, and the number of elements of lists. An id may be another, but has to be
	 * the same wherever it was the same. Times, sequence numbers and padding are left
	 * out.
	 * @return the comparator
	 */
	public static RecordingComparator ofValues() {
		return new RecordingComparator(true);
	}

	/**
	 * Compare two recordings run by run, of which one at a time is held.
	 * @param expected what is expected; closed in the end
	 * @param actual what is compared with it; closed in the end
	 * @return what differs
	 * @throws InvalidRecordingException if a recording is broken
	 */
	public Comparison compare(RecordingReader expected, RecordingReader actual) {
		try (expected; actual) {
			Differences differences = new Differences(this.values);
			RecordedRun one = expected.next();
			RecordedRun other = actual.next();
			while (one != null || other != null) {
				if (one != null && other != null) {
					differences.compare(events(one), events(other));
				}
				else {
					differences.runWithoutCounterpart((one != null) ? one : other, one != null);
				}
				one = (one != null) ? expected.next() : null;
				other = (other != null) ? actual.next() : null;
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
		return compareEvents(events(expected), events(actual));
	}

	/**
	 * Compare a recorded run with the events of one that was made.
	 * @param expected what is expected
	 * @param actual the events of one run, in order
	 * @return what differs; how a run ended is not compared
	 */
	public Comparison compare(RecordedRun expected, List<? extends StreamEvent> actual) {
		return compareEvents(withoutEnd(events(expected)), json(actual));
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
		Differences differences = new Differences(this.values);
		differences.compare(expected, actual);
		return differences.comparison();
	}

	private static List<JsonObject> withoutEnd(List<JsonObject> events) {
		return events.stream().filter((event) -> !Differences.END.equals(event.get("type"))).toList();
	}

	private static List<JsonObject> json(List<? extends StreamEvent> events) {
		return events.stream().map(RecordingComparator::json).toList();
	}

	static JsonObject json(StreamEvent event) {
		return JsonCodec.parseObject(MAPPER.writeValueAsString(event));
	}

	/**
	 * Return the events of a run that is played, and at last what it ended with.
	 */
	private static List<JsonObject> events(RecordedRun run) {
		List<JsonObject> events = new ArrayList<>();
		String failure = null;
		try (EventStream stream = new RecordingPlayer().play(run).streamEvents()) {
			stream.forEach((event) -> events.add(json(event)));
		}
		catch (RecordingEndedException ex) {
			failure = null;
		}
		catch (RecordingMismatchException ex) {
			throw new InvalidRecordingException(run.origin(), String.valueOf(ex.getMessage()));
		}
		catch (AgentsException ex) {
			failure = ex.sdkName();
		}
		catch (OpenAiException ex) {
			failure = ex.sdkName();
		}
		events.add(end(failure));
		return events;
	}

	private static JsonObject end(@Nullable String failure) {
		return JsonObject.of("type", Differences.END, "status", (failure != null) ? failure : "ended");
	}

}
