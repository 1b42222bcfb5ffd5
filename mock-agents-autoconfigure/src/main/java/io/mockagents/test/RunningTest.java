package io.mockagents.test;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunInput;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.RunEvent;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunListener;
import io.mockagents.loop.RunPlan;
import io.mockagents.mock.RunOwner.OwnedPlay;
import io.mockagents.mock.RunOwner;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.PlaybackException;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.NoScenarioMatchedException;
import org.jspecify.annotations.Nullable;

/**
 * A test that is running: the owner of its runs, with its scripts and its journal. Safe
 * for several threads.
 */
final class RunningTest implements RunOwner {

	/**
	 * The number of runs that are kept of one test.
	 */
	static final int MAX_RUNS = 1_000;

	private static final AtomicLong NUMBERS = new AtomicLong();

	private static final Map<String, RunningTest> BY_ID = new ConcurrentHashMap<>();

	private static final SessionRows NO_ROWS = new SessionRows() {

		@Override
		public List<PlayedEvent> of(String sessionId) {
			throw new AssertionError("The application stores no conversations: there is no ConversationMessages bean. "
					+ "Configure a data source and JPA, or leave out assertions on rows");
		}

		@Override
		public @Nullable JsonObject dataOf(StreamEvent event) {
			return null;
		}

	};

	private final String id;

	private final String name;

	private final Class<?> testClass;

	private final AgentScript script = new AgentScript(this);

	private final List<ScriptedRun> scripts = new CopyOnWriteArrayList<>();

	private final Deque<PlayedRun> runs = new ArrayDeque<>();

	private final Set<String> sessions = ConcurrentHashMap.newKeySet();

	private final List<String> problems = new CopyOnWriteArrayList<>();

	private final List<Throwable> causes = new CopyOnWriteArrayList<>();

	private final List<Runnable> atEnd = new CopyOnWriteArrayList<>();

	private final List<RunDecorator> decorators = new CopyOnWriteArrayList<>();

	private final ThreadLocal<@Nullable ScriptedRun> selected = new ThreadLocal<>();

	private volatile @Nullable Function<RunRequest, @Nullable OwnedPlay> fallback;

	private volatile SessionRows rows = NO_ROWS;

	private volatile SdkProfile profile = SdkProfile.V0_2;

	private RunningTest(String name, Class<?> testClass) {
		this.id = name.replaceAll("[^\\w.]", "_") + "-" + NUMBERS.incrementAndGet();
		this.name = name;
		this.testClass = testClass;
	}

	/**
	 * Start a test.
	 * @param name its name, for messages
	 * @param testClass its class
	 * @return the test; {@link #end()} ends it
	 */
	static RunningTest start(String name, Class<?> testClass) {
		RunningTest test = new RunningTest(name, testClass);
		BY_ID.put(test.id, test);
		return test;
	}

	static @Nullable RunningTest find(String id) {
		return BY_ID.get(id);
	}

	String id() {
		return this.id;
	}

	AgentScript script() {
		return this.script;
	}

	/**
	 * Set what runs play that no script fits.
	 */
	void fallback(@Nullable Function<RunRequest, @Nullable OwnedPlay> fallback) {
		this.fallback = fallback;
	}

	/**
	 * Add to the plans of all runs of this test from now on.
	 */
	void decorate(RunDecorator decorator) {
		this.decorators.add(decorator);
	}

	void undecorate(RunDecorator decorator) {
		this.decorators.remove(decorator);
	}

	void rows(SessionRows rows) {
		this.rows = rows;
	}

	SessionRows rows() {
		return this.rows;
	}

	/**
	 * Call back when this test has ended.
	 */
	void atEnd(Runnable action) {
		this.atEnd.add(action);
	}

	/**
	 * End this test. Only what is its own is undone.
	 */
	void end() {
		BY_ID.remove(this.id);
		this.atEnd.forEach(Runnable::run);
		this.atEnd.clear();
	}

	ScriptedRun add() {
		ScriptedRun added = new ScriptedRun(location());
		this.scripts.add(added);
		return added;
	}

	private static String location() {
		return StackWalker.getInstance()
			.walk((frames) -> frames.filter((frame) -> !isOfKit(frame.getClassName()))
				.findFirst()
				.map((frame) -> frame.getFileName() + ":" + frame.getLineNumber())
				.orElse("an unknown place"));
	}

	private static boolean isOfKit(String className) {
		return className.equals(AgentScript.class.getName()) || className.equals(RunningTest.class.getName());
	}

	void ownSession(String sessionId) {
		this.sessions.add(Objects.requireNonNull(sessionId, "sessionId"));
	}

	boolean ownsSession(@Nullable String sessionId) {
		return sessionId != null && this.sessions.contains(sessionId);
	}

	ModelCall call(ModelRequest request) {
		return new ModelCall(request, this.profile, this.testClass);
	}

	List<PlayedRun> runs() {
		synchronized (this.runs) {
			return List.copyOf(this.runs);
		}
	}

	PlayedSession session(String sessionId) {
		return new PlayedSession(this, sessionId);
	}

	String noRun() {
		return "There was no run in " + this
				+ ". Check that the application runs an agent here, and on a thread that belongs to this test";
	}

	/**
	 * Arm all scripts again, as if nothing had been played.
	 */
	void rearm() {
		this.scripts.forEach(ScriptedRun::rearm);
	}

	/**
	 * Whether a script of this test fits a run, so that it may well be this test's.
	 */
	boolean fits(RunRequest request) {
		return this.scripts.stream().anyMatch((script) -> script.isSpecific() && script.mismatch(request) == null);
	}

	@Override
	public @Nullable OwnedPlay play(RunRequest request) {
		this.selected.remove();
		if (request.input() instanceof RunInput.Resumption) {
			ScriptedRun interrupted = interrupted(request);
			this.selected.set(interrupted);
			return (interrupted != null) ? interrupted.resume() : null;
		}
		synchronized (this.scripts) {
			for (ScriptedRun script : inOrder()) {
				if (script.mismatch(request) == null) {
					this.selected.set(script);
					return script.play();
				}
			}
		}
		Function<RunRequest, @Nullable OwnedPlay> fallback = this.fallback;
		return (fallback != null) ? fallback.apply(request) : null;
	}

	private List<ScriptedRun> inOrder() {
		List<ScriptedRun> ordered = new ArrayList<>(this.scripts);
		ordered.sort(Comparator.comparingInt(ScriptedRun::rank));
		return ordered;
	}

	private @Nullable ScriptedRun interrupted(RunRequest request) {
		List<PlayedRun> runs = new ArrayList<>(runs());
		for (int i = runs.size() - 1; i >= 0; i--) {
			PlayedRun run = runs.get(i);
			if (run.script() != null
					&& run.runRequest().startingAgent().name().equals(request.startingAgent().name())) {
				return run.script();
			}
		}
		return null;
	}

	@Override
	public RunPlan planned(RunRequest request, String reason, RunPlan.Ready plan) {
		ScriptedRun script = this.selected.get();
		this.selected.remove();
		this.profile = plan.profile();
		RunInfo info = plan.info();
		PlayedRun run = new PlayedRun(this, request, info.runId(), info.sessionId(), info.source(), reason, script);
		keep(run);
		List<RunListener> listeners = new ArrayList<>(plan.listeners());
		listeners.add(new JournalListener(run));
		String id = this.id;
		RunPlan.Ready watched = new RunPlan.Ready(info, new WatchedModel(plan.model(), run, this::call), plan.profile(),
				plan.pacing(), plan.pauses(), watched(plan.journal(), run), listeners,
				(task) -> plan.toolExecutor().execute(() -> TestIdentity.with(id, task::run)), plan.clock());
		for (RunDecorator decorator : this.decorators) {
			watched = decorator.decorate(run, watched);
		}
		return watched;
	}

	private static RunJournal watched(RunJournal journal, PlayedRun run) {
		return (event) -> {
			Integer row = journal.append(event);
			if (row != null) {
				run.stored(row);
			}
			return row;
		};
	}

	private void keep(PlayedRun run) {
		synchronized (this.runs) {
			if (this.runs.size() == MAX_RUNS) {
				this.runs.removeFirst();
			}
			this.runs.add(run);
		}
	}

	@Override
	public RuntimeException failed(RunRequest request, RuntimeException failure) {
		this.selected.remove();
		boolean unscripted = failure instanceof NoScenarioMatchedException;
		String text = unscripted ? unscripted(request) : this + ": " + failure.getMessage();
		RuntimeException surfacing = unscripted ? new UnscriptedRunException(text, failure) : failure;
		RunInfo info = RunInfo.of("", request, null);
		PlayedRun run = new PlayedRun(this, request, "", info.sessionId(), null, String.valueOf(failure.getMessage()),
				null);
		run.ended(surfacing);
		keep(run);
		report(text, failure);
		return surfacing;
	}

	private String unscripted(RunRequest request) {
		StringBuilder text = new StringBuilder("Agent '").append(request.startingAgent().name())
			.append("' was run with the message '")
			.append(request.input().lastUserMessage())
			.append("', but ")
			.append(this)
			.append(this.scripts.isEmpty() ? " has no script for it." : " has no script that fits:");
		List<ScriptedRun> ordered = inOrder();
		for (int i = 0; i < ordered.size(); i++) {
			text.append("\n  ")
				.append(i + 1)
				.append(". ")
				.append(ordered.get(i))
				.append(": ")
				.append(ordered.get(i).mismatch(request));
		}
		return text
			.append("\nAdd script.onMessage(...) or script.onAnyMessage() to the test, or annotate it with "
					+ "@PlayScenario or @AutomaticAnswers")
			.toString();
	}

	/**
	 * Report a problem that fails this test.
	 */
	void report(String problem, @Nullable Throwable cause) {
		this.problems.add(problem);
		if (cause != null) {
			this.causes.add(cause);
		}
	}

	private void ended(PlayedRun run, @Nullable Throwable failure) {
		ScriptedRun script = run.script();
		if (script != null && !run.isCancelled()) {
			script.ended(run.asked());
		}
		PlaybackException misfit = misfit(failure);
		if (misfit != null) {
			report(String.valueOf(misfit.getMessage()), failure);
		}
	}

	/**
	 * Return what shows that a run failed because its script does not fit.
	 */
	private static @Nullable PlaybackException misfit(@Nullable Throwable failure) {
		if (failure == null || failure instanceof PlaybackException) {
			return (PlaybackException) failure;
		}
		for (Throwable suppressed : failure.getSuppressed()) {
			if (suppressed instanceof PlaybackException misfit) {
				return misfit;
			}
		}
		return null;
	}

	/**
	 * Check that all runs were scripted, and that all scripts were used up.
	 * @param testFailure the failure of the test itself, which gets what is found as
	 * suppressed exceptions; or {@code null}
	 */
	void verify(@Nullable Throwable testFailure) {
		List<String> found = new ArrayList<>(this.problems);
		if (testFailure == null && found.isEmpty()) {
			this.scripts.stream()
				.map(ScriptedRun::unused)
				.filter(Objects::nonNull)
				.forEach((text) -> found
					.add("A script was not used up: " + text + ". Remove it, or let the test make that run"));
		}
		if (found.isEmpty()) {
			return;
		}
		AssertionError error = new AssertionError(String.join("\n", found));
		this.causes.forEach(error::addSuppressed);
		if (testFailure == null) {
			throw error;
		}
		testFailure.addSuppressed(error);
	}

	@Override
	public String toString() {
		return this.name;
	}

	/**
	 * Adds to the plan of a run.
	 */
	@FunctionalInterface
	interface RunDecorator {

		/**
		 * Add to the plan of a run.
		 * @param run the run in the journal of the test
		 * @param plan the plan, already watched by the journal
		 * @return the plan to follow
		 */
		RunPlan.Ready decorate(PlayedRun run, RunPlan.Ready plan);

	}

	/**
	 * Keeps the events of a run.
	 */
	final class JournalListener implements RunListener {

		private final PlayedRun run;

		JournalListener(PlayedRun run) {
			this.run = run;
		}

		@Override
		public void onEvent(RunEvent event) {
			this.run.emitted(event);
		}

		@Override
		public void onCancel(RunInfo info) {
			this.run.cancelled();
		}

		@Override
		public void onEnd(RunInfo info, @Nullable Throwable failure) {
			this.run.ended(failure);
			RunningTest.this.ended(this.run, failure);
		}

	}

}
