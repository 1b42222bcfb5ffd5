package io.mockagents.model;

import java.util.function.Predicate;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The answer to one turn, frame by frame, made as it is pulled. Not safe for several
 * threads.
 */
public interface ModelStream extends AutoCloseable {

	/**
	 * Return the next frame.
	 * @return the frame, or {@code null} once the answer has ended
	 * @throws io.mockagents.agent.OpenAiException if the connection breaks
	 * @throws DelayedFailureException if it does so after a pause
	 */
	@Nullable ModelEvent next();

	/**
	 * Return whether a frame at which the run fails has arrived together with the frames
	 * that were not yet read. Profile 0.2 loses those frames, as the SDK does.
	 * @param fails whether the run fails at a frame
	 * @return whether there is one, or one that cannot be read; {@code false} where that
	 * cannot be known without waiting
	 */
	default boolean holdsError(Predicate<JsonObject> fails) {
		return false;
	}

	/**
	 * Return the id of the HTTP request.
	 * @return the header {@code x-request-id}, or {@code null} if there was none
	 */
	default @Nullable String requestId() {
		return null;
	}

	/**
	 * Drop the answer and its content. May be called several times.
	 */
	@Override
	default void close() {
	}

}
