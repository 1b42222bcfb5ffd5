package io.mockagents.mock;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.mockagents.agent.RunRequest;
import io.mockagents.mock.MockAgents.Setting;
import io.mockagents.mock.MockAgents.Until;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * All instructions in effect, and the one place that decides which of them a run follows.
 * The fewer runs an instruction is for, the stronger it is; of two for the same runs, the
 * later one is. Safe for several threads.
 */
final class RunInstructions {

	/**
	 * The number of instructions of one strength that are kept by default.
	 */
	private static final int MAX = 1_000;

	private static final Log logger = LogFactory.getLog(RunInstructions.class);

	private final MockSettings initial;

	private final AtomicReference<State> state;

	private final AtomicBoolean warned = new AtomicBoolean();

	private final int max;

	RunInstructions(MockSettings initial) {
		this(initial, MAX);
	}

	/**
	 * Create instructions.
	 * @param initial the settings at start-up
	 * @param max the number of instructions of one strength that are kept
	 */
	RunInstructions(MockSettings initial, int max) {
		this.initial = initial;
		this.max = max;
		this.state = new AtomicReference<>(State.of(initial));
	}

	/**
	 * Return the settings of runs that no instruction for some runs is for.
	 */
	MockSettings settings() {
		return state().settings;
	}

	/**
	 * Return the settings of a run as if its events were asked for now.
	 */
	MockSettings settingsFor(RunRequest request) {
		State state = state();
		return Resolved.of(state, state.following(request)).settings();
	}

	/**
	 * Return the settings and the forced source of a run, and remove the instructions for
	 * one run that it follows.
	 * @param request the request of the run
	 */
	Resolved take(RunRequest request) {
		while (true) {
			State state = state();
			List<ActiveInstruction> following = state.following(request);
			List<ActiveInstruction> once = following.stream().filter((active) -> active.until() == Until.ONCE).toList();
			if (once.isEmpty() || this.state.compareAndSet(state, state.without(once))) {
				return Resolved.of(state, following);
			}
		}
	}

	void add(ActiveInstruction added) {
		State before = Objects.requireNonNull(this.state.getAndUpdate((state) -> state.with(added, this.max)));
		if (before.isFullFor(added, this.max) && this.warned.compareAndSet(false, true)) {
			logger.warn("More than " + this.max
					+ " instructions for one run, scopes and conditions, or sessions are in "
					+ "effect: the oldest are removed. Close scopes, and call MockAgents.reset(sessionId) for sessions "
					+ "that have ended");
		}
	}

	void remove(ActiveInstruction removed) {
		update((state) -> state.without(List.of(removed)));
	}

	/**
	 * Remove the instructions for all sessions. Scopes stay.
	 */
	void reset() {
		update((state) -> state.keeping((active) -> (active.target().sessionId() != null) ? active : null)
			.with(this.initial));
	}

	/**
	 * Remove the instructions for one session. Scopes stay.
	 */
	void reset(String sessionId) {
		update((state) -> state.keeping((active) -> sessionId.equals(active.target().sessionId()) ? null : active));
	}

	void resetAll() {
		this.state.set(State.of(this.initial));
		this.warned.set(false);
	}

	/**
	 * Force nothing for all sessions. Scopes stay.
	 */
	void clearForced() {
		update((state) -> state
			.keeping((active) -> (active.target().sessionId() != null) ? active : active.withoutSource()));
	}

	/**
	 * Force nothing for one session in particular. Scopes stay.
	 */
	void clearForced(String sessionId) {
		update((state) -> state
			.keeping((active) -> sessionId.equals(active.target().sessionId()) ? active.withoutSource() : active));
	}

	/**
	 * Return all instructions, the strongest first.
	 */
	List<ActiveInstruction> strongestFirst() {
		State state = state();
		return Stream.of(state.once, reversed(state.scoped), reversed(state.sessions.values()), state.everywhere)
			.flatMap(List::stream)
			.toList();
	}

	private State state() {
		return Objects.requireNonNull(this.state.get());
	}

	private void update(UnaryOperator<State> change) {
		this.state.updateAndGet(change);
	}

	private static List<ActiveInstruction> reversed(Collection<ActiveInstruction> instructions) {
		List<ActiveInstruction> reversed = new ArrayList<>(instructions);
		Collections.reverse(reversed);
		return reversed;
	}

	/**
	 * The settings and the forced source of a run.
	 *
	 * @param settings the settings
	 * @param forced what it is forced to play, or {@code null}
	 * @param ordinals the counts of the runs since the seed was set, by runner
	 */
	record Resolved(MockSettings settings, @Nullable PlaySource forced, Map<String, RunOrdinals> ordinals) {

		/**
		 * Return what follows from instructions, the strongest last.
		 */
		private static Resolved of(State state, List<ActiveInstruction> following) {
			MockSettings settings = state.settings;
			PlaySource forced = null;
			Map<String, RunOrdinals> ordinals = state.ordinals;
			for (ActiveInstruction active : following) {
				settings = active.apply(settings);
				forced = (active.source() != null) ? active.source() : forced;
				ordinals = (active.ordinals() != null) ? active.ordinals() : ordinals;
			}
			return new Resolved(settings, forced, ordinals);
		}

	}

	/**
	 * All instructions at one moment.
	 *
	 * @param settings the settings that are for all runs
	 * @param ordinals the counts of the runs since the seed of all runs was set
	 * @param everywhere what all runs are forced to play; at most one
	 * @param sessions those for all runs of a session, at most one for each
	 * @param scoped those that a scope ends or a condition restricts, the latest last
	 * @param once those for one run, the next to use first
	 */
	private record State(MockSettings settings, Map<String, RunOrdinals> ordinals, List<ActiveInstruction> everywhere,
			Map<String, ActiveInstruction> sessions, List<ActiveInstruction> scoped, List<ActiveInstruction> once) {

		static State of(MockSettings settings) {
			return new State(settings, new ConcurrentHashMap<>(), List.of(), Map.of(), List.of(), List.of());
		}

		/**
		 * Return the instructions that a run follows, the strongest last.
		 */
		List<ActiveInstruction> following(RunRequest request) {
			List<ActiveInstruction> following = new ArrayList<>(this.everywhere);
			if (request.sessionId() != null && this.sessions.get(request.sessionId()) != null) {
				following.add(this.sessions.get(request.sessionId()));
			}
			this.scoped.stream().filter((active) -> active.target().matches(request)).forEach(following::add);
			following.addAll(next(request));
			return following;
		}

		/**
		 * Return the instructions for one run that are this run's: of those that concern
		 * the same thing, the first.
		 */
		private List<ActiveInstruction> next(RunRequest request) {
			List<ActiveInstruction> next = new ArrayList<>();
			Set<Setting> changed = EnumSet.noneOf(Setting.class);
			boolean forced = false;
			for (ActiveInstruction active : this.once) {
				if (active.target().matches(request)) {
					boolean waits = (forced && active.source() != null)
							|| !Collections.disjoint(changed, active.settings());
					forced |= active.source() != null;
					changed.addAll(active.settings());
					if (!waits) {
						next.add(active);
					}
				}
			}
			return next;
		}

		State with(ActiveInstruction added, int max) {
			return switch (Tier.of(added)) {
				case ONCE -> new State(this.settings, this.ordinals, this.everywhere, this.sessions, this.scoped,
						append(this.once, added, max));
				case SCOPED -> new State(this.settings, this.ordinals, this.everywhere, this.sessions,
						append(this.scoped, added, max), this.once);
				case SESSION ->
					new State(this.settings, this.ordinals, this.everywhere, put(added, max), this.scoped, this.once);
				case EVERYWHERE ->
					new State(added.apply(this.settings), (added.ordinals() != null) ? added.ordinals() : this.ordinals,
							(added.source() != null) ? List.of(added.withoutChanges()) : this.everywhere, this.sessions,
							this.scoped, this.once);
			};
		}

		/**
		 * Return whether the oldest instruction of its strength is dropped for another.
		 */
		boolean isFullFor(ActiveInstruction added, int max) {
			return switch (Tier.of(added)) {
				case ONCE -> this.once.size() >= max;
				case SCOPED -> this.scoped.size() >= max;
				case SESSION -> this.sessions.size() >= max && !this.sessions.containsKey(added.session());
				case EVERYWHERE -> false;
			};
		}

		State with(MockSettings settings) {
			return new State(settings, new ConcurrentHashMap<>(), this.everywhere, this.sessions, this.scoped,
					this.once);
		}

		State without(List<ActiveInstruction> removed) {
			return new State(this.settings, this.ordinals, this.everywhere, this.sessions,
					this.scoped.stream().filter((active) -> !removed.contains(active)).toList(),
					this.once.stream().filter((active) -> !removed.contains(active)).toList());
		}

		/**
		 * Return this with the instructions changed that no scope ends.
		 * @param change returns what stays of an instruction, or {@code null}
		 */
		State keeping(Change change) {
			Map<String, ActiveInstruction> sessions = new LinkedHashMap<>();
			kept(List.copyOf(this.sessions.values()), change)
				.forEach((active) -> sessions.put(active.session(), active));
			return new State(this.settings, this.ordinals, kept(this.everywhere, change), sessions,
					kept(this.scoped, (active) -> (active.until() == Until.CLOSED) ? active : change.of(active)),
					kept(this.once, change));
		}

		private Map<String, ActiveInstruction> put(ActiveInstruction added, int max) {
			Map<String, ActiveInstruction> sessions = new LinkedHashMap<>(this.sessions);
			ActiveInstruction before = sessions.remove(added.session());
			if (sessions.size() >= max) {
				sessions.remove(sessions.keySet().iterator().next());
			}
			sessions.put(added.session(), (before != null) ? before.and(added) : added);
			return sessions;
		}

		private static List<ActiveInstruction> append(List<ActiveInstruction> list, ActiveInstruction added, int max) {
			List<ActiveInstruction> changed = new ArrayList<>(
					(list.size() >= max) ? list.subList(list.size() - max + 1, list.size()) : list);
			changed.add(added);
			return List.copyOf(changed);
		}

		private static List<ActiveInstruction> kept(List<ActiveInstruction> list, Change change) {
			List<ActiveInstruction> kept = new ArrayList<>();
			for (ActiveInstruction active : list) {
				ActiveInstruction changed = change.of(active);
				if (changed != null && !changed.isEmpty()) {
					kept.add(changed);
				}
			}
			return List.copyOf(kept);
		}

	}

	/**
	 * The strength of an instruction, the strongest first.
	 */
	private enum Tier {

		ONCE, SCOPED, SESSION, EVERYWHERE;

		static Tier of(ActiveInstruction active) {
			if (active.until() == Until.ONCE) {
				return ONCE;
			}
			if (active.until() == Until.CLOSED || active.target().condition() != null) {
				return SCOPED;
			}
			return (active.target().sessionId() != null) ? SESSION : EVERYWHERE;
		}

	}

	/**
	 * Returns the part of an instruction that stays.
	 */
	@FunctionalInterface
	private interface Change {

		@Nullable ActiveInstruction of(ActiveInstruction active);

	}

}
