package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import io.mockagents.scenario.InvalidScenarioException.Problem;

/**
 * The scenarios there are. Immutable.
 */
public final class ScenarioLibrary {

	private final List<Scenario> scenarios;

	private final Map<String, Scenario> byName;

	/**
	 * Create a library.
	 * @param scenarios its scenarios
	 * @throws InvalidScenarioException if two of them have a name or alias in common
	 */
	public ScenarioLibrary(Collection<Scenario> scenarios) {
		this.scenarios = scenarios.stream().sorted(Comparator.comparing(Scenario::name)).toList();
		this.byName = new TreeMap<>();
		List<Problem> problems = new ArrayList<>();
		for (Scenario scenario : scenarios) {
			add(scenario.name(), "name", scenario, problems);
			scenario.aliases().forEach((alias) -> add(alias, "aliases", scenario, problems));
		}
		if (!problems.isEmpty()) {
			throw new InvalidScenarioException(problems);
		}
	}

	private void add(String name, String field, Scenario scenario, List<Problem> problems) {
		Scenario other = this.byName.putIfAbsent(name, scenario);
		if (other != null) {
			String what = (other == scenario) ? "is given twice by scenario '" + scenario.name() + "'"
					: "is taken by scenario '" + other.name() + "' in " + other.origin();
			problems.add(new Problem(scenario.origin(), 0, 0, field, name, "'" + name + "' " + what,
					"Names and aliases have to be unique: choose another"));
		}
	}

	/**
	 * Find a scenario.
	 * @param nameOrAlias its name or one of its aliases
	 * @return the scenario, or empty if there is none of that name
	 */
	public Optional<Scenario> find(String nameOrAlias) {
		return Optional.ofNullable(this.byName.get(nameOrAlias));
	}

	/**
	 * Return a scenario.
	 * @param nameOrAlias its name or one of its aliases
	 * @return the scenario
	 * @throws UnknownScenarioException if there is none of that name
	 */
	public Scenario get(String nameOrAlias) {
		return find(nameOrAlias).orElseThrow(() -> new UnknownScenarioException(nameOrAlias, names()));
	}

	/**
	 * Return all scenarios.
	 * @return the scenarios, sorted by name
	 */
	public List<Scenario> scenarios() {
		return this.scenarios;
	}

	/**
	 * Return the names by which scenarios can be asked for.
	 * @return the names and aliases, sorted
	 */
	public List<String> names() {
		return List.copyOf(this.byName.keySet());
	}

}
