package io.mockagents.test;

import java.util.List;
import java.util.TreeSet;

import io.mockagents.loop.RunEvent;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on a session: the rows in the database, and the events that were announced.
 */
public final class PlayedSessionAssert extends AbstractAssert<PlayedSessionAssert, PlayedSession> {

	PlayedSessionAssert(PlayedSession session) {
		super(session, PlayedSessionAssert.class);
	}

	private List<Integer> numbers() {
		return this.actual.storedRows().stream().map(PlayedEvent::streamSequence).toList();
	}

	/**
	 * Check that the rows are numbered from 1 without gaps.
	 * @return this assertion
	 */
	public PlayedSessionAssert hasGaplessRows() {
		List<Integer> numbers = List.copyOf(new TreeSet<>(numbers()));
		for (int i = 0; i < numbers.size(); i++) {
			if (numbers.get(i) != i + 1) {
				failWithMessage("Expected the rows of %s to be numbered from 1 without gaps, but row %d is missing: %s",
						this.actual, i + 1, numbers);
			}
		}
		return this;
	}

	/**
	 * Check that no two rows have the same number.
	 * @return this assertion
	 */
	public PlayedSessionAssert hasNoRowTwice() {
		List<Integer> numbers = numbers();
		if (new TreeSet<>(numbers).size() != numbers.size()) {
			failWithMessage("Expected no row of %s twice, but the numbers are %s", this.actual, numbers);
		}
		return this;
	}

	/**
	 * Check that each event that listeners of the application received is a row.
	 * @return this assertion
	 */
	public PlayedSessionAssert hasEveryRowThatWasAnnounced() {
		List<PlayedEvent> rows = this.actual.storedRows();
		for (PlayedRun run : this.actual.runs()) {
			for (RunEvent event : run.events()) {
				Integer number = event.streamSequence();
				if (number != null && rows.stream()
					.noneMatch((row) -> row.streamSequence() == number
							&& PlayedRunAssert.isSame(this.actual.rows(), event, row))) {
					failWithMessage(
							"Expected a row for each event of %s that was announced, but row %d is missing or "
									+ "differs. It was announced as %s. The rows are %s",
							this.actual, number, event.event(), rows);
				}
			}
		}
		return this;
	}

	/**
	 * Check the number of rows.
	 * @param count the number of rows
	 * @return this assertion
	 */
	public PlayedSessionAssert hasStoredRows(int count) {
		int actual = this.actual.storedRows().size();
		if (actual != count) {
			failWithMessage("Expected %d rows of %s but there are %d", count, this.actual, actual);
		}
		return this;
	}

}
