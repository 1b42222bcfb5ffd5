package io.mockagents.scenario.yaml;

import org.jspecify.annotations.Nullable;

/**
 * Something that is wrong with a scenario file.
 *
 * @param resource a description of the file
 * @param line the line, from 1, or 0 if it is not known
 * @param column the column, from 1, or 0 if it is not known
 * @param field the path of the field, such as {@code turns[0].steps[1].tool_call}, empty
 * for the whole file
 * @param value the value of the field, shortened, or {@code null} if that says nothing
 * @param message what is wrong
 * @param remedy what to do about it, or {@code null}
 */
public record Problem(String resource, int line, int column, String field, @Nullable String value, String message,
		@Nullable String remedy) {

	/**
	 * Return the problem for people to read, without its file.
	 * @return the place, what is wrong, and the remedy
	 */
	public String text() {
		StringBuilder text = new StringBuilder();
		if (this.line > 0) {
			text.append("line ").append(this.line);
			text.append((this.column > 0) ? ", column " + this.column : "").append(": ");
		}
		if (!this.field.isEmpty()) {
			text.append(this.field).append(": ");
		}
		text.append(this.message);
		if (this.value != null && !this.message.contains(this.value)) {
			text.append(", but found ").append(this.value);
		}
		if (this.remedy != null) {
			text.append(". ").append(this.remedy);
		}
		return text.toString();
	}

	@Override
	public String toString() {
		return this.resource + ": " + text();
	}

}
