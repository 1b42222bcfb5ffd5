package io.mockagents.scenario.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.mockagents.json.Excerpt;
import org.jspecify.annotations.Nullable;

/**
 * When a scenario is to be played. A rule matches when all of its conditions are met;
 * what it leaves empty or {@code null} is not looked at. Case never matters.
 * <p>
 * The input is the text of the user's last message without fenced code blocks, so that a
 * rule looks at the request and not at code that comes with it. Only an input without
 * other text is taken with its code.
 *
 * @param agents the starting agent has one of these names
 * @param inputEquals the input is one of these texts, whose code blocks are left out too
 * @param inputContains the input contains one of these texts
 * @param inputMatches this expression is found in the input
 * @param iteration the application's count of runs for one request, from 0, is in this
 * range
 * @param sessionItems the number of items in the session's memory is in this range; it is
 * 0 for a run without session
 * @param sessionContains an item in the session's memory contains one of these texts
 */
public record MatchRule(List<String> agents, List<String> inputEquals, List<String> inputContains,
		@Nullable Pattern inputMatches, @Nullable IntRange iteration, @Nullable IntRange sessionItems,
		List<String> sessionContains) {

	public MatchRule {
		agents = List.copyOf(agents);
		inputEquals = List.copyOf(inputEquals);
		inputContains = List.copyOf(inputContains);
		sessionContains = List.copyOf(sessionContains);
	}

	/**
	 * Return a rule that matches when the input contains one of some texts.
	 * @param texts the texts
	 * @return the rule
	 */
	public static MatchRule inputContains(String... texts) {
		return new MatchRule(List.of(), List.of(), List.of(texts), null, null, null, List.of());
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof MatchRule rule && this.agents.equals(rule.agents)
				&& this.inputEquals.equals(rule.inputEquals) && this.inputContains.equals(rule.inputContains)
				&& Objects.equals(text(this.inputMatches), text(rule.inputMatches))
				&& Objects.equals(this.iteration, rule.iteration)
				&& Objects.equals(this.sessionItems, rule.sessionItems)
				&& this.sessionContains.equals(rule.sessionContains);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.agents, this.inputEquals, this.inputContains, text(this.inputMatches),
				this.sessionContains);
	}

	private static @Nullable String text(@Nullable Pattern pattern) {
		return (pattern != null) ? pattern.pattern() : null;
	}

	/**
	 * Return the conditions of this rule that are not met.
	 * @param subject what is matched
	 * @return for each of them what is the case instead; empty if the rule matches
	 */
	public List<Mismatch> mismatches(MatchSubject subject) {
		List<Mismatch> mismatches = new ArrayList<>();
		if (!this.agents.isEmpty() && !contains(this.agents, subject.agent())) {
			mismatches
				.add(new Mismatch("the agent is " + any(List.of(subject.agent())) + ", not " + any(this.agents), 0));
		}
		if (!this.inputEquals.isEmpty() && this.inputEquals.stream().noneMatch(subject::inputEquals)) {
			mismatches.add(new Mismatch("the input is not " + shortened(any(this.inputEquals)), 0));
		}
		if (!this.inputContains.isEmpty() && !any(this.inputContains, subject)) {
			mismatches.add(notContained(subject));
		}
		if (this.inputMatches != null && !subject.inputMatches(this.inputMatches)) {
			mismatches.add(new Mismatch("the input does not match /" + this.inputMatches + "/", 0));
		}
		if (this.iteration != null && !this.iteration.contains(subject.iteration())) {
			mismatches.add(new Mismatch("the iteration is " + subject.iteration() + ", not " + this.iteration, 0));
		}
		if (this.sessionItems != null && !this.sessionItems.contains(subject.sessionItems())) {
			mismatches
				.add(new Mismatch("the session has " + subject.sessionItems() + " items, not " + this.sessionItems, 0));
		}
		if (!this.sessionContains.isEmpty() && this.sessionContains.stream().noneMatch(subject::sessionContains)) {
			mismatches.add(new Mismatch("the session does not contain " + any(this.sessionContains), 0));
		}
		return mismatches;
	}

	/**
	 * Return whether this rule matches, without saying why not.
	 * @param subject the subject of the selection
	 * @return whether this rule matches, without saying why not
	 */
	public boolean matches(MatchSubject subject) {
		return (this.agents.isEmpty() || contains(this.agents, subject.agent()))
				&& (this.inputEquals.isEmpty() || this.inputEquals.stream().anyMatch(subject::inputEquals))
				&& (this.inputContains.isEmpty() || any(this.inputContains, subject))
				&& (this.inputMatches == null || subject.inputMatches(this.inputMatches))
				&& (this.iteration == null || this.iteration.contains(subject.iteration()))
				&& (this.sessionItems == null || this.sessionItems.contains(subject.sessionItems()))
				&& (this.sessionContains.isEmpty() || this.sessionContains.stream().anyMatch(subject::sessionContains));
	}

	private static boolean contains(List<String> names, String name) {
		for (String candidate : names) {
			if (candidate.equalsIgnoreCase(name)) {
				return true;
			}
		}
		return false;
	}

	private static boolean any(List<String> texts, MatchSubject subject) {
		for (String text : texts) {
			if (subject.inputContains(text)) {
				return true;
			}
		}
		return false;
	}

	private Mismatch notContained(MatchSubject subject) {
		NearestName nearest = new NearestName(subject.words());
		String bestWord = null;
		double best = 0;
		for (String text : this.inputContains) {
			String word = nearest.to(text);
			double similarity = (word != null) ? NearestName.similarity(text, word) : 0;
			if (similarity > best) {
				best = similarity;
				bestWord = word;
			}
		}
		return new Mismatch("the input does not contain " + any(this.inputContains)
				+ ((bestWord != null) ? " (nearest: '" + bestWord + "')" : ""), best);
	}

	private static String any(List<String> texts) {
		return ((texts.size() > 1) ? "any of " : "") + "'" + String.join("', '", texts) + "'";
	}

	private static String shortened(String text) {
		String line = text.replace('\n', ' ');
		return Excerpt.of(line, 120);
	}

	/**
	 * Return the number of conditions.
	 * @return the number of conditions
	 */
	public int size() {
		return present(!this.agents.isEmpty()) + present(!this.inputEquals.isEmpty())
				+ present(!this.inputContains.isEmpty()) + present(this.inputMatches != null)
				+ present(this.iteration != null) + present(this.sessionItems != null)
				+ present(!this.sessionContains.isEmpty());
	}

	private static int present(boolean condition) {
		return condition ? 1 : 0;
	}

	@Override
	public String toString() {
		List<String> conditions = new ArrayList<>();
		if (!this.agents.isEmpty()) {
			conditions.add("agent " + any(this.agents));
		}
		if (!this.inputEquals.isEmpty()) {
			conditions.add("input is " + shortened(any(this.inputEquals)));
		}
		if (!this.inputContains.isEmpty()) {
			conditions.add("input contains " + any(this.inputContains));
		}
		if (this.inputMatches != null) {
			conditions.add("input matches /" + this.inputMatches + "/");
		}
		if (this.iteration != null) {
			conditions.add("iteration " + this.iteration);
		}
		if (this.sessionItems != null) {
			conditions.add("session items " + this.sessionItems);
		}
		if (!this.sessionContains.isEmpty()) {
			conditions.add("session contains " + any(this.sessionContains));
		}
		return String.join(" and ", conditions);
	}

	/**
	 * A condition that is not met.
	 *
	 * @param reason what is the case instead
	 * @param nearness how near it is to holding, from 0 to 1
	 */
	public record Mismatch(String reason, double nearness) {
	}

}
