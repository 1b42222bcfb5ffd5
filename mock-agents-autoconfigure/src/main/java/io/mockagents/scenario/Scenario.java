package io.mockagents.scenario;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.mockagents.scenario.match.MatchRule;
import org.jspecify.annotations.Nullable;

/**
 * The model's part of a run, turn by turn, with the rules that select it. Immutable, and
 * shared between runs. Two scenarios that say the same are equal, wherever they come
 * from.
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
		List<MatchRule> match, List<Turn> turns, Origin origin) {

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
	 * Create a scenario of the application that is played only when asked for.
	 * @param name the name
	 * @param turns what the model says, one element for each call of the model
	 */
	public Scenario(String name, List<Turn> turns) {
		this(name, List.of(), null, 1, 0, List.of(), turns, Origin.CODE);
	}

	/**
	 * Return this scenario with other rules.
	 * @param rules when it is to be played: if any of these matches
	 * @return the changed copy
	 */
	public Scenario withMatch(MatchRule... rules) {
		return new Scenario(this.name, this.aliases, this.description, this.weight, this.priority, List.of(rules),
				this.turns, this.origin);
	}

	/**
	 * Return this scenario with other turns.
	 * @param turns what the model says
	 * @return the changed copy
	 */
	public Scenario withTurns(List<Turn> turns) {
		return new Scenario(this.name, this.aliases, this.description, this.weight, this.priority, this.match, turns,
				this.origin);
	}

	/**
	 * Return this scenario with other aliases.
	 */
	Scenario withAliases(List<String> aliases) {
		return new Scenario(this.name, aliases, this.description, this.weight, this.priority, this.match, this.turns,
				this.origin);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Scenario scenario && this.name.equals(scenario.name)
				&& this.aliases.equals(scenario.aliases) && Objects.equals(this.description, scenario.description)
				&& Double.compare(this.weight, scenario.weight) == 0 && this.priority == scenario.priority
				&& this.match.equals(scenario.match) && this.turns.equals(scenario.turns);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.name, this.turns);
	}

	@Override
	public String toString() {
		return "Scenario '" + this.name + "' (" + this.origin + ")";
	}

	/**
	 * Where a scenario was read from.
	 */
	public static final class Origin {

		/**
		 * The origin of scenarios that the application makes without a file.
		 */
		public static final Origin CODE = new Origin("made in code", 0, false, Map.of());

		private final String resource;

		private final int line;

		private final boolean builtIn;

		private final Map<Step, Integer> lines;

		/**
		 * Create an origin.
		 * @param resource a description of the file
		 * @param line the line at which the scenario begins, from 1, or 0 if it is not
		 * known
		 * @param builtIn whether the starter brings the scenario, and not the application
		 * @param lines the lines at which its steps are written
		 */
		Origin(String resource, int line, boolean builtIn, Map<Step, Integer> lines) {
			this.resource = resource;
			this.line = line;
			this.builtIn = builtIn;
			this.lines = new IdentityHashMap<>(lines);
		}

		/**
		 * Return a description of the file.
		 * @return the description
		 */
		public String resource() {
			return this.resource;
		}

		/**
		 * Return the line at which the scenario begins.
		 * @return the line, from 1, or 0 if it is not known
		 */
		public int line() {
			return this.line;
		}

		/**
		 * Return whether the starter brings the scenario, and not the application.
		 * @return whether it does
		 */
		public boolean builtIn() {
			return this.builtIn;
		}

		/**
		 * Return the line at which a step is written.
		 * @return the line, from 1, or 0 if it is not known
		 */
		int lineOf(@Nullable Step step) {
			return this.lines.getOrDefault(step, 0);
		}

		/**
		 * Return a description of a line of the file.
		 */
		String at(int line) {
			return this.resource + ((line > 0) ? ", line " + line : "");
		}

		@Override
		public String toString() {
			return at(this.line);
		}

	}

}
