package io.mockagents.mock;

import java.util.function.Function;

import io.mockagents.model.ModelRequest;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.Turn;

/**
 * The source that an {@linkplain RunOwner owner} has for a run.
 */
public sealed interface OwnedPlay {

	/**
	 * Return why it is played.
	 * @return the reason, for people to read
	 */
	String reason();

	/**
	 * A scenario.
	 *
	 * @param scenario the scenario
	 * @param reason why it is played
	 */
	record OfScenario(Scenario scenario, String reason) implements OwnedPlay {

	}

	/**
	 * A function that answers each turn.
	 *
	 * @param name the name under which the run is known
	 * @param answers returns the answer to each request, on the thread of the run
	 * @param reason why it is played
	 */
	record OfAnswers(String name, Function<ModelRequest, Turn> answers, String reason) implements OwnedPlay {

	}

	/**
	 * A scenario, recording or stored session that is found by its name.
	 *
	 * @param kind what it is
	 * @param name the name, or the id of the session
	 * @param reason why it is played
	 */
	record Named(MockAgents.Forced.Kind kind, String name, String reason) implements OwnedPlay {

	}

}
