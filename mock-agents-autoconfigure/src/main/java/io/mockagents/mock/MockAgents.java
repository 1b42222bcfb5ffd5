package io.mockagents.mock;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.mockagents.agent.RunRequest;
import io.mockagents.recording.RecordingLibrary;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLibrary;
import io.mockagents.scenario.match.NearestName;
import org.jspecify.annotations.Nullable;

/**
 * Controls the mock while the application runs: which scenario is played, and with which
 * settings.
 *
 * <pre>{@code
 * mockAgents.play("text_response_mode").once();                          // the next run
 * mockAgents.forSession("s-1").failures(1, FailureKind.RATE_LIMIT).always();  // the runs of a session
 *
 * try (MockAgents.Scope scope = mockAgents.forAgent("Triage").withoutDelays().untilClosed()) {
 *     // the runs of an agent while the scope is open, on any thread
 * }
 *
 * mockAgents.withoutDelays().logging(false);                             // all runs
 * mockAgents.reset();
 * }</pre>
 * <p>
 * For each setting, and for the scenario that is forced, the first of these decides: an
 * instruction for {@linkplain RunInstruction#once() one run}, the earliest first; an open
 * {@linkplain RunInstruction#untilClosed() scope} or an instruction with a
 * {@linkplain RunInstruction#when(Predicate) condition}, the latest first; an instruction
 * for the run's session; a call for all runs; the properties. A run that nothing forces
 * is played from the stored session that is {@linkplain ReplaySettings#session() asked
 * for}, then from the recorded run whose input matches, unless recordings are
 * {@linkplain #useRecordings(boolean) switched off}, then by the rules of the scenarios.
 * <p>
 * Nothing here is bound to a thread: it applies to runs on all threads and of all runners
 * of the context. Tests that share a context and run at the same time use instructions
 * for their own sessions, agents or conditions. A run follows the instructions and reads
 * its settings when its events are asked for; later changes apply to later runs. At most
 * 1,000 instructions for one run, 1,000 scopes and conditions, and the instructions for
 * 1,000 sessions are kept: beyond that, the oldest are dropped with a warning. Safe for
 * several threads.
 */
public final class MockAgents extends MockControl<MockAgents> {

	private final ScenarioLibrary library;

	private final RecordingLibrary recordings;

	private final RunInstructions instructions;

	private final RunOwners owners;

	private final Map<RunOwner, RunInstructions> owned = new ConcurrentHashMap<>();

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
		this(new RunInstructions(settings), library, recordings);
	}

	/**
	 * Create the control of a mock whose runs may have owners.
	 * @param settings the settings at start-up
	 * @param library the scenarios
	 * @param recordings the recordings
	 * @param owners finds the owners of runs
	 */
	public MockAgents(MockSettings settings, ScenarioLibrary library, RecordingLibrary recordings, RunOwners owners) {
		this(new RunInstructions(settings), library, recordings, owners);
	}

	MockAgents(RunInstructions instructions, ScenarioLibrary library, RecordingLibrary recordings) {
		this(instructions, library, recordings, RunOwners.NONE);
	}

	private MockAgents(RunInstructions instructions, ScenarioLibrary library, RecordingLibrary recordings,
			RunOwners owners) {
		this.owners = owners;
		this.library = library;
		this.recordings = recordings;
		this.instructions = instructions;
	}

	/**
	 * Begin an instruction for any run.
	 * @return the instruction, which takes effect with {@link RunInstruction#once()},
	 * {@link RunInstruction#untilClosed()} or {@link RunInstruction#always()}
	 */
	public RunInstruction forAnyRun() {
		return new RunInstruction(this, RunTarget.ALL);
	}

	@Override
	RunInstruction instruction() {
		return forAnyRun();
	}

	@Override
	MockAgents change(Setting setting, UnaryOperator<MockSettings> change) {
		forAnyRun().change(setting, change).always();
		return this;
	}

	/**
	 * Remove all settings and forced scenarios for runs of all sessions: the settings at
	 * start-up apply again, and seeded runs are counted from the first. Instructions for
	 * one session stay until {@link #reset(String)}, scopes until they are closed.
	 */
	public void reset() {
		instructions().reset();
	}

	/**
	 * Remove all settings and forced scenarios for one session. Scopes stay.
	 * @param sessionId the id of the session
	 */
	public void reset(String sessionId) {
		instructions().reset(Objects.requireNonNull(sessionId, "sessionId"));
	}

	/**
	 * Return to the state at start-up: remove all settings and forced scenarios, those of
	 * sessions and open scopes too.
	 */
	public void resetAll() {
		instructions().resetAll();
	}

	/**
	 * Remove the forced scenarios for runs of all sessions. Settings stay, and so does
	 * everything that {@link #reset()} keeps.
	 */
	public void clearForced() {
		instructions().clearForced();
	}

	/**
	 * Remove the forced scenarios for one session. Settings stay, and so does everything
	 * that {@link #reset(String)} keeps.
	 * @param sessionId the id of the session
	 */
	public void clearForced(String sessionId) {
		instructions().clearForced(Objects.requireNonNull(sessionId, "sessionId"));
	}

	/**
	 * Return the settings of runs that no instruction for some runs is for.
	 * @return the settings
	 */
	public MockSettings settings() {
		return instructions().settings();
	}

	/**
	 * Return the settings of a run, as if its events were asked for now. Instructions for
	 * one run are taken into account, and not used up.
	 * @param request the request of the run
	 * @return the settings
	 */
	public MockSettings settingsFor(RunRequest request) {
		return instructions().settingsFor(request);
	}

	/**
	 * Return the names of the scenarios that can be played.
	 * @return the names, sorted, without aliases
	 */
	public List<String> scenarios() {
		return this.library.scenarios().stream().map(Scenario::name).toList();
	}

	/**
	 * Return the names of the recordings that can be played.
	 * @return the names
	 */
	public List<String> recordings() {
		return this.recordings.names();
	}

	/**
	 * Return the forced scenarios, recordings and sessions.
	 * @return the scenarios, recordings and sessions, the one that decides first
	 */
	public List<Forced> forced() {
		return instructions().strongestFirst().stream().flatMap(ActiveInstruction::forced).toList();
	}

	/**
	 * Return the settings that are changed for some runs.
	 * @return the changes, the one that decides first
	 */
	public List<Changed> changed() {
		MockSettings settings = settings();
		return instructions().strongestFirst().stream().flatMap((active) -> active.changed(settings)).toList();
	}

	/**
	 * Forget the instructions of an owner whose runs have ended.
	 * @param owner the owner
	 */
	public void release(RunOwner owner) {
		this.owned.remove(owner);
	}

	/**
	 * Return the instructions that calls of this thread are about.
	 */
	RunInstructions instructions() {
		RunOwner owner = this.owners.current();
		return (owner != null) ? instructions(owner) : this.instructions;
	}

	private RunInstructions instructions(RunOwner owner) {
		return this.owned.computeIfAbsent(owner, (key) -> new RunInstructions(this.instructions.settings()));
	}

	RunOwners owners() {
		return this.owners;
	}

	/**
	 * Return the settings and the forced source of a run, and remove the instructions for
	 * one run that it follows. An owner's own instructions go before those for all runs.
	 */
	RunInstructions.Resolved take(RunRequest request, @Nullable RunOwner owner) {
		if (owner == null) {
			return this.instructions.take(request);
		}
		RunInstructions.Resolved own = instructions(owner).take(request);
		return (own.forced() != null) ? own : new RunInstructions.Resolved(own.settings(),
				this.instructions.take(request).forced(), own.ordinals());
	}

	/**
	 * Return a source by its kind and name.
	 */
	PlaySource source(RunOwner.OwnedPlay.Named named) {
		return switch (named.kind()) {
			case SCENARIO -> scenario(named.name());
			case RECORDING -> recording(named.name());
			case SESSION -> new PlaySource.OfSession(named.name());
		};
	}

	PlaySource scenario(String name) {
		return new PlaySource.OfScenario(this.library.get(name));
	}

	PlaySource recording(String name) {
		if (!this.recordings.names().contains(name)) {
			String nearest = new NearestName(this.recordings.names()).to(name);
			throw new IllegalArgumentException(
					"Unknown recording '" + name + "'. " + ((nearest != null) ? "Did you mean '" + nearest + "'? " : "")
							+ "The recordings are " + this.recordings.names() + "; add more with 'mock_recordings'");
		}
		return new PlaySource.OfRecording(name);
	}

	/**
	 * An instruction that applies until it is closed.
	 */
	@FunctionalInterface
	public interface Scope extends AutoCloseable {

		/**
		 * End it. May be called several times, on any thread.
		 */
		@Override
		void close();

	}

	/**
	 * How long an instruction applies.
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
		 * Until it is reset.
		 */
		RESET

	}

	/**
	 * A setting that can be changed while the application runs.
	 */
	public enum Setting {

		/**
		 * The pauses between events.
		 */
		DELAYS,

		/**
		 * The injected failures.
		 */
		FAILURES,

		/**
		 * The seed.
		 */
		SEED,

		/**
		 * Whether events are logged.
		 */
		LOGGING,

		/**
		 * Whether recorded runs that match are played.
		 */
		RECORDINGS,

		/**
		 * How recordings are played.
		 */
		REPLAY,

		/**
		 * Anything that {@link MockControl#settings(UnaryOperator)} changes.
		 */
		OTHER

	}

	/**
	 * A scenario, recording or session that is forced.
	 *
	 * @param kind its kind
	 * @param name the name of the scenario or recording, or the id of the stored session
	 * @param until how long it is forced
	 * @param sessionId the session whose runs it is forced for, or {@code null} for those
	 * of all sessions
	 * @param conditional whether it is forced only where a condition is met
	 */
	public record Forced(Kind kind, String name, Until until, @Nullable String sessionId, boolean conditional) {

		/**
		 * The kind of a forced source.
		 */
		public enum Kind {

			/**
			 * A scenario.
			 */
			SCENARIO,

			/**
			 * A recording.
			 */
			RECORDING,

			/**
			 * A stored session.
			 */
			SESSION

		}

	}

	/**
	 * Settings that are changed for some runs.
	 *
	 * @param changed the settings that are changed
	 * @param settings the settings of all runs with the changes applied
	 * @param until how long they are changed
	 * @param sessionId the session whose runs they are changed for, or {@code null} for
	 * those of all sessions
	 * @param conditional whether they are changed only where a condition is met
	 */
	public record Changed(Set<Setting> changed, MockSettings settings, Until until, @Nullable String sessionId,
			boolean conditional) {

		public Changed {
			changed = Set.copyOf(changed);
		}

	}

}
