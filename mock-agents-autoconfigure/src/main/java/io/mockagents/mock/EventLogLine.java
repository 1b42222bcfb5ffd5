package io.mockagents.mock;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A line of the log of events. Immutable, because it is written on another thread.
 */
@FunctionalInterface
interface EventLogLine {

	/**
	 * Write the fields of this line, in order.
	 * @param fields receives the fields
	 */
	void writeTo(Fields fields);

	/**
	 * Receives the fields of a line.
	 */
	interface Fields {

		Fields put(String key, Instant time);

		Fields put(String key, long number);

		/**
		 * Add a text.
		 * @param key the key
		 * @param text the text; {@code null} leaves out the field
		 */
		Fields put(String key, @Nullable String text);

	}

}
