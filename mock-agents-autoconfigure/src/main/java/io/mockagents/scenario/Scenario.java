package io.mockagents.scenario;

import java.util.List;

import io.mockagents.scenario.match.MatchRule;
import org.jspecify.annotations.Nullable;

/**
 * What the model says in a run, turn by turn, and when it is the scenario to play.
 * Immutable, and shared between runs.
 *
 * @param name the name; unique, as are the aliases
 * @param aliases further names
 * @param description what the scenario shows, or {@code null}
 * @param weight how often it is drawn among scenarios that match equally; zero for never
 * @param priority scenarios of higher priority that match win over those of lower; any
 * scenario of the application that matches wins over all that are built in
 * @param match when it is to be played: if any of these rules matches; without rules it
 * is played only when asked for by name
 * @param turns what the model says, one element for each call of the model
 * @param origin where it was read from
 */
public record Scenario(String name, List<String> aliases, @Nullable String description, double weight, int priority,
		List<MatchRule> match, List<Turn> turns, ScenarioOrigin origin) {

	public Scenario {
		if (!(weight >= 0) || Double.isInfinite(weight)) {
			throw new IllegalArgumentException("weight must be 0 or more but is " + weight);
		}
		if (turns.isEmpty()) {
			throw new IllegalArgumentException("Scenario '" + name + "' has no turns");
		}
		aliases = List.copyOf(aliases);
		match = List.copyOf(match);
		turns = List.copyOf(turns);
	}

	/**
	 * Return this scenario with other aliases.
	 */
	Scenario withAliases(List<String> aliases) {
		return new Scenario(this.name, aliases, this.description, this.weight, this.priority, this.match, this.turns,
				this.origin);
	}

	@Override
	public String toString() {
		return "Scenario '" + this.name + "' (" + this.origin + ")";
	}

}
