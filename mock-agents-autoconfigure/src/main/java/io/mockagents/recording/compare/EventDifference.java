package io.mockagents.recording.compare;

import org.jspecify.annotations.Nullable;

/**
 * A difference between the events that are expected and those that are there. Equal
 * differences are one, with a count.
 *
 * @param kind what differs
 * @param event what kind of event it was found in: the type of a raw event or the name of
 * an item's event, followed by the type of the item that it contains; {@code run} for
 * whole runs and {@code end} for how one ended
 * @param path the JSON path of the field, value or object; {@code null} where an event
 * differs as a whole
 * @param expected what is expected there, as the kind says, or {@code null}
 * @param actual what is there instead, as the kind says, or {@code null}
 * @param count how often it was found, from 1
 * @param example where it was found first, and what was there, for people to read
 */
public record EventDifference(Kind kind, String event, @Nullable String path, @Nullable String expected,
		@Nullable String actual, int count, String example) {

	static EventDifference of(Kind kind, String event) {
		return of(kind, event, null, null, null);
	}

	static EventDifference of(Kind kind, String event, @Nullable String path, @Nullable String expected,
			@Nullable String actual) {
		return new EventDifference(kind, event, path, expected, actual, 1, "");
	}

	/**
	 * Return this difference with where and how often it was found.
	 */
	EventDifference found(int count, String example) {
		return new EventDifference(this.kind, this.event, this.path, this.expected, this.actual, count, example);
	}

	/**
	 * Return the difference for people to read.
	 */
	@Override
	public String toString() {
		String place = (this.path != null) ? this.path + " " : "";
		return this.event + ": " + place + what() + ((this.count > 1) ? " (" + this.count + " times)" : "") + " ["
				+ this.example + "]";
	}

	private String what() {
		return switch (this.kind) {
			case MISSING_EVENT, MISSING_FIELD -> "is missing";
			case ADDED_EVENT, ADDED_FIELD -> "is new";
			case MOVED_EVENT -> "was moved";
			case RENAMED_FIELD -> "is now called '" + this.actual + "'";
			case RETYPED_FIELD, CHANGED_VALUE -> "is " + this.actual + ", not " + this.expected;
			case REORDERED_KEYS -> "has its keys in the order " + this.actual + ", not " + this.expected;
		};
	}

	/**
	 * The kinds of differences.
	 */
	public enum Kind {

		/** An event that is expected is not there. */
		MISSING_EVENT,

		/** There is an event that is not expected. */
		ADDED_EVENT,

		/** An event comes at another place in the order. */
		MOVED_EVENT,

		/** A field that is expected is not there. */
		MISSING_FIELD,

		/** There is a field that is not expected. */
		ADDED_FIELD,

		/**
		 * A field has another name, {@link EventDifference#actual()}: one is missing
		 * where another of the same type is new.
		 */
		RENAMED_FIELD,

		/**
		 * A value is of another type. Types are {@code null}, {@code boolean},
		 * {@code integer}, {@code number}, {@code string}, {@code object} and
		 * {@code array}, the latter with the types of its elements.
		 */
		RETYPED_FIELD,

		/**
		 * The keys that both objects have come in another order. Keys are separated by
		 * commas.
		 */
		REORDERED_KEYS,

		/**
		 * A value, written as JSON, is another: either one that names something, such as
		 * a type or a status, or any where values are compared too.
		 */
		CHANGED_VALUE

	}

}
