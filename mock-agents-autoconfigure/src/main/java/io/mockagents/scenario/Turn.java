package io.mockagents.scenario;

import java.time.Duration;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.wire.TokenUsage;
import org.jspecify.annotations.Nullable;

/**
 * One answer of the model.
 *
 * @param steps what it consists of, in order; empty for an answer without items. A
 * {@link Failure} comes last; those that retries get over come first
 * @param tokens the tokens it uses, or {@code null} if all are estimated
 * @param when what the model sees when this is its answer, or {@code null} if that
 * depends on the place in the scenario
 * @param responseId the id of the response, or {@code null} for a fresh one
 * @param response fields of the response, in the API's form, that are not as usual;
 * mostly empty. Fields that a response has only at its end, such as {@code status} and
 * {@code usage}, stands in its last frame only
 */
public record Turn(List<Step> steps, @Nullable TokenUsage tokens, @Nullable TurnCondition when,
		@Nullable String responseId, JsonObject response) {

	public Turn {
		steps = List.copyOf(steps);
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
		this(steps, tokens, null, null, JsonObject.of());
	}

	/**
	 * Create a turn that is found by its place, with fresh ids and estimated tokens.
	 * @param steps what it consists of, in order
	 * @return the turn
	 */
	public static Turn of(Step... steps) {
		return new Turn(List.of(steps), null);
	}

	/**
	 * Return this turn with a condition.
	 * @param when what the model sees when this is its answer
	 * @return the changed copy
	 */
	public Turn withCondition(TurnCondition when) {
		return new Turn(this.steps, this.tokens, when, this.responseId, this.response);
	}

	/**
	 * Return this turn with other tokens.
	 * @param tokens the tokens it uses
	 * @return the changed copy
	 */
	public Turn withTokens(TokenUsage tokens) {
		return new Turn(this.steps, tokens, this.when, this.responseId, this.response);
	}

	/**
	 * Return this turn with other steps.
	 * @param steps what it consists of, in order
	 * @return the changed copy
	 */
	public Turn withSteps(List<Step> steps) {
		return new Turn(steps, this.tokens, this.when, this.responseId, this.response);
	}

	/**
	 * Return how the turn fails once it has begun.
	 * @return the last step if it is such a failure, otherwise {@code null}
	 */
	@Nullable Failure failure() {
		return (!this.steps.isEmpty() && this.steps.get(this.steps.size() - 1) instanceof Failure failure
				&& !(failure instanceof Failure.BeforeStream)) ? failure : null;
	}

	/**
	 * Return the error with which a request for this turn fails before it begins.
	 * @param retry how often the request was made before
	 * @return the failure, or {@code null} if that request is answered
	 */
	Failure.@Nullable BeforeStream failureBeforeStream(int retry) {
		int failed = 0;
		for (Step step : this.steps) {
			if (step instanceof Failure.BeforeStream failure) {
				Integer times = failure.times();
				if (times == null || retry < failed + times) {
					return failure;
				}
				failed += times;
			}
		}
		return null;
	}

	/**
	 * Return whether frames are all that this turn consists of.
	 */
	boolean isFramesOnly() {
		List<Step> items = this.steps.stream()
			.filter((step) -> !(step instanceof Step.Delay || step instanceof Failure))
			.toList();
		return items.size() == 1 && items.get(0) instanceof Step.Frames;
	}

	/**
	 * Return how long the model takes before the first step that is not a pause.
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
			List<Step> items = items(steps);
			int at = 0;
			while (at < items.size() && items.get(at) instanceof Failure.BeforeStream outage
					&& outage.times() != null) {
				at++;
			}
			if (at > 0 && at == items.size()) {
				return new Misplaced("a failure with 'times' comes before the answer to the last retry",
						"Let the answer follow, or remove 'times' of the last failure");
			}
			for (int i = at; i < items.size(); i++) {
				if (items.get(i) instanceof Failure failure) {
					return check(failure, items.subList(at, i), items.subList(i + 1, items.size()));
				}
			}
			return null;
		}

		private static List<Step> items(List<Step> steps) {
			return steps.stream().filter((step) -> !(step instanceof Step.Delay)).toList();
		}

		private static @Nullable Misplaced check(Failure failure, List<Step> before, List<Step> after) {
			if (failure instanceof Failure.BeforeStream outage && outage.times() != null) {
				return new Misplaced("a failure with 'times' comes before the answer to the last retry",
						"Make it the first step of its turn, or remove 'times'");
			}
			if (failure instanceof Failure.BeforeStream && !(before.isEmpty() && after.isEmpty())) {
				return new Misplaced("an error before the stream must be the only step, but the turn has other steps",
						"Make it the only step of its turn");
			}
			if (!after.isEmpty()) {
				return new Misplaced("a failure ends the turn, but steps follow it", "Move the failure to the end");
			}
			if (failure instanceof Failure.MaxTurns && before.stream()
				.noneMatch((step) -> step instanceof Step.ToolCall || step instanceof Step.Handoff)) {
				return new Misplaced("a run continues only after a tool call or a handoff, and the turn has neither",
						"Add a tool call before 'max_turns'");
			}
			Step last = before.isEmpty() ? null : before.get(before.size() - 1);
			if (failure instanceof Failure.OfTool && !(last instanceof Step.ToolCall)) {
				return new Misplaced("a failing tool needs a call", "Add the tool call right before the failure");
			}
			if (failure instanceof Failure.OutputGuardrail && last == null) {
				return new Misplaced("the turn has no output to check", "Add a message before the failure");
			}
			return null;
		}

	}

}
