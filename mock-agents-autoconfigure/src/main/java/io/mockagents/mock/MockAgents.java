package io.mockagents.mock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.mockagents.agent.RunRequest;
import io.mockagents.recording.RecordingLibrary;
import io.mockagents.scenario.FailureKind;
import io.mockagents.scenario.NearestName;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLibrary;
import org.jspecify.annotations.Nullable;

/**
 * Controls the mock while the application runs: which scenario is played, and how.
 *
 * <pre>{@code
 * mockAgents.play("text_response_mode").once();            // the next run
 *
 * try (MockAgents.Scope scope = mockAgents.play("comment_addition_rejected_then_approved").untilClosed()) {
 *     // all runs while the scope is open, on any thread
 * }
 *
 * mockAgents.play("text_response_mode").forSession("s-1").always();
 * mockAgents.withoutDelays().logging(false);
 * mockAgents.reset();                                      // as at start-up
 * }</pre>
 * <p>
 * For a run, the first of these decides: what is forced {@linkplain Play#once() once},
 * the earliest first; what is forced by a {@linkplain Play#untilClosed() scope} that is
 * open, the one opened last first; what is forced {@linkplain Play#always() always}, the
 * latest first; the stored session that is {@linkplain ReplaySettings#session() asked
 * for}; the recorded run whose input matches, unless {@linkplain #recordings(boolean)
 * switched off}; the rules of the scenarios; the default scenario. What is restricted to
 * a session or by a condition is passed over for other runs.
 * <p>
 * A run is bound to no thread, so neither is anything here: it holds for runs of all
 * threads and all runners of the context. Tests that share a context and run at the same
 * time restrict what they force to their own sessions. A run reads the settings when it
 * is created; changes concern later runs. Safe for several threads.
 */
public final class MockAgents {

	private final ScenarioLibrary library;

	private final RecordingLibrary recordings;

	private final MockSettings initialSettings;

	private final AtomicReference<State> state;

	/**
	 * Create the control of a mock.
	 * @param settings the settings at start-up
	 * @param library the scenarios
	 */
	public MockAgents(MockSettings settings, ScenarioLibrary library) {
		this(settings, library, RecordingLibrary.EMPTY);
	}

	/**
	 * Create the control of a mock that plays recordings too.
	 * @param settings the settings at start-up
	 * @param library the scenarios
	 * @param recordings the recordings
	 */
	public MockAgents(MockSettings settings, ScenarioLibrary library, RecordingLibrary recordings) {
		this.library = library;
		this.recordings = recordings;
		this.initialSettings = settings;
		this.state = new AtomicReference<>(State.initial(settings));
	}

	/**
	 * Return the names of the scenarios that can be played.
	 * @return the names, sorted, without aliases
	 */
	public List<String> scenarios() {
		return this.library.scenarios().stream().map(Scenario::name).toList();
	}

	/**
	 * Force a scenario. Takes effect with one of the methods of the returned object.
	 * @param scenario the name or an alias of a scenario
	 * @return what says for which runs
	 * @throws io.mockagents.scenario.UnknownScenarioException if there is no such
	 * scenario; its message names the nearest
	 */
	public Play play(String scenario) {
		return new Play(new Source.OfScenario(this.library.get(scenario)), Target.ALL);
	}

	/**
	 * Return the names of the recordings that can be played.
	 * @return the names
	 */
	public List<String> recordings() {
		return this.recordings.names();
	}

	/**
	 * Switch recordings on or off for later runs. What is forced is played nevertheless.
	 * @param enabled whether a recorded run whose input matches goes before the rules of
	 * the scenarios
	 * @return this object
	 */
	public MockAgents recordings(boolean enabled) {
		return replay((replay) -> replay.withRecordings(enabled));
	}

	/**
	 * Change how later runs are played from recordings.
	 * @param change gives the new settings; may be called several times
	 * @return this object
	 */
	public MockAgents replay(UnaryOperator<ReplaySettings> change) {
		return settings((settings) -> settings.withReplay(Objects.requireNonNull(change.apply(settings.replay()))));
	}

	/**
	 * Force a recording. Each run is played from the one of its runs that matches by
	 * agent, iteration and message; a run that none matches fails. Takes effect with one
	 * of the methods of the returned object.
	 * @param recording the name of a recording
	 * @return what says for which runs
	 * @throws IllegalArgumentException if there is no such recording; its message names
	 * those there are
	 */
	public Play playRecording(String recording) {
		if (!this.recordings.names().contains(recording)) {
			String nearest = new NearestName(this.recordings.names()).to(recording);
			throw new IllegalArgumentException("There is no recording '" + recording + "'. "
					+ ((nearest != null) ? "Did you mean '" + nearest + "'? " : "") + "The recordings are "
					+ this.recordings.names() + "; 'mock_recordings' adds others");
		}
		return new Play(new Source.OfRecording(recording), Target.ALL);
	}

	/**
	 * Force a stored session. Each run is played from the one of its runs that matches by
	 * agent, iteration and message; a run that none matches fails. Takes effect with one
	 * of the methods of the returned object.
	 * @param sessionId the id of the session
	 * @return what says for which runs
	 */
	public Play playSession(String sessionId) {
		return new Play(new Source.OfSession(sessionId), Target.ALL);
	}

	/**
	 * Return what is forced, in the order in which it is considered for a run.
	 * @return what is forced
	 */
	public List<ForcedScenario> forced() {
		State state = state();
		return Stream.of(state.once, state.scopes, state.always).flatMap(List::stream).map(Forced::describe).toList();
	}

	/**
	 * Force nothing any more: the rules of the scenarios decide again. Settings stay, and
	 * scopes that are open have no effect any more.
	 */
	public void clearForced() {
		this.state.updateAndGet((state) -> state.keeping((forced) -> false));
	}

	/**
	 * Force nothing any more for one session in particular. What is forced for all
	 * sessions stays.
	 * @param sessionId the id of the session
	 */
	public void clearForced(String sessionId) {
		Objects.requireNonNull(sessionId, "sessionId");
		this.state.updateAndGet((state) -> state.keeping((forced) -> !sessionId.equals(forced.target.sessionId())));
	}

	/**
	 * Return the settings with which the next run is played.
	 * @return the settings
	 */
	public MockSettings settings() {
		return state().settings;
	}

	/**
	 * Change the settings of later runs.
	 * @param change gives the new settings; may be called several times
	 * @return this object
	 */
	public MockAgents settings(UnaryOperator<MockSettings> change) {
		this.state.updateAndGet((state) -> state.with(Objects.requireNonNull(change.apply(state.settings))));
		return this;
	}

	/**
	 * Let later runs pause between their events.
	 * @param base the pause between two events, not negative
	 * @param range how far a pause may differ from the base, not negative
	 * @return this object
	 */
	public MockAgents delays(Duration base, Duration range) {
		return settings((settings) -> settings.withDelays(MockSettings.Delays.of(base, range)));
	}

	/**
	 * Let later runs make no pause, not even scripted ones.
	 * @return this object
	 */
	public MockAgents withoutDelays() {
		return settings(MockSettings::withoutDelays);
	}

	/**
	 * Switch the log of events on or off for later runs.
	 * @param enabled whether every event is logged
	 * @return this object
	 */
	public MockAgents logging(boolean enabled) {
		return settings((settings) -> settings.withLogEvents(enabled));
	}

	/**
	 * Let a share of later runs fail with the kinds of the settings.
	 * @param rate the share, from 0 to 1
	 * @return this object
	 */
	public MockAgents failures(double rate) {
		return settings((settings) -> settings.withFailures(settings.failures().withRate(rate)));
	}

	/**
	 * Let a share of later runs fail with certain kinds of failures.
	 * @param rate the share, from 0 to 1
	 * @param kinds what they fail with, each as likely as the others; where a scenario
	 * leaves no room for a kind, such as a tool error in a run without tool calls, the
	 * others remain, and without any the run passes
	 * @return this object
	 */
	public MockAgents failures(double rate, FailureKind... kinds) {
		return settings((settings) -> settings.withFailures(MockSettings.Failures.of(rate, kinds)));
	}

	/**
	 * Set the seed of later runs, and start counting the runs of each session anew.
	 * @param seed the seed, or {@code null} if runs shall differ
	 * @return this object
	 */
	public MockAgents seed(@Nullable Long seed) {
		this.state.updateAndGet((state) -> state.with(state.settings.withSeed(seed)).countingAnew());
		return this;
	}

	/**
	 * Return to the state at start-up: its settings, nothing forced, and no run counted.
	 * Scopes that are open have no effect any more.
	 */
	public void reset() {
		this.state.set(State.initial(this.initialSettings));
	}

	/**
	 * Return what a runner plays its next run with, as of one moment.
	 * @param runner the name of the runner
	 */
	Snapshot snapshot(String runner) {
		State state = state();
		return new Snapshot(state.settings, state.ordinals.computeIfAbsent(runner, (name) -> new RunOrdinals()));
	}

	/**
	 * Return the scenario that is forced for a run. What is forced once is used up by it.
	 * @param request what is run
	 * @return the scenario and what forced it, or {@code null} if none is
	 */
	@Nullable Forced takeForced(RunRequest request) {
		while (true) {
			State state = state();
			Forced forced = state.find(request);
			if (forced == null || forced.until != Until.ONCE
					|| this.state.compareAndSet(state, state.without(forced))) {
				return forced;
			}
		}
	}

	private State state() {
		return Objects.requireNonNull(this.state.get());
	}

	private void add(Forced forced) {
		this.state.updateAndGet((state) -> state.with(forced));
	}

	private void remove(Forced forced) {
		this.state.updateAndGet((state) -> state.without(forced));
	}

	/**
	 * A scenario about to be forced. Immutable.
	 */
	public final class Play {

		private final Source source;

		private final Target target;

		private Play(Source source, Target target) {
			this.source = source;
			this.target = target;
		}

		/**
		 * Restrict this to the runs of a session.
		 * @param sessionId the id of the session
		 * @return the restricted copy
		 */
		public Play forSession(String sessionId) {
			Objects.requireNonNull(sessionId, "sessionId");
			return new Play(this.source, this.target.and(sessionId));
		}

		/**
		 * Restrict this to runs that meet a condition.
		 * @param condition the condition; may be asked several times for one run, from
		 * the thread that creates it, and must not throw
		 * @return the restricted copy
		 */
		public Play when(Predicate<RunRequest> condition) {
			Objects.requireNonNull(condition, "condition");
			return new Play(this.source, this.target.and(condition));
		}

		/**
		 * Play the scenario in the next run. Called again, it holds for the run after
		 * that.
		 */
		public void once() {
			add(new Forced(this.source, this.target, Until.ONCE));
		}

		/**
		 * Play the scenario until the returned scope is closed.
		 * @return the scope; close it on any thread, in any order
		 */
		public Scope untilClosed() {
			Forced forced = new Forced(this.source, this.target, Until.CLOSED);
			add(forced);
			return () -> remove(forced);
		}

		/**
		 * Play the scenario until {@linkplain MockAgents#reset() all is reset}, or
		 * {@linkplain MockAgents#clearForced() nothing is forced any more}. It takes the
		 * place of what was forced so for the same runs.
		 */
		public void always() {
			add(new Forced(this.source, this.target, Until.RESET));
		}

	}

	/**
	 * Something that holds until it is closed.
	 */
	@FunctionalInterface
	public interface Scope extends AutoCloseable {

		/**
		 * End it. May be called several times.
		 */
		@Override
		void close();

	}

	/**
	 * What a run can be played from.
	 */
	sealed interface Source {

		/**
		 * Return the name of it.
		 */
		String name();

		/**
		 * A scenario.
		 */
		record OfScenario(Scenario scenario) implements Source {

			@Override
			public String name() {
				return this.scenario.name();
			}

		}

		/**
		 * A recording of the library.
		 */
		record OfRecording(String name) implements Source {
		}

		/**
		 * A stored session.
		 */
		record OfSession(String id) implements Source {

			@Override
			public String name() {
				return this.id;
			}

		}

	}

	/**
	 * A scenario or recording that is forced. Compared by identity.
	 */
	static final class Forced {

		private final Source source;

		private final Target target;

		private final Until until;

		private Forced(Source source, Target target, Until until) {
			this.source = source;
			this.target = target;
			this.until = until;
		}

		Source source() {
			return this.source;
		}

		private boolean hides(Forced other) {
			return this.target.condition() == null && this.target.equals(other.target);
		}

		private ForcedScenario describe() {
			return new ForcedScenario(this.source.name(), this.until, this.target.sessionId(),
					this.target.condition() != null);
		}

	}

	/**
	 * A scenario, recording or session that is forced.
	 *
	 * @param scenario the name of the scenario or recording, or the id of the session
	 * @param until how long it is forced
	 * @param sessionId the session whose runs it is forced for, or {@code null} for those
	 * of all sessions
	 * @param conditional whether a further condition has to be met
	 */
	public record ForcedScenario(String scenario, Until until, @Nullable String sessionId, boolean conditional) {

	}

	/**
	 * How long a scenario is forced.
	 */
	public enum Until {

		/**
		 * For one run.
		 */
		ONCE,

		/**
		 * Until a scope is closed.
		 */
		CLOSED,

		/**
		 * Until all is reset, or nothing is forced any more.
		 */
		RESET

	}

	/**
	 * The runs for which a scenario is forced.
	 *
	 * @param sessionId their session, or {@code null} if it may be any
	 * @param condition what else they meet, or {@code null} if nothing else
	 */
	private record Target(@Nullable String sessionId, @Nullable Predicate<RunRequest> condition) {

		private static final Target ALL = new Target(null, null);

		boolean matches(RunRequest request) {
			return (this.sessionId == null || this.sessionId.equals(request.sessionId()))
					&& (this.condition == null || this.condition.test(request));
		}

		Target and(String sessionId) {
			return (this.sessionId == null) ? new Target(sessionId, this.condition)
					: and((RunRequest request) -> sessionId.equals(request.sessionId()));
		}

		Target and(Predicate<RunRequest> condition) {
			return new Target(this.sessionId, (this.condition != null) ? this.condition.and(condition) : condition);
		}

	}

	/**
	 * What a run is played with.
	 *
	 * @param settings the settings
	 * @param ordinals counts the runs of the runner since the seed was set
	 */
	record Snapshot(MockSettings settings, RunOrdinals ordinals) {
	}

	/**
	 * Everything that can change, at one moment. The counts of runs by runner are changed
	 * in place.
	 */
	private record State(MockSettings settings, List<Forced> once, List<Forced> scopes, List<Forced> always,
			Map<String, RunOrdinals> ordinals) {

		static State initial(MockSettings settings) {
			return new State(settings, List.of(), List.of(), List.of(), new ConcurrentHashMap<>());
		}

		State countingAnew() {
			return new State(this.settings, this.once, this.scopes, this.always, new ConcurrentHashMap<>());
		}

		State with(MockSettings settings) {
			return new State(settings, this.once, this.scopes, this.always, this.ordinals);
		}

		State with(Forced forced) {
			return switch (forced.until) {
				case ONCE ->
					new State(this.settings, append(this.once, forced), this.scopes, this.always, this.ordinals);
				case CLOSED ->
					new State(this.settings, this.once, prepend(forced, this.scopes), this.always, this.ordinals);
				case RESET -> new State(this.settings, this.once, this.scopes,
						prepend(forced, this.always.stream().filter((other) -> !forced.hides(other)).toList()),
						this.ordinals);
			};
		}

		State without(Forced forced) {
			return new State(this.settings, remove(this.once, forced), remove(this.scopes, forced), this.always,
					this.ordinals);
		}

		State keeping(Predicate<Forced> condition) {
			return new State(this.settings, this.once.stream().filter(condition).toList(),
					this.scopes.stream().filter(condition).toList(), this.always.stream().filter(condition).toList(),
					this.ordinals);
		}

		@Nullable Forced find(RunRequest request) {
			for (List<Forced> candidates : List.of(this.once, this.scopes, this.always)) {
				for (Forced candidate : candidates) {
					if (candidate.target.matches(request)) {
						return candidate;
					}
				}
			}
			return null;
		}

		private static List<Forced> append(List<Forced> list, Forced forced) {
			List<Forced> changed = new ArrayList<>(list);
			changed.add(forced);
			return List.copyOf(changed);
		}

		private static List<Forced> prepend(Forced forced, List<Forced> list) {
			List<Forced> changed = new ArrayList<>(list.size() + 1);
			changed.add(forced);
			changed.addAll(list);
			return List.copyOf(changed);
		}

		private static List<Forced> remove(List<Forced> list, Forced forced) {
			return list.stream().filter((candidate) -> candidate != forced).toList();
		}

	}

}
