package io.mockagents.openai;

import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Objects;

import com.openai.core.http.HttpResponse;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelStream;
import io.mockagents.model.SdkProfile;
import io.mockagents.wire.ServerSentEvents;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is streamed, read from the socket as it is pulled.
 */
final class OpenAiStream implements ModelStream {

	private final HttpResponse response;

	private final RequestCancellation cancellation;

	private final SdkProfile profile;

	private final Runnable onClose;

	private final Iterator<ServerSentEvents.Frame> frames;

	private boolean complete;

	OpenAiStream(HttpResponse response, RequestCancellation cancellation, SdkProfile profile, Runnable onClose) {
		this.response = response;
		this.cancellation = cancellation;
		this.profile = profile;
		this.onClose = onClose;
		this.frames = ServerSentEvents.read(response.body());
	}

	@Override
	public @Nullable ModelEvent next() {
		try {
			if (this.frames.hasNext()) {
				return new ModelEvent(this.frames.next().data());
			}
			this.complete = true;
			return null;
		}
		catch (UncheckedIOException ex) {
			throw OpenAiFailures.withinAnswer(Objects.requireNonNull(ex.getCause()), this.cancellation, this.profile);
		}
	}

	@Override
	public @Nullable String requestId() {
		return this.response.requestId().orElse(null);
	}

	/**
	 * Close the connection; one whose answer was read to its end is kept for the next
	 * request.
	 */
	@Override
	public void close() {
		if (!this.complete) {
			this.cancellation.closeConnection();
		}
		this.response.close();
		this.onClose.run();
	}

}
