package io.mockagents.failure;

import java.util.random.RandomGenerator;

import io.mockagents.model.ApiError;
import io.mockagents.model.Model;

/**
 * Something that goes wrong in a run.
 */
public sealed interface Failure {

	/**
	 * Make a model fail.
	 * @param model the model that would answer the run
	 * @param random where the ids of the failure come from
	 * @return the model that fails
	 */
	Model inflictOn(Model model, RandomGenerator random);

	/**
	 * The API answers the first turn with an HTTP error, before the first frame.
	 *
	 * @param error the error
	 */
	record HttpError(ApiError error) implements Failure {

		@Override
		public Model inflictOn(Model model, RandomGenerator random) {
			return new FailingModel(model, this.error, random);
		}

	}

}
