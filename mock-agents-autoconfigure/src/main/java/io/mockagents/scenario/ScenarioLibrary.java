package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.mockagents.scenario.yaml.Problem;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The scenarios there are. A scenario of the application that has the name or an alias of
 * a built-in one replaces it, and has all its names then. Immutable.
 */
public final class ScenarioLibrary {

	private static final Log logger = LogFactory.getLog(ScenarioLibrary.class);

	private final List<Scenario> scenarios;

	private final Map<String, Scenario> byName;

	/**
	 * Create a library.
	 * @param scenarios its scenarios
	 * @throws InvalidScenarioException if two scenarios of the application, or two
	 * built-in ones, have a name or alias in common
	 */
	public ScenarioLibrary(Collection<Scenario> scenarios) {
		List<Scenario> kept = new ArrayList<>();
		scenarios.stream().filter((scenario) -> !scenario.origin().builtIn()).forEach(kept::add);
		index(kept);
		for (Scenario builtIn : scenarios) {
			if (builtIn.origin().builtIn() && !replaced(builtIn, kept)) {
				kept.add(builtIn);
			}
		}
		this.byName = index(kept);
		this.scenarios = kept.stream().sorted(Comparator.comparing(Scenario::name)).toList();
	}

	/**
	 * Hand the names of a built-in scenario over to the scenario of the application that
	 * replaces it. Of several, it is the first that has one of its names; each keeps its
	 * own.
	 * @return whether there is such a scenario
	 */
	private static boolean replaced(Scenario builtIn, List<Scenario> scenarios) {
		Map<String, Scenario> own = index(scenarios.stream().filter((other) -> !other.origin().builtIn()).toList());
		List<Scenario> replacements = names(builtIn).filter(own::containsKey).map(own::get).distinct().toList();
		if (replacements.isEmpty()) {
			return false;
		}
		replacements.forEach(
				(replacement) -> logger.info(replacement + " replaces the built-in scenario '" + builtIn.name() + "'"));
		Scenario heir = replacements.get(0);
		List<String> aliases = new ArrayList<>(heir.aliases());
		names(builtIn).filter((name) -> !own.containsKey(name)).forEach(aliases::add);
		scenarios.set(scenarios.indexOf(heir), heir.withAliases(aliases));
		return true;
	}

	private static Stream<String> names(Scenario scenario) {
		return Stream.concat(Stream.of(scenario.name()), scenario.aliases().stream());
	}

	private static Map<String, Scenario> index(Collection<Scenario> scenarios) {
		Map<String, Scenario> byName = new TreeMap<>();
		List<Problem> problems = new ArrayList<>();
		for (Scenario scenario : scenarios) {
			add(scenario.name(), "name", scenario, byName, problems);
			scenario.aliases().forEach((alias) -> add(alias, "aliases", scenario, byName, problems));
		}
		if (!problems.isEmpty()) {
			throw new InvalidScenarioException(problems);
		}
		return byName;
	}

	private static void add(String name, String field, Scenario scenario, Map<String, Scenario> byName,
			List<Problem> problems) {
		Scenario other = byName.putIfAbsent(name, scenario);
		if (other != null) {
			String what = (other == scenario) ? "is used twice by scenario '" + scenario.name() + "'"
					: "is already used by scenario '" + other.name() + "' in " + other.origin();
			problems.add(new Problem(scenario.origin().resource(), scenario.origin().line(), 0, field, name,
					"'" + name + "' " + what, "Names and aliases have to be unique: choose another"));
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
