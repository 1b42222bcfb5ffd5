package io.mockagents.failure;

import java.util.List;
import java.util.random.RandomGenerator;

import io.mockagents.model.ApiError;
import org.jspecify.annotations.Nullable;

/**
 * Decides which runs fail, and how.
 *
 * @param rate the share of runs that fail, from 0 to 1
 * @param kinds what they fail with, each as likely as the others
 */
public record FailureInjector(double rate, List<Failure> kinds) {

	/**
	 * An injector that lets every run pass.
	 */
	public static final FailureInjector NONE = new FailureInjector(0, List.of());

	private static final List<Failure> HTTP_ERRORS = List.of(new Failure.HttpError(ApiError.RATE_LIMIT),
			new Failure.HttpError(ApiError.SERVER_ERROR));

	public FailureInjector {
		if (!(rate >= 0 && rate <= 1)) {
			throw new IllegalArgumentException("The share of runs that fail must be from 0 to 1 but is " + rate);
		}
		kinds = List.copyOf(kinds);
	}

	/**
	 * Return an injector that fails runs with HTTP 429 and 500.
	 * @param rate the share of runs that fail, from 0 to 1
	 * @return the injector
	 * @throws IllegalArgumentException if the share is not from 0 to 1
	 */
	public static FailureInjector httpErrors(double rate) {
		return new FailureInjector(rate, HTTP_ERRORS);
	}

	/**
	 * Decide about a run.
	 * @param random what decides
	 * @return what goes wrong, or {@code null} if the run shall pass
	 */
	public @Nullable Failure draw(RandomGenerator random) {
		if (this.kinds.isEmpty() || random.nextDouble() >= this.rate) {
			return null;
		}
		return this.kinds.get(random.nextInt(this.kinds.size()));
	}

}
