package io.mockagents.mock;

import java.util.function.Predicate;

import io.mockagents.agent.RunRequest;
import org.jspecify.annotations.Nullable;

/**
 * The runs that an instruction is for.
 *
 * @param sessionId their session, or {@code null} for any
 * @param condition a further condition, or {@code null} for none
 */
record RunTarget(@Nullable String sessionId, @Nullable Predicate<RunRequest> condition) {

	/**
	 * All runs.
	 */
	static final RunTarget ALL = new RunTarget(null, null);

	boolean matches(RunRequest request) {
		return (this.sessionId == null || this.sessionId.equals(request.sessionId()))
				&& (this.condition == null || this.condition.test(request));
	}

	RunTarget and(String sessionId) {
		return (this.sessionId == null) ? new RunTarget(sessionId, this.condition)
				: and((RunRequest request) -> sessionId.equals(request.sessionId()));
	}

	RunTarget and(Predicate<RunRequest> condition) {
		return new RunTarget(this.sessionId, (this.condition != null) ? this.condition.and(condition) : condition);
	}

}
