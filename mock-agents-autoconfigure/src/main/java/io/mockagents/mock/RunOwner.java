package io.mockagents.mock;

import java.util.function.Function;

import io.mockagents.agent.RunRequest;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.ModelRequest;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.Turn;
import org.jspecify.annotations.Nullable;

/**
 * The owner of some of the runs of a context, such as one of several tests that run at
 * the same time. Its runs follow its own instructions and play its own scripts. Compared
 * by identity.
 */
public interface RunOwner {

	/**
	 * Return what a run plays that no instruction forces to play something.
	 * @param request what is run; called once for each run
	 * @return what it plays, or {@code null} if the owner has nothing for it: recordings
	 * and the rules of the scenarios decide then
	 */
	@Nullable OwnedPlay play(RunRequest request);

	/**
	 * A run of this owner was planned.
	 * @param request what is run
	 * @param reason why it plays what it plays, for people to read
	 * @param plan the plan
	 * @return the plan to follow: the same, or one that adds to it
	 */
	RunPlan planned(RunRequest request, String reason, RunPlan.Ready plan);

	/**
	 * A run of this owner cannot be played.
	 * @param request what is run
	 * @param failure why
	 * @return the failure that surfaces from the run: the same, or one that says more
	 */
	RuntimeException failed(RunRequest request, RuntimeException failure);

	/**
	 * What an owner has for a run to play.
	 */
	sealed interface OwnedPlay {

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

}
