package io.mockagents.test;

/**
 * A place at which a run can die.
 *
 * @param number the number among the points of the action, from 1
 * @param description where it is, such as {@code before row 2 of 'Triage'}
 */
public record CrashPoint(int number, String description) {

	@Override
	public String toString() {
		return this.number + ": " + this.description;
	}

}
