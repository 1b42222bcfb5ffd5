package io.mockagents.mock;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

import io.mockagents.mock.MockAgents.Scope;
import io.mockagents.mock.MockAgents.Setting;
import io.mockagents.mock.MockAgents.Until;
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

	@Override
	RunInstruction instruction() {
		return this;
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

	MockAgents mockAgents() {
		return this.mockAgents;
	}

	RunInstruction with(UnaryOperator<RunTarget> target) {
		return new RunInstruction(this.mockAgents, target.apply(this.target), this.source, this.changes);
	}

	RunInstruction with(PlaySource source) {
		return new RunInstruction(this.mockAgents, this.target, source, this.changes);
	}

}
