package io.mockagents.scenario;

import io.mockagents.model.PlaybackException;
import org.jspecify.annotations.Nullable;

/**
 * A step of a scenario does not fit the agent that is run: it names a tool, a handoff or
 * a server that the agent does not have, or its text does not fit the schema of the tool
 * or of the output type. It is suppressed in the exception of the SDK that the step
 * causes; with strict settings, arguments that do not fit are a failure by themselves.
 */
public class ScenarioMismatchException extends PlaybackException {

	private static final long serialVersionUID = 1L;

	private final String scenario;

	private final String resource;

	private final int line;

	private final @Nullable String nearest;

	/**
	 * Create an exception.
	 * @param scenario the scenario
	 * @param line the line of the step, from 1, or 0 if it is not known
	 * @param problem what does not fit, as the rest of a sentence about the scenario
	 * @param nearest the name nearest to the one that the step uses, or {@code null}
	 */
	ScenarioMismatchException(Scenario scenario, int line, String problem, @Nullable String nearest) {
		super("Scenario '" + scenario.name() + "' (" + scenario.origin().at(line) + ") " + problem, null);
		this.scenario = scenario.name();
		this.resource = scenario.origin().resource();
		this.line = line;
		this.nearest = nearest;
	}

	/**
	 * Return the scenario.
	 * @return its name
	 */
	public String scenario() {
		return this.scenario;
	}

	/**
	 * Return the file of the scenario.
	 * @return a description of the file
	 */
	public String resource() {
		return this.resource;
	}

	/**
	 * Return the line of the step.
	 * @return the line, from 1, or 0 if it is not known
	 */
	public int line() {
		return this.line;
	}

	/**
	 * Return the name that may have been meant.
	 * @return the name that the agent has, or {@code null} if none is near
	 */
	public @Nullable String nearest() {
		return this.nearest;
	}

}
