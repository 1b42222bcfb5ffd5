package io.mockagents.openai;

import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelStream;
import org.jspecify.annotations.Nullable;

/**
 * An answer that came in one piece.
 */
final class WholeAnswer implements ModelStream {

	private @Nullable ModelEvent frame;

	private final @Nullable String requestId;

	WholeAnswer(ModelEvent frame, @Nullable String requestId) {
		this.frame = frame;
		this.requestId = requestId;
	}

	@Override
	public @Nullable ModelEvent next() {
		ModelEvent next = this.frame;
		this.frame = null;
		return next;
	}

	@Override
	public @Nullable String requestId() {
		return this.requestId;
	}

}
