package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

import io.mockagents.agent.RunRequest;
import io.mockagents.scenario.NoScenarioMatchedException.Candidate;
import io.mockagents.scenario.match.MatchRule;
import io.mockagents.scenario.match.MatchRule.Mismatch;
import io.mockagents.scenario.match.MatchSubject;
import org.jspecify.annotations.Nullable;

/**
 * Selects the scenario of a run: of the application's scenarios whose rules match, those
 * of the highest priority, and of these one drawn by weight; if none matches, the same of
 * the built-in scenarios; if none of those does, the default. Scenarios of weight zero
 * are never drawn. Safe for several threads.
 */
public final class ScenarioSelector {

	private final ScenarioLibrary library;

	private final DefaultPlayWarnings defaultPlayWarnings;

	private final List<Scenario> ofApplication;

	private final List<Scenario> builtIn;

	/**
	 * Create a selector.
	 * @param library the scenarios to select from
	 */
	public ScenarioSelector(ScenarioLibrary library) {
		this.library = Objects.requireNonNull(library, "library");
		this.defaultPlayWarnings = new DefaultPlayWarnings(library);
		this.ofApplication = byPriority(library, false);
		this.builtIn = byPriority(library, true);
	}

	private static List<Scenario> byPriority(ScenarioLibrary library, boolean builtIn) {
		return library.scenarios()
			.stream()
			.filter((scenario) -> !scenario.match().isEmpty() && scenario.origin().builtIn() == builtIn)
			.sorted(Comparator.comparingInt(Scenario::priority).reversed().thenComparing(Scenario::name))
			.toList();
	}

	/**
	 * Select the scenario of a run. The generator is used only where there is a choice.
	 * @param run the run
	 * @param settings how to select
	 * @param random what draws
	 * @return the scenario and why
	 * @throws NoScenarioMatchedException if no rule matches and there is no default
	 * @throws UnknownScenarioException if the default does not exist
	 */
	public Selection select(RunRequest run, SelectionSettings settings, RandomGenerator random) {
		MatchSubject subject = new MatchSubject(run);
		List<Match> matches = matches(this.ofApplication, subject, settings);
		if (matches.isEmpty() && settings.builtInScenarios()) {
			matches = matches(this.builtIn, subject, settings);
		}
		if (!matches.isEmpty()) {
			return draw(matches, random);
		}
		if (settings.defaultScenario() == null) {
			throw new NoScenarioMatchedException(subject.agent(), subject.input(), candidates(subject, settings));
		}
		Scenario scenario = this.library.get(settings.defaultScenario());
		this.defaultPlayWarnings.played(scenario, run, subject);
		return new Selection(scenario, "no rule matches, so the default");
	}

	private static List<Match> matches(List<Scenario> byPriority, MatchSubject subject, SelectionSettings settings) {
		List<Match> matches = new ArrayList<>(2);
		for (Scenario scenario : byPriority) {
			if (!matches.isEmpty() && scenario.priority() < matches.get(0).scenario().priority()) {
				break;
			}
			double weight = settings.weightOf(scenario);
			MatchRule rule = (weight > 0) ? firstMatch(scenario, subject) : null;
			if (rule != null) {
				matches.add(new Match(scenario, rule, weight));
			}
		}
		return matches;
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

	/**
	 * Rank the scenarios that did not match. Of built-in ones that are left out only
	 * those are named that would have matched, after all others.
	 */
	private List<Candidate> candidates(MatchSubject subject, SelectionSettings settings) {
		List<Candidate> candidates = new ArrayList<>();
		for (Scenario scenario : this.library.scenarios()) {
			Candidate candidate = candidate(scenario, subject, settings.weightOf(scenario));
			if (!scenario.origin().builtIn() || settings.builtInScenarios()) {
				candidates.add(candidate);
			}
			else if (candidate.nearness() == 1) {
				candidates.add(new Candidate(scenario.name(), 0,
						"it matches, but it is built in, and 'mock_builtin_scenarios' excludes it"));
			}
		}
		candidates.sort(Comparator.comparingDouble(Candidate::nearness)
			.reversed()
			.thenComparing(this::isBuiltIn)
			.thenComparing(Candidate::name));
		return candidates;
	}

	private boolean isBuiltIn(Candidate candidate) {
		return this.library.get(candidate.name()).origin().builtIn();
	}

	private static Candidate candidate(Scenario scenario, MatchSubject subject, double weight) {
		Candidate best = new Candidate(scenario.name(), 0, "it has no match rules, so it is played by name only");
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

	/**
	 * A scenario that was selected.
	 *
	 * @param scenario the scenario
	 * @param reason why, for people to read
	 */
	public record Selection(Scenario scenario, String reason) {
	}

	private record Match(Scenario scenario, MatchRule rule, double weight) {
	}

}
