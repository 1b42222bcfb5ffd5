package io.mockagents.mock;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;
import io.mockagents.loop.RunPlan;
import io.mockagents.loop.ToolThreads;
import io.mockagents.mock.RunInstructions.Resolved;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.Model;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingLibrary;
import io.mockagents.recording.RecordingSelector;
import io.mockagents.recording.replay.ReplayModel;
import io.mockagents.recording.replay.RecordedPacing;
import io.mockagents.scenario.NoScenarioMatchedException;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioSelector;
import io.mockagents.scenario.ScriptedModel;
import io.mockagents.scenario.Selection;
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

	private final RecordingSelector recordings;

	private final Function<RunInfo, RunJournal> journals;

	private final Supplier<List<RunListener>> listeners;

	private final EventLog eventLog;

	private final Pauses pauses;

	private final Clock clock;

	/**
	 * Create a planner.
	 * @param mockAgents gives the settings and what is forced
	 * @param selector chooses among the scenarios
	 * @param journals opens the journal of a run
	 * @param listeners gives those told of each event, in order; asked for each run
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
	 * @param mockAgents gives the settings and what is forced
	 * @param selector chooses among the scenarios
	 * @param recordings finds the recorded runs
	 * @param journals opens the journal of a run
	 * @param listeners gives those told of each event, in order; asked for each run
	 * @param eventLog where events are logged
	 * @param pauses lets time pass
	 * @param clock the application's clock, or {@code null} if it has none
	 */
	public RunPlanner(MockAgents mockAgents, ScenarioSelector selector, RecordingSelector recordings,
			Function<RunInfo, RunJournal> journals, Supplier<List<RunListener>> listeners, EventLogSettings eventLog,
			Pauses pauses, @Nullable Clock clock) {
		this.mockAgents = mockAgents;
		this.selector = selector;
		this.recordings = recordings;
		this.journals = journals;
		this.listeners = listeners;
		this.pauses = pauses;
		this.clock = (clock != null) ? clock : Clock.systemUTC();
		this.eventLog = new EventLog(eventLog, this.clock);
	}

	/**
	 * Plan a run.
	 * @param runner the name of the runner
	 * @param request what is run
	 * @return the plan
	 */
	RunPlan plan(String runner, RunRequest request) {
		Resolved resolved = this.mockAgents.instructions().take(request);
		MockSettings settings = resolved.settings();
		RunOrdinals ordinals = resolved.ordinals().computeIfAbsent(runner, (name) -> new RunOrdinals());
		Clock clock = this.clock;
		RunRandom random = random(settings.seed(), request, ordinals);
		Played played;
		try {
			played = choose(resolved, request, ordinals, random);
		}
		catch (RuntimeException ex) {
			if (settings.logEvents()) {
				this.eventLog.open(runner, request, null, clock).onEnd(RunInfo.of(random.runId(), request, null), ex);
			}
			throw ex;
		}
		logger.debug("Playing '" + played.name() + "': " + played.reason());
		RunInfo info = RunInfo.of(random.runId(), request, played.name());
		List<RunListener> listeners = listeners(settings, runner, request, played.reason());
		if (played.run() != null) {
			ReplayModel model = recorded(settings, played.run(), request, random, clock);
			return new RunPlan(info, model, played.run().profile(), pacing(settings, model, random), this.pauses,
					this.journals.apply(info), listeners, this.toolThreads, clock);
		}
		return new RunPlan(info, model(settings, played.scenario(), request, random, clock), settings.sdkProfile(),
				pacing(settings, random), this.pauses, this.journals.apply(info), listeners, this.toolThreads, clock);
	}

	private RunRandom random(@Nullable Long seed, RunRequest request, RunOrdinals ordinals) {
		return (seed != null) ? RunRandom.seeded(seed, request, ordinals)
				: RunRandom.unpredictable(() -> StableRandom.mix(this.entropy.addAndGet(StableRandom.GAMMA)));
	}

	private Played choose(Resolved resolved, RunRequest request, RunOrdinals ordinals, RunRandom random) {
		MockSettings settings = resolved.settings();
		ToIntFunction<String> ordinal = (choice) -> ordinals.next("recording " + request.sessionId() + " " + choice);
		PlaySource forced = resolved.forced();
		if (forced != null) {
			return forced(forced, request, ordinal);
		}
		if (settings.replay().session() != null) {
			RecordedRun recorded = this.recordings.ofSession(settings.replay().session(), request, ordinal);
			if (recorded != null) {
				return new Played(null, recorded, "run of the session that is replayed");
			}
		}
		if (settings.replay().useRecordings()) {
			RecordedRun recorded = this.recordings.library().find(request, ordinal);
			if (recorded != null) {
				return new Played(null, recorded, "recorded with the same input");
			}
		}
		Selection selection = select(settings, request, random);
		return new Played(selection.scenario(), null, selection.reason());
	}

	private Played forced(PlaySource source, RunRequest request, ToIntFunction<String> ordinal) {
		if (source instanceof PlaySource.OfScenario scenario) {
			return new Played(scenario.scenario(), null, "forced");
		}
		return new Played(null,
				(source instanceof PlaySource.OfRecording)
						? this.recordings.ofRecording(source.name(), request, ordinal)
						: this.recordings.ofForcedSession(source.name(), request, ordinal),
				"forced");
	}

	private Selection select(MockSettings settings, RunRequest request, RunRandom random) {
		try {
			return this.selector.select(request, settings.selection(), random.choice());
		}
		catch (NoScenarioMatchedException ex) {
			throw this.recordings.alsoNamedIn(ex, request, settings.replay().useRecordings());
		}
	}

	private static ReplayModel recorded(MockSettings settings, RecordedRun run, RunRequest request, RunRandom random,
			Clock clock) {
		boolean fresh = settings.replay().ids() == ReplaySettings.Ids.FRESH;
		Instant now = modelClock(settings, clock).instant();
		if (request.input() instanceof RunInput.Resumption resumed && run.interrupted() != null) {
			return ReplayModel.resuming(fresh ? run.withFreshIds(now, random.ids(), resumed.state()) : run);
		}
		return new ReplayModel(fresh ? run.withFreshIds(now, random.ids()) : run);
	}

	private Pacing pacing(MockSettings settings, ReplayModel model, RunRandom random) {
		return switch (settings.replay().timing()) {
			case CONFIGURED -> pacing(settings, random);
			case RECORDED ->
				settings.delays().enabled() ? new RecordedPacing(model, settings.replay().speed()) : Pacing.NONE;
			case NONE -> Pacing.NONE;
		};
	}

	private Model model(MockSettings settings, Scenario scenario, RunRequest request, RunRandom random, Clock clock) {
		MockSettings.Failures failures = settings.failures();
		FailureInjector injector = failures.enabled() ? new FailureInjector(failures.rate(), failures.kinds())
				: FailureInjector.NONE;
		Scenario played = injector.inject(scenario, request, settings.sdkProfile(), random.failures());
		return new ScriptedModel(played, request, settings.sdkProfile(), random.ids(), modelClock(settings, clock),
				new ClientRetries(settings.maxRetries()), settings.selection().strict());
	}

	private static Clock modelClock(MockSettings settings, Clock clock) {
		return (settings.seed() != null) ? Clock.fixed(SEEDED_TIME, ZoneOffset.UTC) : clock;
	}

	private Pacing pacing(MockSettings settings, RunRandom random) {
		MockSettings.Delays delays = settings.delays();
		return delays.enabled() ? new RandomPacing(delays.base(), delays.range(), random.delays()) : Pacing.NONE;
	}

	private List<RunListener> listeners(MockSettings settings, String runner, RunRequest request, String reason) {
		List<RunListener> listeners = new ArrayList<>();
		if (settings.logEvents()) {
			listeners.add(this.eventLog.open(runner, request, reason, this.clock));
		}
		listeners.addAll(this.listeners.get());
		return listeners;
	}

	/**
	 * What is played, a scenario or a recorded run, and why.
	 */
	private record Played(@Nullable Scenario scenario, @Nullable RecordedRun run, String reason) {

		String name() {
			return (this.run != null) ? this.run.recording() : Objects.requireNonNull(this.scenario).name();
		}

		@Override
		public Scenario scenario() {
			return Objects.requireNonNull(this.scenario);
		}

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
