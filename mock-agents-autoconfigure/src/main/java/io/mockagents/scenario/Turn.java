package io.mockagents.scenario;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One answer of the model.
 *
 * @param steps what it consists of, in order; a {@link Failure} comes last
 * @param tokens the tokens it uses, or {@code null} if all are estimated
 */
public record Turn(List<Step> steps, @Nullable Tokens tokens) {

	public Turn {
		steps = List.copyOf(steps);
		if (steps.isEmpty()) {
			throw new IllegalArgumentException("A turn needs a step");
		}
		for (int i = 0; i < steps.size(); i++) {
			if (steps.get(i) instanceof Failure && i < steps.size() - 1) {
				throw new IllegalArgumentException("A failure has to be the last step of its turn");
			}
			if (steps.get(i) instanceof Failure.Http && steps.size() > 1) {
				throw new IllegalArgumentException("An HTTP error has to be the only step of its turn");
			}
		}
	}

	/**
	 * Return how the turn fails.
	 * @return the last step if it is a failure, else {@code null}
	 */
	@Nullable Failure failure() {
		return (this.steps.get(this.steps.size() - 1) instanceof Failure failure) ? failure : null;
	}

	/**
	 * The tokens that an answer uses. What is {@code null} is estimated from the length
	 * of the texts; the details are then zero.
	 *
	 * @param input tokens sent
	 * @param cached of those, how many came from the prompt cache
	 * @param cacheWrite of those, how many were written to the prompt cache
	 * @param output tokens received
	 * @param reasoning of those, how many were spent on reasoning
	 */
	public record Tokens(@Nullable Integer input, @Nullable Integer cached, @Nullable Integer cacheWrite,
			@Nullable Integer output, @Nullable Integer reasoning) {

		static final Tokens ESTIMATED = new Tokens(null, null, null, null, null);

	}

}
