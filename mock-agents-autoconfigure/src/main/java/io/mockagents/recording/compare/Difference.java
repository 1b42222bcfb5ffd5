package io.mockagents.recording.compare;

import java.util.List;

/**
 * A difference between the events that are expected and those that are there. Equal
 * differences are one, with a count.
 */
public sealed interface Difference {

	/**
	 * Return what kind of event it was found in.
	 * @return the type of a raw event or the name of an item's event, followed by the
	 * type of the item that it holds; {@code run} for whole runs and {@code end} for how
	 * one ended
	 */
	String event();

	/**
	 * Return how often it was found.
	 * @return the number, from 1
	 */
	int count();

	/**
	 * Return where it was found first, and what was there.
	 * @return an example, for people to read
	 */
	String example();

	/**
	 * Return this difference with where and how often it was found.
	 * @param count how often
	 * @param example an example
	 * @return the changed copy
	 */
	Difference found(int count, String example);

	/**
	 * An event that is expected is not there.
	 *
	 * @param event the kind of event
	 * @param count how often
	 * @param example an example
	 */
	record MissingEvent(String event, int count, String example) implements Difference {

		@Override
		public MissingEvent found(int count, String example) {
			return new MissingEvent(this.event, count, example);
		}

		@Override
		public String toString() {
			return Difference.text(this, "is missing");
		}

	}

	/**
	 * There is an event that is not expected.
	 *
	 * @param event the kind of event
	 * @param count how often
	 * @param example an example
	 */
	record AddedEvent(String event, int count, String example) implements Difference {

		@Override
		public AddedEvent found(int count, String example) {
			return new AddedEvent(this.event, count, example);
		}

		@Override
		public String toString() {
			return Difference.text(this, "is new");
		}

	}

	/**
	 * An event comes at another place in the order.
	 *
	 * @param event the kind of event
	 * @param count how often
	 * @param example an example
	 */
	record MovedEvent(String event, int count, String example) implements Difference {

		@Override
		public MovedEvent found(int count, String example) {
			return new MovedEvent(this.event, count, example);
		}

		@Override
		public String toString() {
			return Difference.text(this, "comes at another place");
		}

	}

	/**
	 * A field that is expected is not there.
	 *
	 * @param event the kind of event
	 * @param path the JSON path of the field
	 * @param count how often
	 * @param example an example
	 */
	record MissingField(String event, String path, int count, String example) implements Difference {

		@Override
		public MissingField found(int count, String example) {
			return new MissingField(this.event, this.path, count, example);
		}

		@Override
		public String toString() {
			return Difference.text(this, this.path + " is missing");
		}

	}

	/**
	 * There is a field that is not expected.
	 *
	 * @param event the kind of event
	 * @param path the JSON path of the field
	 * @param count how often
	 * @param example an example
	 */
	record AddedField(String event, String path, int count, String example) implements Difference {

		@Override
		public AddedField found(int count, String example) {
			return new AddedField(this.event, this.path, count, example);
		}

		@Override
		public String toString() {
			return Difference.text(this, this.path + " is new");
		}

	}

	/**
	 * A field has another name: one is missing where another of the same type is new.
	 *
	 * @param event the kind of event
	 * @param path the JSON path of the field that is expected
	 * @param name its name now
	 * @param count how often
	 * @param example an example
	 */
	record RenamedField(String event, String path, String name, int count, String example) implements Difference {

		@Override
		public RenamedField found(int count, String example) {
			return new RenamedField(this.event, this.path, this.name, count, example);
		}

		@Override
		public String toString() {
			return Difference.text(this, this.path + " is now called '" + this.name + "'");
		}

	}

	/**
	 * A value is of another type.
	 *
	 * @param event the kind of event
	 * @param path the JSON path of the value
	 * @param expected the type that is expected: {@code null}, {@code boolean},
	 * {@code integer}, {@code number}, {@code string}, {@code object} or {@code array},
	 * the latter with the types of its elements
	 * @param actual the type that is there
	 * @param count how often
	 * @param example an example
	 */
	record RetypedField(String event, String path, String expected, String actual, int count,
			String example) implements Difference {

		@Override
		public RetypedField found(int count, String example) {
			return new RetypedField(this.event, this.path, this.expected, this.actual, count, example);
		}

		@Override
		public String toString() {
			return Difference.text(this, this.path + " is " + this.actual + ", not " + this.expected);
		}

	}

	/**
	 * The keys of an object come in another order.
	 *
	 * @param event the kind of event
	 * @param path the JSON path of the object
	 * @param expected the keys that both have, in the order that is expected
	 * @param actual the same keys in the order that is there
	 * @param count how often
	 * @param example an example
	 */
	record ReorderedKeys(String event, String path, List<String> expected, List<String> actual, int count,
			String example) implements Difference {

		public ReorderedKeys {
			expected = List.copyOf(expected);
			actual = List.copyOf(actual);
		}

		@Override
		public ReorderedKeys found(int count, String example) {
			return new ReorderedKeys(this.event, this.path, this.expected, this.actual, count, example);
		}

		@Override
		public String toString() {
			return Difference.text(this, this.path + " has its keys in the order " + String.join(", ", this.actual)
					+ ", not " + String.join(", ", this.expected));
		}

	}

	/**
	 * A value is another, either one that names something, such as a type or a status, or
	 * any where values are compared too.
	 *
	 * @param event the kind of event
	 * @param path the JSON path of the value
	 * @param expected the value that is expected, as JSON
	 * @param actual the value that is there, as JSON
	 * @param count how often
	 * @param example an example
	 */
	record ChangedValue(String event, String path, String expected, String actual, int count,
			String example) implements Difference {

		@Override
		public ChangedValue found(int count, String example) {
			return new ChangedValue(this.event, this.path, this.expected, this.actual, count, example);
		}

		@Override
		public String toString() {
			return Difference.text(this, this.path + " is " + this.actual + ", not " + this.expected);
		}

	}

	private static String text(Difference difference, String what) {
		return difference.event() + ": " + what
				+ ((difference.count() > 1) ? " (" + difference.count() + " times)" : "") + " [" + difference.example()
				+ "]";
	}

}
