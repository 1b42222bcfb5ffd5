package io.mockagents.scenario;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How a scenario is selected.
 *
 * @param defaultScenario the name or alias of the scenario that is played when no rule
 * matches, or {@code null} if such a run fails
 * @param weights weights in place of those of the scenarios, by name or alias
 * @param strict whether a scenario has to fit the agent: a run fails if it calls a tool
 * with arguments that do not fit the schema
 * @param builtInScenarios whether the rules of built-in scenarios are asked where no
 * scenario of the application matches
 */
public record SelectionSettings(@Nullable String defaultScenario, Map<String, Double> weights, boolean strict,
		boolean builtInScenarios) {

	/**
	 * The default scenario where none is set and matching is not strict.
	 */
	public static final String DEFAULT_SCENARIO = "comment_approved";

	/**
	 * Selection with all defaults.
	 */
	public static final SelectionSettings DEFAULT = of(null, Map.of(), false, null);

	public SelectionSettings {
		weights = Map.copyOf(weights);
		weights.forEach((name, weight) -> {
			if (!(weight >= 0) || Double.isInfinite(weight)) {
				throw new IllegalArgumentException(
						"The weight of scenario '" + name + "' must be 0 or more but is " + weight);
			}
		});
	}

	/**
	 * Return how often a scenario is drawn among those that match equally.
	 * @param scenario the scenario
	 * @return the weight these settings have for its name, otherwise for one of its
	 * aliases, else its own
	 */
	public double weightOf(Scenario scenario) {
		if (this.weights.isEmpty()) {
			return scenario.weight();
		}
		Double weight = this.weights.get(scenario.name());
		for (String alias : scenario.aliases()) {
			weight = (weight != null) ? weight : this.weights.get(alias);
		}
		return (weight != null) ? weight : scenario.weight();
	}

	/**
	 * Return settings in which what is not set depends on whether matching is strict.
	 * @param defaultScenario the default scenario, or {@code null} for
	 * {@value #DEFAULT_SCENARIO}, and for none in strict mode
	 * @param weights weights in place of those of the scenarios, by name or alias
	 * @param strict whether matching is strict
	 * @param builtInScenarios whether the rules of built-in scenarios are asked, or
	 * {@code null} if they are unless matching is strict
	 * @return the settings
	 */
	public static SelectionSettings of(@Nullable String defaultScenario, Map<String, Double> weights, boolean strict,
			@Nullable Boolean builtInScenarios) {
		return new SelectionSettings((defaultScenario != null || strict) ? defaultScenario : DEFAULT_SCENARIO, weights,
				strict, (builtInScenarios != null) ? builtInScenarios : !strict);
	}

}
