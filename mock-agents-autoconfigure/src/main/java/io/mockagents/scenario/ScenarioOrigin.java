package io.mockagents.scenario;

/**
 * Where a scenario was read from.
 *
 * @param resource a description of the file
 * @param line the line at which the scenario begins, from 1, or 0 if it is not known
 * @param builtIn whether the starter brings the scenario, and not the application
 */
public record ScenarioOrigin(String resource, int line, boolean builtIn) {

	@Override
	public String toString() {
		return this.resource + ((this.line > 0) ? ", line " + this.line : "");
	}

}
