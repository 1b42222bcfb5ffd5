package io.mockagents.scenario;

import java.util.Map;

/**
 * How a scenario is selected.
 *
 * @param defaultScenario the name or alias of what is played when no rule matches
 * @param weights weights in place of those of the scenarios, by name or alias
 * @param strict whether a run that no rule matches fails
 */
public record SelectionSettings(String defaultScenario, Map<String, Double> weights, boolean strict) {

	/**
	 * Selection with all defaults.
	 */
	public static final SelectionSettings DEFAULT = new SelectionSettings("comment_approved", Map.of(), false);

	public SelectionSettings {
		weights = Map.copyOf(weights);
		weights.forEach((name, weight) -> {
			if (!(weight >= 0) || Double.isInfinite(weight)) {
				throw new IllegalArgumentException(
						"The weight of scenario '" + name + "' must be 0 or more but is " + weight);
			}
		});
	}

}
