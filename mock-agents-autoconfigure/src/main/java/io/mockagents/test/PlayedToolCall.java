package io.mockagents.test;

import java.util.Objects;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;

/**
 * A tool call of a run.
 *
 * @param name the name of the tool
 * @param arguments the arguments as the model wrote them
 * @param output the text that the model was sent of the output, or {@code null} if the
 * call has none
 */
public record PlayedToolCall(String name, String arguments, @Nullable String output) {

	/**
	 * Return an argument.
	 * @param name the name of the argument
	 * @return the value, or {@code null} if it is absent or the arguments are not an
	 * object
	 */
	public @Nullable Object argument(String name) {
		Object parsed;
		try {
			parsed = JsonCodec.parse(this.arguments);
		}
		catch (RuntimeException ex) {
			return null;
		}
		return (parsed instanceof JsonObject object) ? object.get(name) : null;
	}

	/**
	 * Check an argument.
	 * @param name the name of the argument
	 * @param value the expected value, in JSON's terms
	 * @return this call
	 */
	public PlayedToolCall hasArgument(String name, @Nullable Object value) {
		Object actual = argument(name);
		if (!Objects.equals(actual, JsonObject.normalize(value))) {
			throw new AssertionError("Expected argument '" + name + "' of tool '" + this.name + "' to be "
					+ JsonCodec.write(JsonObject.normalize(value)) + " but its arguments are " + this.arguments);
		}
		return this;
	}

	/**
	 * Check the output.
	 * @param expected the text that the model was sent
	 * @return this call
	 */
	public PlayedToolCall hasOutput(String expected) {
		if (!expected.equals(this.output)) {
			throw new AssertionError("Expected the output of tool '" + this.name + "' to be '" + expected
					+ "' but it is " + ((this.output != null) ? "'" + this.output + "'" : "missing"));
		}
		return this;
	}

	/**
	 * Check a part of the output.
	 * @param expected a part of the text that the model was sent
	 * @return this call
	 */
	public PlayedToolCall hasOutputContaining(String expected) {
		if (this.output == null || !this.output.contains(expected)) {
			throw new AssertionError("Expected the output of tool '" + this.name + "' to contain '" + expected
					+ "' but it is " + ((this.output != null) ? "'" + this.output + "'" : "missing"));
		}
		return this;
	}

	@Override
	public String toString() {
		return this.name + "(" + this.arguments + ")" + ((this.output != null) ? " -> " + this.output : "");
	}

}
