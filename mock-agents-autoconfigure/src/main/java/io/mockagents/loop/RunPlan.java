package io.mockagents.loop;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;

import io.mockagents.agent.RunRequest;
import io.mockagents.model.Model;
import io.mockagents.model.SdkProfile;

/**
 * The plan of one run, besides the request: one immutable snapshot, taken when the events
 * of the run are asked for.
 */
public sealed interface RunPlan {

	/**
	 * Return the identity of the run.
	 * @return the description of the run
	 */
	RunInfo info();

	/**
	 * Return the listeners of the run.
	 * @return the listeners, in the order in which they are called
	 */
	List<RunListener> listeners();

	/**
	 * Return the plan of a run that cannot be played and has no listeners.
	 * @param request what is run
	 * @param failure the reason
	 * @return the plan
	 */
	static Failed failed(RunRequest request, RuntimeException failure) {
		return new Failed(RunInfo.of("", request, null), List.of(), failure);
	}

	/**
	 * The plan of a run that can be played.
	 *
	 * @param info the identity of the run
	 * @param model what answers its turns
	 * @param profile the shape of its data
	 * @param pacing how long it pauses before each event
	 * @param pauses what lets time pass
	 * @param journal what keeps its events
	 * @param listeners called for each of its events, in this order
	 * @param toolExecutor runs the function tools of a turn that calls more than one, and
	 * those that have a timeout
	 * @param clock returns the time of its events
	 */
	record Ready(RunInfo info, Model model, SdkProfile profile, Pacing pacing, Pauses pauses, RunJournal journal,
			List<RunListener> listeners, Executor toolExecutor, Clock clock) implements RunPlan {

		public Ready {
			listeners = List.copyOf(listeners);
		}

		/**
		 * Return this plan with another model.
		 * @param model what answers the turns
		 * @return the changed copy
		 */
		public Ready withModel(Model model) {
			return new Ready(this.info, model, this.profile, this.pacing, this.pauses, this.journal, this.listeners,
					this.toolExecutor, this.clock);
		}

	}

	/**
	 * The plan of a run that fails before its first event.
	 *
	 * @param info the identity of the run
	 * @param listeners called at its end
	 * @param failure thrown in place of the first event
	 */
	record Failed(RunInfo info, List<RunListener> listeners, RuntimeException failure) implements RunPlan {

		public Failed {
			listeners = List.copyOf(listeners);
		}

	}

}
