package io.mockagents.scenario;

import io.mockagents.model.ApiError;
import org.jspecify.annotations.Nullable;

/**
 * The end of a turn that goes wrong.
 */
public sealed interface Failure extends Step {

	/**
	 * Return after how many events the failure comes.
	 * @return the number of events of the turn that still arrive, or {@code null} if all
	 * of the steps before it do
	 */
	default @Nullable Integer afterEvents() {
		return null;
	}

	/**
	 * The API answers with an HTTP error.
	 *
	 * @param error the error
	 * @param message what it says in place of its usual message, or {@code null}
	 */
	record Http(ApiError error, @Nullable String message) implements Failure {
	}

	/**
	 * An error frame ends the stream.
	 *
	 * @param code the code of the error
	 * @param message what it says
	 * @param afterEvents after how many events it comes, or {@code null}
	 */
	record StreamError(String code, String message, @Nullable Integer afterEvents) implements Failure {
	}

	/**
	 * The response fails: the stream ends with {@code response.failed}.
	 *
	 * @param code the code of the error
	 * @param message what it says
	 * @param afterEvents after how many events it comes, or {@code null}
	 */
	record Failed(String code, String message, @Nullable Integer afterEvents) implements Failure {
	}

	/**
	 * The response is cut short: the stream ends with {@code response.incomplete}.
	 *
	 * @param reason why, such as {@code max_output_tokens}
	 */
	record Incomplete(String reason) implements Failure {
	}

	/**
	 * The connection breaks.
	 *
	 * @param afterEvents after how many events it does, or {@code null}
	 */
	record ConnectionDropped(@Nullable Integer afterEvents) implements Failure {
	}

}
