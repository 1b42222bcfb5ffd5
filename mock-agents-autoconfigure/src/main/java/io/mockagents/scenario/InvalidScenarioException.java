package io.mockagents.scenario;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.mockagents.scenario.yaml.Problem;

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

}
