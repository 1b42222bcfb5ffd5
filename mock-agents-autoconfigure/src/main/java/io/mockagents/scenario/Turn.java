package io.mockagents.scenario;

import java.time.Duration;
import java.util.List;

import io.mockagents.wire.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the model.
 *
 * @param steps what it consists of, in order; a {@link Failure} comes last, or first if
 * it is one that retries get over
 * @param tokens the tokens it uses, or {@code null} if all are estimated
 * @param when what the model sees when this is its answer, or {@code null} if that
 * depends on the place in the scenario
 * @param responseId the id of the response, or {@code null} for a fresh one
 */
public record Turn(List<Step> steps, @Nullable TokenUsage tokens, @Nullable TurnCondition when,
		@Nullable String responseId) {

	public Turn {
		steps = List.copyOf(steps);
		if (steps.isEmpty()) {
			throw new IllegalArgumentException("A turn needs a step");
		}
		Misplaced misplaced = Misplaced.in(steps);
		if (misplaced != null) {
			throw new IllegalArgumentException(misplaced.problem() + ". " + misplaced.remedy());
		}
	}

	/**
	 * Create a turn that is found by its place, with fresh ids.
	 * @param steps what it consists of, in order
	 * @param tokens the tokens it uses, or {@code null} if all are estimated
	 */
	public Turn(List<Step> steps, @Nullable TokenUsage tokens) {
		this(steps, tokens, null, null);
	}

	/**
	 * Return this turn with other steps.
	 * @param steps what it consists of, in order
	 * @return the changed copy
	 */
	public Turn withSteps(List<Step> steps) {
		return new Turn(steps, this.tokens, this.when, this.responseId);
	}

	/**
	 * Return how the turn fails once it has begun.
	 * @return the last step if it is such a failure, else {@code null}
	 */
	@Nullable Failure failure() {
		return (this.steps.get(this.steps.size() - 1) instanceof Failure failure
				&& !(failure instanceof Failure.BeforeStream)) ? failure : null;
	}

	/**
	 * Return how the turn fails before it begins.
	 * @return the failure, or {@code null} if it does not
	 */
	Failure.@Nullable BeforeStream failureBeforeStream() {
		for (Step step : this.steps) {
			if (step instanceof Failure.BeforeStream failure) {
				return failure;
			}
		}
		return null;
	}

	/**
	 * Return how long the model takes before the first step that is no pause.
	 */
	Duration leadingDelay() {
		Duration delay = Duration.ZERO;
		for (Step step : this.steps) {
			if (!(step instanceof Step.Delay pause)) {
				break;
			}
			delay = delay.plus(pause.duration());
		}
		return delay;
	}

	/**
	 * A failure in a place where it cannot happen.
	 *
	 * @param problem what is wrong
	 * @param remedy what to do about it
	 */
	record Misplaced(String problem, String remedy) {

		static @Nullable Misplaced in(List<Step> steps) {
			for (int i = 0; i < steps.size(); i++) {
				if (steps.get(i) instanceof Failure failure) {
					return check(failure, items(steps.subList(0, i)), items(steps.subList(i + 1, steps.size())));
				}
			}
			return null;
		}

		private static List<Step> items(List<Step> steps) {
			return steps.stream().filter((step) -> !(step instanceof Step.Delay)).toList();
		}

		private static @Nullable Misplaced check(Failure failure, List<Step> before, List<Step> after) {
			if (failure instanceof Failure.BeforeStream outage && outage.times() != null) {
				return (before.isEmpty() && !after.isEmpty() && !(after.get(0) instanceof Failure)) ? null
						: new Misplaced("a failure with 'times' comes before the answer to the last retry",
								"Make it the first step of its turn, followed by the answer, or remove 'times'");
			}
			if (failure instanceof Failure.BeforeStream && !(before.isEmpty() && after.isEmpty())) {
				return new Misplaced(
						"an error before the stream must be the only step, but the turn has other steps",
						"Make it the only step of its turn");
			}
			if (!after.isEmpty()) {
				return new Misplaced("a failure ends the turn, but steps follow it",
						"Move the failure to the end");
			}
			if (failure instanceof Failure.MaxTurns && before.stream()
				.noneMatch((step) -> step instanceof Step.ToolCall || step instanceof Step.Handoff)) {
				return new Misplaced("a run continues only after a tool call or a handoff, and the turn has neither",
						"Add a tool call before 'max_turns'");
			}
			Step last = before.isEmpty() ? null : before.get(before.size() - 1);
			if (failure instanceof Failure.OfTool && !(last instanceof Step.ToolCall)) {
				return new Misplaced("a failing tool needs a call",
						"Add the tool call right before the failure");
			}
			if (failure instanceof Failure.OutputGuardrail && last == null) {
				return new Misplaced("the turn has no output to check", "Add a message before the failure");
			}
			return null;
		}

	}

}
