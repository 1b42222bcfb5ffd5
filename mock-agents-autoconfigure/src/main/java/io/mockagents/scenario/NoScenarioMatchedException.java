package io.mockagents.scenario;

import java.util.List;

import io.mockagents.json.Excerpt;

/**
 * No scenario matches a run, and there is no default.
 */
public class NoScenarioMatchedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private static final int SHOWN = 10;

	private final transient List<Candidate> candidates;

	/**
	 * Create an exception.
	 * @param agent the starting agent
	 * @param input what was matched
	 * @param candidates the scenarios there are, nearest first
	 */
	public NoScenarioMatchedException(String agent, String input, List<Candidate> candidates) {
		super(message(agent, input, candidates));
		this.candidates = List.copyOf(candidates);
	}

	private static String message(String agent, String input, List<Candidate> candidates) {
		StringBuilder message = new StringBuilder("No scenario matches the input '").append(Excerpt.of(input, 200))
			.append("' of agent '")
			.append(agent)
			.append("', and no default is set.")
			.append(candidates.isEmpty() ? " The application has no scenarios" : " Nearest first:");
		for (int i = 0; i < Math.min(SHOWN, candidates.size()); i++) {
			Candidate candidate = candidates.get(i);
			message.append("\n  ").append(i + 1).append(". ").append(candidate.name()).append(": ");
			message.append(candidate.reason());
		}
		if (candidates.size() > SHOWN) {
			message.append("\n  and ").append(candidates.size() - SHOWN).append(" more");
		}
		return message.append(
				"\nAdd a match rule to a scenario, force a scenario, set mock_default_scenario, or disable mock_strict")
			.toString();
	}

	/**
	 * Return the scenarios there are.
	 * @return the scenarios, nearest first
	 */
	public List<Candidate> candidates() {
		return this.candidates;
	}

	/**
	 * A scenario that did not match.
	 *
	 * @param name its name
	 * @param nearness how near it was to matching, from 0 to 1
	 * @param reason why it did not match
	 */
	public record Candidate(String name, double nearness, String reason) {
	}

}
