package io.mockagents.loop;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executor;

import io.mockagents.model.Model;
import io.mockagents.model.SdkProfile;

/**
 * All that the engine is given for one run besides the request: one immutable snapshot of
 * the settings, taken when the run is created.
 *
 * @param info what tells the run from others
 * @param model what answers its turns
 * @param profile the shape of its data
 * @param pacing how long it pauses before each event
 * @param pauses what lets time pass
 * @param journal what keeps its events
 * @param listeners told of its events, in this order
 * @param toolExecutor runs the function tools of a turn that calls more than one, and
 * those that have a timeout
 * @param clock gives the time of its events
 */
public record RunPlan(RunInfo info, Model model, SdkProfile profile, Pacing pacing, Pauses pauses, RunJournal journal,
		List<RunListener> listeners, Executor toolExecutor, Clock clock) {

	public RunPlan {
		listeners = List.copyOf(listeners);
	}

	/**
	 * Return this plan with another model.
	 */
	public RunPlan withModel(Model model) {
		return new RunPlan(this.info, model, this.profile, this.pacing, this.pauses, this.journal, this.listeners,
				this.toolExecutor, this.clock);
	}

}
