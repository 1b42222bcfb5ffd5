package io.mockagents.mock;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.mockagents.agent.RunRequest;
import io.mockagents.mock.MockAgents.Scope;
import io.mockagents.mock.MockAgents.Setting;
import io.mockagents.mock.MockAgents.Until;
import io.mockagents.scenario.Scenario;
import org.jspecify.annotations.Nullable;

/**
 * An instruction for some runs: the scenario, recording or session they are forced to
 * play, their settings, or both.
 *
 * <pre>{@code
 * mockAgents.forSession("s-1").failures(1, FailureKind.RATE_LIMIT).once();
 * }</pre>
 * <p>
 * It takes effect with {@link #once()}, {@link #untilClosed()} or {@link #always()}; each
 * may be called more than once. Immutable: the other methods return changed copies.
 */
public final class RunInstruction extends MockControl<RunInstruction> {

	private final MockAgents mockAgents;

	private final RunTarget target;

	private final @Nullable PlaySource source;

	private final Map<Setting, UnaryOperator<MockSettings>> changes;

	RunInstruction(MockAgents mockAgents, RunTarget target) {
		this(mockAgents, target, null, Map.of());
	}

	private RunInstruction(MockAgents mockAgents, RunTarget target, @Nullable PlaySource source,
			Map<Setting, UnaryOperator<MockSettings>> changes) {
		this.mockAgents = mockAgents;
		this.target = target;
		this.source = source;
		this.changes = changes;
	}

	/**
	 * Restrict this to the runs of a session.
	 * @param sessionId the id of the session
	 * @return the restricted copy
	 */
	public RunInstruction forSession(String sessionId) {
		return with(this.target.and(Objects.requireNonNull(sessionId, "sessionId")));
	}

	/**
	 * Restrict this to the runs that start with an agent.
	 * @param name the name of the agent
	 * @return the restricted copy
	 */
	public RunInstruction forAgent(String name) {
		Objects.requireNonNull(name, "name");
		return when((request) -> name.equals(request.startingAgent().name()));
	}

	/**
	 * Restrict this to the runs that meet a condition.
	 * @param condition the condition; may be asked several times for one run, on the
	 * thread that asks for its events, and must not throw
	 * @return the restricted copy
	 */
	public RunInstruction when(Predicate<RunRequest> condition) {
		return with(this.target.and(Objects.requireNonNull(condition, "condition")));
	}

	/**
	 * Force a scenario.
	 * @param scenario the name or an alias of the scenario
	 * @return the copy that forces it
	 * @throws io.mockagents.scenario.UnknownScenarioException if there is no such
	 * scenario; its message names the nearest
	 */
	public RunInstruction play(String scenario) {
		return with(this.mockAgents.scenario(scenario));
	}

	/**
	 * Force a scenario that need not be among those that were loaded, such as one that
	 * was read from a text.
	 * @param scenario the scenario
	 * @return the copy that forces it
	 */
	public RunInstruction play(Scenario scenario) {
		return with(new PlaySource.OfScenario(Objects.requireNonNull(scenario, "scenario")));
	}

	/**
	 * Force a recording. Each run is played from the recorded run that matches by agent,
	 * iteration and message; a run without a match fails.
	 * @param recording the name of the recording
	 * @return the copy that forces it
	 * @throws IllegalArgumentException if there is no such recording; its message names
	 * the existing ones
	 */
	public RunInstruction playRecording(String recording) {
		return with(this.mockAgents.recording(recording));
	}

	/**
	 * Force a stored session. Each run is played from the stored run that matches by
	 * agent, iteration and message; a run without a match fails.
	 * @param sessionId the id of the stored session
	 * @return the copy that forces it
	 */
	public RunInstruction playSession(String sessionId) {
		return with(new PlaySource.OfSession(Objects.requireNonNull(sessionId, "sessionId")));
	}

	@Override
	RunInstruction change(Setting setting, UnaryOperator<MockSettings> change) {
		Objects.requireNonNull(change.apply(this.mockAgents.settings()));
		Map<Setting, UnaryOperator<MockSettings>> changes = new LinkedHashMap<>(this.changes);
		UnaryOperator<MockSettings> before = changes.remove(setting);
		changes.put(setting, (before == null || setting != Setting.OTHER) ? change
				: (settings) -> change.apply(before.apply(settings)));
		return new RunInstruction(this.mockAgents, this.target, this.source, changes);
	}

	/**
	 * Apply this to the next run. Called again, it applies to the run after that. The
	 * next run follows several such instructions if they concern different things, such
	 * as a scenario and failures.
	 * @throws IllegalStateException if this neither forces nor changes anything
	 */
	public void once() {
		activate(Until.ONCE);
	}

	/**
	 * Apply this until the returned scope is closed. No reset but
	 * {@link MockAgents#resetAll()} ends it before.
	 * @return the scope; may be closed on any thread, and scopes in any order
	 * @throws IllegalStateException if this neither forces nor changes anything
	 */
	public Scope untilClosed() {
		RunInstructions instructions = this.mockAgents.instructions();
		ActiveInstruction active = activate(Until.CLOSED);
		return () -> instructions.remove(active);
	}

	/**
	 * Apply this until it is reset. It replaces the scenario and the settings that were
	 * set so for the same session, or for all runs, as far as it concerns them.
	 * @throws IllegalStateException if this neither forces nor changes anything
	 * @see MockAgents#reset()
	 * @see MockAgents#reset(String)
	 */
	public void always() {
		activate(Until.RESET);
	}

	private ActiveInstruction activate(Until until) {
		if (this.source == null && this.changes.isEmpty()) {
			throw new IllegalStateException("The instruction changes nothing. Call play, failures, delays, seed, "
					+ "logging or another setting before its last call");
		}
		ActiveInstruction active = ActiveInstruction.of(this.target, until, this.source, this.changes);
		this.mockAgents.instructions().add(active);
		return active;
	}

	private RunInstruction with(RunTarget target) {
		return new RunInstruction(this.mockAgents, target, this.source, this.changes);
	}

	private RunInstruction with(PlaySource source) {
		return new RunInstruction(this.mockAgents, this.target, source, this.changes);
	}

}
