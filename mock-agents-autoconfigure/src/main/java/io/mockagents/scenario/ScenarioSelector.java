package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

import io.mockagents.agent.RunRequest;
import io.mockagents.scenario.MatchRule.Mismatch;
import io.mockagents.scenario.NoScenarioMatchedException.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Selects the scenario of a run: of the scenarios whose rules match, those of the highest
 * priority, and of these one drawn by weight; the default if none matches. Scenarios of
 * weight zero are never drawn. Safe for several threads.
 */
public final class ScenarioSelector {

	private final ScenarioLibrary library;

	private final List<Scenario> byPriority;

	/**
	 * Create a selector.
	 * @param library the scenarios to select from
	 */
	public ScenarioSelector(ScenarioLibrary library) {
		this.library = Objects.requireNonNull(library, "library");
		this.byPriority = library.scenarios()
			.stream()
			.filter((scenario) -> !scenario.match().isEmpty())
			.sorted(Comparator.comparingInt(Scenario::priority).reversed().thenComparing(Scenario::name))
			.toList();
	}

	/**
	 * Select the scenario of a run. The generator is used only where there is a choice.
	 * @param run the run
	 * @param settings how to select
	 * @param random what draws
	 * @return the scenario and why
	 * @throws NoScenarioMatchedException if the settings are strict and no rule matches
	 * @throws UnknownScenarioException if the default is asked for and does not exist
	 */
	public Selection select(RunRequest run, SelectionSettings settings, RandomGenerator random) {
		MatchSubject subject = new MatchSubject(run);
		List<Match> matches = matches(subject, settings);
		if (!matches.isEmpty()) {
			return draw(matches, random);
		}
		if (settings.strict()) {
			throw new NoScenarioMatchedException(subject.agent(), subject.input(), candidates(subject, settings));
		}
		return new Selection(this.library.get(settings.defaultScenario()), "no rule matches, so the default");
	}

	private List<Match> matches(MatchSubject subject, SelectionSettings settings) {
		List<Match> matches = new ArrayList<>(2);
		for (Scenario scenario : this.byPriority) {
			if (!matches.isEmpty() && scenario.priority() < matches.get(0).scenario().priority()) {
				break;
			}
			double weight = weight(scenario, settings);
			MatchRule rule = (weight > 0) ? firstMatch(scenario, subject) : null;
			if (rule != null) {
				matches.add(new Match(scenario, rule, weight));
			}
		}
		return matches;
	}

	private static double weight(Scenario scenario, SelectionSettings settings) {
		if (settings.weights().isEmpty()) {
			return scenario.weight();
		}
		Double weight = settings.weights().get(scenario.name());
		for (String alias : scenario.aliases()) {
			weight = (weight != null) ? weight : settings.weights().get(alias);
		}
		return (weight != null) ? weight : scenario.weight();
	}

	private static @Nullable MatchRule firstMatch(Scenario scenario, MatchSubject subject) {
		for (MatchRule rule : scenario.match()) {
			if (rule.matches(subject)) {
				return rule;
			}
		}
		return null;
	}

	private static Selection draw(List<Match> matches, RandomGenerator random) {
		Match drawn = matches.get(0);
		if (matches.size() == 1) {
			return new Selection(drawn.scenario(), drawn.rule().toString());
		}
		double total = 0;
		for (Match match : matches) {
			total += match.weight();
		}
		double left = random.nextDouble() * total;
		for (Match match : matches) {
			drawn = match;
			left -= match.weight();
			if (left < 0) {
				break;
			}
		}
		return new Selection(drawn.scenario(), drawn.rule() + ", drawn by weight " + drawn.weight() + " of " + total);
	}

	private List<Candidate> candidates(MatchSubject subject, SelectionSettings settings) {
		return this.library.scenarios()
			.stream()
			.map((scenario) -> candidate(scenario, subject, weight(scenario, settings)))
			.sorted(Comparator.comparingDouble(Candidate::nearness).reversed().thenComparing(Candidate::name))
			.toList();
	}

	private static Candidate candidate(Scenario scenario, MatchSubject subject, double weight) {
		Candidate best = new Candidate(scenario.name(), 0, "it has no match rules and has to be asked for by name");
		for (MatchRule rule : scenario.match()) {
			List<Mismatch> mismatches = rule.mismatches(subject);
			if (mismatches.isEmpty()) {
				return new Candidate(scenario.name(), 1, "it matches, but its weight is " + weight);
			}
			double near = rule.size() - mismatches.size();
			for (Mismatch mismatch : mismatches) {
				near += mismatch.nearness();
			}
			if (near / rule.size() > best.nearness() || best.nearness() == 0) {
				best = new Candidate(scenario.name(), near / rule.size(),
						String.join("; ", mismatches.stream().map(Mismatch::reason).toList()));
			}
		}
		return best;
	}

	private record Match(Scenario scenario, MatchRule rule, double weight) {
	}

}
