package io.mockagents.sample.vibecode;

import io.mockagents.agent.Usage;

/**
 * The outcome of a user's request.
 */
sealed interface Outcome {

	/**
	 * The evaluator approved a patch.
	 *
	 * @param patch the patch
	 * @param result the verdict
	 * @param usage the tokens of the last iteration
	 */
	record Approved(String patch, EvaluationResult result, Usage usage) implements Outcome {
	}

	/**
	 * No patch was submitted: the Vibecoder answered in text.
	 *
	 * @param text the text
	 * @param usage the tokens of the last iteration
	 */
	record Answered(String text, Usage usage) implements Outcome {
	}

	/**
	 * The evaluator rejected the patches of all iterations.
	 */
	record NotApproved() implements Outcome {
	}

}
