package io.mockagents.mock;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;

import io.mockagents.agent.RunRequest;
import io.mockagents.failure.FailureInjector;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;
import io.mockagents.loop.RunPlan;
import io.mockagents.loop.ToolThreads;
import io.mockagents.mock.MockAgents.Forced;
import io.mockagents.mock.MockAgents.Snapshot;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.Model;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioSelector;
import io.mockagents.scenario.ScriptedModel;
import io.mockagents.scenario.Selection;
import io.mockagents.scenario.SelectionSettings;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Plans the runs of all mocked runners of a context: chooses the scenario, and gives the
 * engine what it needs. Safe for several threads.
 */
public final class RunPlanner implements AutoCloseable {

	/**
	 * The model's time in runs with a seed: ids hold the second of their creation, and
	 * would differ otherwise.
	 */
	static final Instant SEEDED_TIME = Instant.parse("2026-01-01T00:00:00Z");

	private static final Log logger = LogFactory.getLog(RunPlanner.class);

	private final AtomicLong entropy = new AtomicLong(new SecureRandom().nextLong());

	private final ToolThreads toolThreads = new ToolThreads();

	private final MockAgents mockAgents;

	private final ScenarioSelector selector;

	private final Function<RunInfo, RunJournal> journals;

	private final Supplier<List<RunListener>> listeners;

	private final EventLog eventLog;

	private final Pauses pauses;

	private final @Nullable Clock clock;

	/**
	 * Create a planner.
	 * @param mockAgents gives the settings and what is forced
	 * @param selector chooses among the scenarios
	 * @param journals opens the journal of a run
	 * @param listeners gives those told of each event, in order; asked for each run
	 * @param logFile the file to which events are logged
	 * @param pauses lets time pass
	 * @param clock the application's clock, or {@code null} if it has none
	 */
	public RunPlanner(MockAgents mockAgents, ScenarioSelector selector, Function<RunInfo, RunJournal> journals,
			Supplier<List<RunListener>> listeners, Path logFile, Pauses pauses, @Nullable Clock clock) {
		this.mockAgents = mockAgents;
		this.selector = selector;
		this.journals = journals;
		this.listeners = listeners;
		this.eventLog = new EventLog(logFile);
		this.pauses = pauses;
		this.clock = clock;
	}

	/**
	 * Plan a run.
	 * @param runner the name of the runner
	 * @param request what is run
	 * @return the plan
	 */
	RunPlan plan(String runner, RunRequest request) {
		Snapshot snapshot = this.mockAgents.snapshot(runner);
		MockSettings settings = snapshot.settings();
		Clock clock = (this.clock != null) ? this.clock : Clock.systemUTC();
		RunRandom random = random(snapshot, request);
		Scenario scenario;
		try {
			scenario = choose(settings, request, random);
		}
		catch (RuntimeException ex) {
			if (settings.logEvents()) {
				this.eventLog.open(runner, clock).onEnd(RunInfo.of(random.runId(), request, null), ex);
			}
			throw ex;
		}
		RunInfo info = RunInfo.of(random.runId(), request, scenario.name());
		return new RunPlan(info, model(settings, scenario, request, random, clock), settings.sdkProfile(),
				pacing(settings, random), this.pauses, this.journals.apply(info), listeners(settings, runner, clock),
				this.toolThreads, clock);
	}

	private RunRandom random(Snapshot snapshot, RunRequest request) {
		Long seed = snapshot.settings().seed();
		return (seed != null) ? RunRandom.seeded(seed, request, snapshot.ordinals())
				: RunRandom.unpredictable(() -> StableRandom.mix(this.entropy.addAndGet(StableRandom.GAMMA)));
	}

	private Scenario choose(MockSettings settings, RunRequest request, RunRandom random) {
		Forced forced = this.mockAgents.takeForced(request);
		if (forced != null) {
			logger.debug("Playing '" + forced.scenario().name() + "', which is forced");
			return forced.scenario();
		}
		Selection selection = this.selector.select(request,
				new SelectionSettings(settings.defaultScenario(), settings.scenarioWeights(), settings.strict()),
				random.choice());
		logger.debug("Playing '" + selection.scenario().name() + "': " + selection.reason());
		return selection.scenario();
	}

	private Model model(MockSettings settings, Scenario scenario, RunRequest request, RunRandom random, Clock clock) {
		FailureInjector injector = settings.simulateFailures()
				? new FailureInjector(settings.failureRate(), settings.failureKinds()) : FailureInjector.NONE;
		Scenario played = injector.inject(scenario, request, settings.sdkProfile(), random.failures());
		return new ScriptedModel(played, request, settings.sdkProfile(), random.ids(), modelClock(settings, clock),
				new ClientRetries(settings.maxRetries()));
	}

	private static Clock modelClock(MockSettings settings, Clock clock) {
		return (settings.seed() != null) ? Clock.fixed(SEEDED_TIME, ZoneOffset.UTC) : clock;
	}

	private Pacing pacing(MockSettings settings, RunRandom random) {
		return settings.simulateDelays()
				? new RandomPacing(settings.baseDelay(), settings.delayRange(), random.delays()) : Pacing.NONE;
	}

	private List<RunListener> listeners(MockSettings settings, String runner, Clock clock) {
		List<RunListener> listeners = new ArrayList<>();
		if (settings.logEvents()) {
			listeners.add(this.eventLog.open(runner, clock));
		}
		listeners.addAll(this.listeners.get());
		return listeners;
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
