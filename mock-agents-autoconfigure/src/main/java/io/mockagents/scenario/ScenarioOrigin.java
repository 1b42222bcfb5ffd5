package io.mockagents.scenario;

import java.util.IdentityHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Where a scenario was read from.
 */
public final class ScenarioOrigin {

	/**
	 * The origin of scenarios that the application makes without a file.
	 */
	public static final ScenarioOrigin CODE = new ScenarioOrigin("made in code", 0, false, Map.of());

	private final String resource;

	private final int line;

	private final boolean builtIn;

	private final Map<Step, Integer> lines;

	/**
	 * Create an origin.
	 * @param resource a description of the file
	 * @param line the line at which the scenario begins, from 1, or 0 if it is not known
	 * @param builtIn whether the starter brings the scenario, and not the application
	 * @param lines the lines at which its steps are written
	 */
	ScenarioOrigin(String resource, int line, boolean builtIn, Map<Step, Integer> lines) {
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
