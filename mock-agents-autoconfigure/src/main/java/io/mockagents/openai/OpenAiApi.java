package io.mockagents.openai;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.ClientOptions;
import com.openai.core.JsonValue;
import com.openai.core.LogLevel;
import com.openai.core.RequestOptions;
import com.openai.core.Timeout;
import com.openai.core.http.HttpClient;
import com.openai.core.http.HttpRequest;
import com.openai.core.http.HttpResponse;
import com.openai.errors.OpenAIException;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.services.blocking.ResponseService;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.loop.Pauses;
import io.mockagents.model.ClientFailures;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.Model;
import io.mockagents.model.RequestBody;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The API, reached with OpenAI's own client. That opens connections, authenticates, and
 * writes the requests. Answers are taken from it as they come over the wire, because what
 * it makes of them is not what the SDK does: it types the frames, and drops the text of
 * an error that is not JSON. Retries are the SDK's too, which waits longer where it is
 * asked to. Safe for several threads.
 */
public final class OpenAiApi implements AutoCloseable {

	private final OpenAIClient client;

	private final @Nullable OpenCalls calls;

	private final ResponseService.WithRawResponse responses;

	private final String baseUrl;

	private final ClientRetries retries;

	private OpenAiApi(OpenAIClient client, @Nullable OpenCalls calls) {
		this.client = client;
		this.calls = calls;
		AtomicReference<ClientOptions> options = new AtomicReference<>();
		this.responses = client.withOptions((builder) -> {
			options.set(builder.build());
			ClientOptions single = builder.maxRetries(0).build();
			builder.httpClient(new RawErrors(single.httpClient(), single.apiKey().orElse(null))).logLevel(LogLevel.OFF);
		}).responses().withRawResponse();
		ClientOptions given = Objects.requireNonNull(options.get());
		this.baseUrl = given.baseUrl();
		this.retries = new ClientRetries(given.maxRetries());
	}

	/**
	 * Reach the API.
	 * @param settings how
	 * @return the API; nothing is sent yet. The caller closes it
	 */
	public static OpenAiApi connect(OpenAiSettings settings) {
		OpenCalls calls = new OpenCalls();
		OpenAIOkHttpClient.Builder builder = OpenAIOkHttpClient.builder()
			.addInterceptor(calls)
			.apiKey(settings.apiKey())
			.organization(settings.organization())
			.project(settings.project())
			.maxRetries(settings.maxRetries())
			.timeout(Timeout.builder()
				.connect(settings.connectTimeout())
				.read(settings.timeout())
				.write(settings.timeout())
				.request(Duration.ZERO)
				.build());
		if (settings.baseUrl() != null) {
			builder.baseUrl(settings.baseUrl());
		}
		return new OpenAiApi(builder.build(), calls);
	}

	/**
	 * Reach the API with a client that the application has set up. Its key, address,
	 * timeouts and number of retries hold. A run that is cancelled while it waits for
	 * such a client ends once the client has heard from the API.
	 * @param client the client, which stays the caller's to close
	 * @return the API; nothing is sent yet
	 */
	public static OpenAiApi of(OpenAIClient client) {
		return new OpenAiApi(client, null);
	}

	/**
	 * Return where the API is.
	 * @return the address that those of the resources begin with
	 */
	public String baseUrl() {
		return this.baseUrl;
	}

	/**
	 * Return the model that answers one run.
	 * @param profile the SDK whose requests it sends
	 * @param pauses lets the time pass before a request is repeated
	 * @return a new model
	 */
	public Model model(SdkProfile profile, Pauses pauses) {
		return new OpenAiModel(this, this.retries, profile, pauses);
	}

	/**
	 * Send a request, once.
	 * @param body the body
	 * @param settings the query and the headers that the request has besides
	 * @param retry how often it was sent before
	 * @param cancellation what breaks it off
	 * @param profile the client whose exceptions are thrown
	 * @return the answer, whose status is not an error; the caller closes it
	 * @throws io.mockagents.agent.OpenAiException if there is none
	 */
	HttpResponse send(JsonObject body, ModelSettings settings, int retry, RequestCancellation cancellation,
			SdkProfile profile) {
		Map<String, JsonValue> fields = JsonValues.fields(body);
		ResponseCreateParams.Builder builder = ResponseCreateParams.builder()
			.additionalBodyProperties(fields)
			.putAdditionalHeader("X-Stainless-Retry-Count", Integer.toString(retry));
		RequestBody.query(settings, profile)
			.forEach((parameter) -> builder.putAdditionalQueryParam(parameter.getKey(), parameter.getValue()));
		if (settings.extraHeaders() != null) {
			settings.extraHeaders().forEach(builder::replaceAdditionalHeaders);
		}
		ResponseCreateParams request = builder.build();
		boolean stream = Boolean.TRUE.equals(body.get("stream"));
		try {
			return (this.calls != null) ? this.calls.during(cancellation, () -> send(request, stream))
					: send(request, stream);
		}
		catch (OpenAiFailures.HttpError ex) {
			throw ex.asRaisedBy(profile);
		}
		catch (OpenAIException ex) {
			throw OpenAiFailures.beforeAnswer(ex, cancellation);
		}
	}

	@SuppressWarnings("MustBeClosedChecker") // the caller closes it
	private HttpResponse send(ResponseCreateParams request, boolean stream) {
		return stream ? this.responses.createStreaming(request) : this.responses.create(request);
	}

	/**
	 * Close the connections, unless the client is the application's.
	 */
	@Override
	public void close() {
		if (this.calls != null) {
			this.client.close();
		}
	}

	/**
	 * Throws an answer that is an error as the SDK does, with all of its body.
	 *
	 * @param client what sends
	 * @param apiKey the key, or {@code null}
	 */
	private record RawErrors(HttpClient client, @Nullable String apiKey) implements HttpClient {

		@Override
		public HttpResponse execute(HttpRequest request, RequestOptions options) {
			HttpResponse response = this.client.execute(request, options);
			if (response.statusCode() >= 200 && response.statusCode() < 300) {
				return response;
			}
			try (response) {
				throw OpenAiFailures.httpError(response, this.apiKey);
			}
			catch (IOException ex) {
				throw ClientFailures.unreachable(ex);
			}
		}

		@Override
		public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
			return this.client.executeAsync(request, options);
		}

		@Override
		public void close() {
			// Whoever made the client closes it
		}

		@Override
		public String toString() {
			return "RawErrors";
		}

	}

}
