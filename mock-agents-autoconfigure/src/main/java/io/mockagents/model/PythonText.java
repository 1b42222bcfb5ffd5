package io.mockagents.model;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The text that Python's {@code str()} gives for a value.
 */
public final class PythonText {

	private PythonText() {
	}

	/**
	 * Return the text of a value.
	 * @param value the value, in JSON form
	 * @return what {@code str()} gives for it
	 */
	public static String str(@Nullable Object value) {
		return (value instanceof String text) ? text : repr(JsonObject.normalize(value));
	}

	private static String repr(@Nullable Object value) {
		return String.valueOf(value);
	}

}
