package io.mockagents.loop;

import java.util.Iterator;
import java.util.function.Function;

import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResult;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;

/**
 * Runs agents by the engine, with any model. Blocking runs are streamed ones that are
 * drained, so their events are stored and published too.
 */
public final class LoopAgentRunner implements AgentRunner {

	private final Function<RunRequest, ? extends RunPlan> planner;

	/**
	 * Create a runner.
	 * @param planner returns the plan of each run; called once for each run, on the
	 * thread that asks for its events, when it does. A plan that
	 * {@linkplain RunPlan.Failed fails}, or an exception, surfaces from the run's stream
	 */
	public LoopAgentRunner(Function<RunRequest, ? extends RunPlan> planner) {
		this.planner = planner;
	}

	@Override
	public RunResultStreaming runStreamed(RunRequest request) {
		return new StreamingRun(request, this.planner, true);
	}

	@Override
	public RunResult run(RunRequest request) {
		StreamingRun run = new StreamingRun(request, this.planner, false);
		try (EventStream events = run.streamEvents()) {
			Iterator<StreamEvent> iterator = events.iterator();
			while (iterator.hasNext()) {
				iterator.next();
			}
		}
		return run.result();
	}

}
