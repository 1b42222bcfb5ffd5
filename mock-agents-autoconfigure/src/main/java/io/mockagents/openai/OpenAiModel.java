package io.mockagents.openai;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

import com.openai.core.http.HttpResponse;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.OpenAiException;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.Pauses;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.RequestBody;
import io.mockagents.model.SdkProfile;

/**
 * Answers turns by the API. The frames are those of the wire, key by key.
 * <p>
 * Whether an error frame has arrived with the frames before it cannot be known without
 * waiting, so none is lost before an error.
 */
final class OpenAiModel implements Model {

	private final Set<RequestCancellation> open = ConcurrentHashMap.newKeySet();

	private final OpenAiApi api;

	private final ClientRetries retries;

	private final SdkProfile profile;

	private final Pauses pauses;

	OpenAiModel(OpenAiApi api, ClientRetries retries, SdkProfile profile, Pauses pauses) {
		this.api = api;
		this.retries = retries;
		this.profile = profile;
		this.pauses = pauses;
	}

	@Override
	public ModelStream stream(ModelRequest request) {
		JsonObject body = RequestBody.of(request, this.profile);
		RequestCancellation cancellation = new RequestCancellation();
		this.open.add(cancellation);
		try {
			ModelSettings settings = request.modelSettings();
			return request.stream() ? send(body, settings, cancellation, (response) -> frames(response, cancellation))
					: send(body, settings, cancellation, (response) -> wholeAnswer(response, cancellation));
		}
		catch (RuntimeException | Error ex) {
			this.open.remove(cancellation);
			throw ex;
		}
	}

	private ModelStream send(JsonObject body, ModelSettings settings, RequestCancellation cancellation, Reader reader) {
		for (int retry = 0; true; retry++) {
			try {
				return reader.read(this.api.send(body, settings, retry, cancellation, this.profile));
			}
			catch (OpenAiException ex) {
				Duration pause = this.retries.pause(ex, retry, this.profile, ThreadLocalRandom.current());
				if (pause == null) {
					throw ex;
				}
				pause(pause, cancellation);
			}
		}
	}

	private void pause(Duration pause, RequestCancellation cancellation) {
		try {
			this.pauses.sleep(pause, cancellation.latch());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw OpenAiFailures.cancelled(ex);
		}
		if (cancellation.isCancelled()) {
			throw OpenAiFailures.cancelled(null);
		}
	}

	private ModelStream frames(HttpResponse response, RequestCancellation cancellation) {
		return new OpenAiStream(response, cancellation, this.profile, () -> this.open.remove(cancellation));
	}

	/**
	 * An answer that was not streamed is one frame that ends it.
	 */
	private ModelStream wholeAnswer(HttpResponse response, RequestCancellation cancellation) {
		try (response; InputStream body = response.body()) {
			JsonObject answer = JsonCodec.parseObject(body.readAllBytes());
			String status = answer.stringOrNull("status");
			ModelEvent frame = new ModelEvent(JsonObject.of("type",
					"response." + ((status != null) ? status : "completed"), "sequence_number", 0, "response", answer));
			this.open.remove(cancellation);
			return new WholeAnswer(frame, response.requestId().orElse(null));
		}
		catch (IOException ex) {
			throw OpenAiFailures.beforeAnswer(ex, cancellation);
		}
		catch (IllegalArgumentException ex) {
			throw OpenAiFailures.malformed(ex);
		}
	}

	@Override
	public void cancel() {
		this.open.forEach(RequestCancellation::cancel);
	}

	/**
	 * Makes an answer of what came over the wire.
	 */
	private interface Reader {

		ModelStream read(HttpResponse response);

	}

}
