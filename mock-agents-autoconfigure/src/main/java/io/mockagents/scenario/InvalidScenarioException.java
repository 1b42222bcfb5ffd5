package io.mockagents.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Scenario files are not as they should be. Holds all that is wrong with all of them.
 */
public class InvalidScenarioException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<Problem> problems;

	/**
	 * Create an exception.
	 * @param problems what is wrong, at least one
	 */
	public InvalidScenarioException(List<Problem> problems) {
		super(message(problems));
		this.problems = List.copyOf(problems);
	}

	private static String message(List<Problem> problems) {
		Map<String, List<Problem>> byResource = problems.stream()
			.collect(Collectors.groupingBy(Problem::resource, LinkedHashMap::new, Collectors.toList()));
		StringBuilder message = new StringBuilder();
		byResource.forEach((resource, found) -> {
			message.append(message.isEmpty() ? "" : "\n").append("Invalid scenario in ").append(resource).append(":");
			found.forEach((problem) -> message.append("\n  - ").append(problem.text()));
		});
		return message.toString();
	}

	/**
	 * Return what is wrong.
	 * @return the problems, by file and in the order of each file
	 */
	public List<Problem> problems() {
		return this.problems;
	}

	/**
	 * Something that is wrong with a scenario file.
	 *
	 * @param resource a description of the file
	 * @param line the line, from 1, or 0 if it is not known
	 * @param column the column, from 1, or 0 if it is not known
	 * @param field the path of the field, such as {@code turns[0].steps[1].tool_call},
	 * empty for the whole file
	 * @param value the value of the field, shortened, or {@code null} if that says
	 * nothing
	 * @param message what is wrong
	 * @param remedy what to do about it, or {@code null}
	 */
	public record Problem(String resource, int line, int column, String field, @Nullable String value, String message,
			@Nullable String remedy) {

		String text() {
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

}
