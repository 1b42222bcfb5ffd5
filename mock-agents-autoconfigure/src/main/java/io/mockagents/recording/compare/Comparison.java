package io.mockagents.recording.compare;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The differences between expected and actual events.
 *
 * @param differences the differences, in the order in which they were found first; empty
 * if there are none
 * @param expectedEvents the number of events that were expected
 * @param actualEvents the number of events that were there
 */
public record Comparison(List<EventDifference> differences, long expectedEvents, long actualEvents) {

	public Comparison {
		differences = List.copyOf(differences);
	}

	/**
	 * Return whether there are no differences.
	 * @return whether there are none
	 */
	public boolean isEmpty() {
		return this.differences.isEmpty();
	}

	/**
	 * Return the differences for people to read, one in a line.
	 */
	@Override
	public String toString() {
		if (isEmpty()) {
			return "No differences in " + this.expectedEvents + " and " + this.actualEvents + " events";
		}
		return this.differences.size() + ((this.differences.size() == 1) ? " difference" : " differences") + " in "
				+ this.expectedEvents + " and " + this.actualEvents + " events:\n"
				+ this.differences.stream().map((difference) -> "- " + difference).collect(Collectors.joining("\n"));
	}

}
