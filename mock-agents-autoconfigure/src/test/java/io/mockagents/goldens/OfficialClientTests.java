package io.mockagents.goldens;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseStreamEvent;
import com.sun.net.httpserver.HttpServer;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.SdkProfile;
import io.mockagents.wire.ServerSentEvents;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The official Java client, talking to an endpoint that serves what scenarios write to
 * the wire.
 */
class OfficialClientTests {

	private final List<List<JsonObject>> answers = new ArrayList<>();

	private final List<OpenAiStatusException> errors = new ArrayList<>();

	private HttpServer server;

	private OpenAIClient client;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/v1/responses", (exchange) -> {
			exchange.getRequestBody().readAllBytes();
			try (OutputStream body = exchange.getResponseBody()) {
				if (this.errors.isEmpty()) {
					exchange.getResponseHeaders().add("Content-Type", "text/event-stream; charset=utf-8");
					exchange.sendResponseHeaders(200, 0);
					body.write(events(this.answers.get(0)).getBytes(StandardCharsets.UTF_8));
				}
				else {
					OpenAiStatusException error = this.errors.get(0);
					error.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
					exchange.sendResponseHeaders(error.statusCode(), 0);
					body.write(JsonCodec.write(JsonObject.of("error", error.body())).getBytes(StandardCharsets.UTF_8));
				}
			}
		});
		this.server.start();
		this.client = OpenAIOkHttpClient.builder()
			.baseUrl("http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1")
			.apiKey("sk-mock")
			.maxRetries(0)
			.build();
	}

	@AfterEach
	void stop() {
		this.client.close();
		this.server.stop(0);
	}

	private static String events(List<JsonObject> frames) {
		StringBuilder body = new StringBuilder();
		frames.forEach((frame) -> ServerSentEvents.write(ServerSentEvents.Frame.of(frame), body));
		return body.toString();
	}

	@ParameterizedTest
	@EnumSource
	void streamsAToolCallAndAccumulatesTheResponse(SdkProfile profile) {
		Response response = stream(profile, "b_tool_approved");
		assertThat(response.output()).singleElement()
			.satisfies((item) -> assertThat(item.asFunctionCall().name()).isEqualTo("submit_patch"))
			.satisfies((item) -> assertThat(item.asFunctionCall().arguments()).contains("# Added explanatory comment"));
		assertThat(response.usage().orElseThrow().totalTokens()).isEqualTo(480);
	}

	@ParameterizedTest
	@EnumSource
	void streamsHostedToolsReasoningAndText(SdkProfile profile) {
		assertThat(stream(profile, "f_reasoning_text").output()).satisfiesExactly(
				(item) -> assertThat(item.asReasoning().summary()).hasSize(1),
				(item) -> assertThat(item.asMessage().content().get(0).asOutputText().text())
					.isEqualTo("There are 12 words."));
		this.answers.clear();
		assertThat(stream(profile, "q_hosted_tools").output()).hasSize(4);
	}

	@ParameterizedTest
	@EnumSource
	void throwsTheErrorsOfTheApi(SdkProfile profile) {
		assertThatExceptionOfType(RateLimitException.class).isThrownBy(() -> stream(profile, "n2_http_429"))
			.satisfies((error) -> assertThat(error.code()).hasValue("rate_limit_exceeded"));
		this.errors.clear();
		assertThatExceptionOfType(OpenAIServiceException.class).isThrownBy(() -> stream(profile, "n1_http_401"))
			.satisfies((error) -> assertThat(error.statusCode()).isEqualTo(401));
	}

	@ParameterizedTest
	@EnumSource
	void throwsAtAnErrorFrame(SdkProfile profile) {
		assertThatExceptionOfType(SseException.class).isThrownBy(() -> stream(profile, "o1_stream_error_nested"))
			.withMessageContaining("exceeds the context window");
	}

	@Test
	void framesAreThoseThatWereWritten() {
		ResponseAccumulator accumulator = ResponseAccumulator.create();
		serve(SdkProfile.V0_22, "a_text");
		try (StreamResponse<ResponseStreamEvent> events = request()) {
			assertThat(events.stream().peek(accumulator::accumulate)).hasSameSizeAs(this.answers.get(0));
		}
		assertThat(accumulator.response().id()).isEqualTo(this.answers.get(0).get(0).object("response").string("id"));
	}

	private Response stream(SdkProfile profile, String recording) {
		serve(profile, recording);
		ResponseAccumulator accumulator = ResponseAccumulator.create();
		try (StreamResponse<ResponseStreamEvent> events = request()) {
			events.stream().forEach(accumulator::accumulate);
		}
		return accumulator.response();
	}

	private void serve(SdkProfile profile, String name) {
		GoldenRecording recording = GoldenRecording.of(profile, name);
		new GoldenScenarioRun(recording, GoldenScenarioRun.scenarios(recording),
				(model) -> new WireTap(model, this.answers, this.errors))
			.play();
	}

	private StreamResponse<ResponseStreamEvent> request() {
		return this.client.responses()
			.createStreaming(ResponseCreateParams.builder().model("gpt-5-mini").input("Add a comment").build());
	}

}
