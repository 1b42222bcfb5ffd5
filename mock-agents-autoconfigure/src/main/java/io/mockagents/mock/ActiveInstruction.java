package io.mockagents.mock;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.mockagents.mock.MockAgents.Changed;
import io.mockagents.mock.MockAgents.Forced;
import io.mockagents.mock.MockAgents.Setting;
import io.mockagents.mock.MockAgents.Until;
import org.jspecify.annotations.Nullable;

/**
 * An instruction in effect. Immutable, except that it counts the runs of its own seed.
 * Compared by identity.
 */
final class ActiveInstruction {

	private final RunTarget target;

	private final Until until;

	private final @Nullable PlaySource source;

	private final Map<Setting, UnaryOperator<MockSettings>> changes;

	private final @Nullable Map<String, RunOrdinals> ordinals;

	private ActiveInstruction(RunTarget target, Until until, @Nullable PlaySource source,
			Map<Setting, UnaryOperator<MockSettings>> changes, @Nullable Map<String, RunOrdinals> ordinals) {
		this.target = target;
		this.until = until;
		this.source = source;
		this.changes = changes;
		this.ordinals = ordinals;
	}

	static ActiveInstruction of(RunTarget target, Until until, @Nullable PlaySource source,
			Map<Setting, UnaryOperator<MockSettings>> changes) {
		return new ActiveInstruction(target, until, source, changes,
				changes.containsKey(Setting.SEED) ? new ConcurrentHashMap<>() : null);
	}

	RunTarget target() {
		return this.target;
	}

	/**
	 * Return the session that this is for.
	 * @throws NullPointerException if it is not for one session
	 */
	String session() {
		return Objects.requireNonNull(this.target.sessionId(), "sessionId");
	}

	Until until() {
		return this.until;
	}

	@Nullable PlaySource source() {
		return this.source;
	}

	/**
	 * Return the settings that this changes.
	 */
	Set<Setting> settings() {
		return this.changes.keySet();
	}

	/**
	 * Return the counts of the runs since this set the seed, by runner, or {@code null}
	 * if it sets none.
	 */
	@Nullable Map<String, RunOrdinals> ordinals() {
		return this.ordinals;
	}

	boolean isEmpty() {
		return this.source == null && this.changes.isEmpty();
	}

	MockSettings apply(MockSettings settings) {
		MockSettings changed = settings;
		for (UnaryOperator<MockSettings> change : this.changes.values()) {
			changed = change.apply(changed);
		}
		return changed;
	}

	/**
	 * Return this with another instruction for the same runs on top.
	 */
	ActiveInstruction and(ActiveInstruction later) {
		Map<Setting, UnaryOperator<MockSettings>> changes = new LinkedHashMap<>(this.changes);
		changes.keySet().removeAll(later.changes.keySet());
		changes.putAll(later.changes);
		return new ActiveInstruction(this.target, this.until, (later.source != null) ? later.source : this.source,
				changes, (later.ordinals != null) ? later.ordinals : this.ordinals);
	}

	ActiveInstruction withoutSource() {
		return new ActiveInstruction(this.target, this.until, null, this.changes, this.ordinals);
	}

	ActiveInstruction withoutChanges() {
		return new ActiveInstruction(this.target, this.until, this.source, Map.of(), null);
	}

	/**
	 * Return a description of what this forces, if anything.
	 */
	Stream<Forced> forced() {
		return Stream.ofNullable(this.source)
			.map((source) -> new Forced(source.kind(), source.name(), this.until, this.target.sessionId(),
					this.target.condition() != null));
	}

	/**
	 * Return a description of the settings that this changes, if any.
	 */
	Stream<Changed> changed(MockSettings settings) {
		return this.changes.isEmpty() ? Stream.empty() : Stream.of(new Changed(this.changes.keySet(), apply(settings),
				this.until, this.target.sessionId(), this.target.condition() != null));
	}

}
