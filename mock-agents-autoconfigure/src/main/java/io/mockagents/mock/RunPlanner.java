package io.mockagents.mock;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import io.mockagents.agent.RunRequest;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;
import io.mockagents.loop.RunPlan;
import io.mockagents.loop.ToolThreads;
import io.mockagents.mock.RunInstructions.Resolved;
import io.mockagents.recording.RecordingLibrary;
import io.mockagents.recording.RecordingSelector;
import io.mockagents.scenario.ScenarioSelector;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Plans the runs of all mocked runners of a context: follows the instructions, selects
 * what is played, and adds what the engine needs. Safe for several threads.
 */
public final class RunPlanner implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(RunPlanner.class);

	private final AtomicLong entropy = new AtomicLong(new SecureRandom().nextLong());

	private final ToolThreads toolThreads = new ToolThreads();

	private final MockAgents mockAgents;

	private final PlaySelector selector;

	private final Function<RunInfo, RunJournal> journals;

	private final Supplier<List<RunListener>> listeners;

	private final EventLog eventLog;

	private final Pauses pauses;

	private final Clock clock;

	/**
	 * Create a planner.
	 * @param mockAgents provides the settings and what is forced
	 * @param selector chooses among the scenarios
	 * @param journals opens the journal of a run
	 * @param listeners returns the listeners of each event, in order; called for each run
	 * @param logFile the file to which events are logged, with the default limits
	 * @param pauses lets time pass
	 * @param clock the application's clock, or {@code null} if it has none
	 */
	public RunPlanner(MockAgents mockAgents, ScenarioSelector selector, Function<RunInfo, RunJournal> journals,
			Supplier<List<RunListener>> listeners, Path logFile, Pauses pauses, @Nullable Clock clock) {
		this(mockAgents, selector, new RecordingSelector(RecordingLibrary.EMPTY, (session) -> null), journals,
				listeners, EventLogSettings.of(logFile), pauses, clock);
	}

	/**
	 * Create a planner that plays recordings too.
	 * @param mockAgents provides the settings and what is forced
	 * @param selector chooses among the scenarios
	 * @param recordings finds the recorded runs
	 * @param journals opens the journal of a run
	 * @param listeners returns the listeners of each event, in order; called for each run
	 * @param eventLog where events are logged
	 * @param pauses lets time pass
	 * @param clock the application's clock, or {@code null} if it has none
	 */
	public RunPlanner(MockAgents mockAgents, ScenarioSelector selector, RecordingSelector recordings,
			Function<RunInfo, RunJournal> journals, Supplier<List<RunListener>> listeners, EventLogSettings eventLog,
			Pauses pauses, @Nullable Clock clock) {
		this.mockAgents = mockAgents;
		this.selector = new PlaySelector(selector, recordings, mockAgents::source);
		this.journals = journals;
		this.listeners = listeners;
		this.pauses = pauses;
		this.clock = (clock != null) ? clock : Clock.systemUTC();
		this.eventLog = new EventLog(eventLog, this.clock);
	}

	/**
	 * Plan a run. Instructions for one run are used up, and the run is counted.
	 * @param runner the name of the runner
	 * @param request what is run
	 * @return the plan, a failed one if nothing can be played
	 */
	RunPlan plan(String runner, RunRequest request) {
		RunOwner owner;
		try {
			owner = this.mockAgents.owners().ownerOf(request);
		}
		catch (RuntimeException ex) {
			return RunPlan.failed(request, ex);
		}
		Resolved resolved = this.mockAgents.take(request, owner);
		MockSettings settings = resolved.settings();
		RunOrdinals ordinals = resolved.ordinals().computeIfAbsent(runner, (name) -> new RunOrdinals());
		PlannedRun run = new PlannedRun(request, settings, ordinals, random(settings.seed(), request, ordinals),
				this.clock);
		Play play;
		try {
			play = this.selector.select(resolved.forced(), owner, run);
		}
		catch (RuntimeException ex) {
			return new RunPlan.Failed(RunInfo.of(run.random().runId(), request, null), log(runner, run, null),
					(owner != null) ? owner.failed(request, ex) : ex);
		}
		logger.debug("Playing '" + play.name() + "': " + play.reason());
		RunInfo info = RunInfo.of(run.random().runId(), request, play.name());
		List<RunListener> listeners = new ArrayList<>(log(runner, run, play.reason()));
		listeners.addAll(this.listeners.get());
		RunPlan.Ready plan = new RunPlan.Ready(info, play.model(), play.profile(), play.pacing(), this.pauses,
				this.journals.apply(info), listeners, this.toolThreads, this.clock);
		return (owner != null) ? owner.planned(request, play.reason(), plan) : plan;
	}

	private RunRandom random(@Nullable Long seed, RunRequest request, RunOrdinals ordinals) {
		return (seed != null) ? RunRandom.seeded(seed, request, ordinals)
				: RunRandom.unpredictable(() -> StableRandom.mix(this.entropy.addAndGet(StableRandom.GAMMA)));
	}

	private List<RunListener> log(String runner, PlannedRun run, @Nullable String reason) {
		return run.settings().logEvents() ? List.of(this.eventLog.open(runner, run.request(), reason, this.clock))
				: List.of();
	}

	/**
	 * Release the threads and the log file.
	 */
	@Override
	public void close() {
		this.toolThreads.close();
		this.eventLog.close();
	}

}
