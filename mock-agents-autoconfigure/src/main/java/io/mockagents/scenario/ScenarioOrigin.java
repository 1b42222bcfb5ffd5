package io.mockagents.scenario;

/**
 * Where a scenario was read from.
 *
 * @param resource a description of the file
 * @param line the line at which the scenario begins, from 1, or 0 if it is not known
 * @param builtIn whether the starter brings the scenario, and not the application
 */
public record ScenarioOrigin(String resource, int line, boolean builtIn) {

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
