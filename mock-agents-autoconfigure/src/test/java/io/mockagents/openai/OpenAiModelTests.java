package io.mockagents.openai;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.mockagents.agent.Agent;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelBehaviorException;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.ModelSettings.Reasoning;
import io.mockagents.agent.ModelSettings.Reasoning.Effort;
import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.PythonException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunConfig;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.SdkProfile;
import io.mockagents.openai.LoopbackApi.Answer;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The live model, and what can go wrong on the way to the API.
 */
class OpenAiModelTests {

	private static final String KEY = "sk-proj-0123456789abcdefghij";

	private static final Agent AGENT = Agent.builder("Assistant").model("gpt-5-mini").build();

	private static final Duration SHORT = Duration.ofSeconds(1);

	/** Longer than a busy machine takes to send what is there. */
	private static final Duration LONGER = Duration.ofSeconds(10);

	private final FakePauses pauses = new FakePauses();

	private final List<AutoCloseable> opened = new ArrayList<>();

	@AfterEach
	void close() throws Exception {
		for (AutoCloseable each : this.opened) {
			each.close();
		}
	}

	@Test
	void sendsTheKeyAndWhoPays() {
		LoopbackApi server = server(LoopbackApi.frames(wire()));
		OpenAiApi api = opened(OpenAiApi.connect(new OpenAiSettings(KEY, server.baseUrl(), "org-1", "proj_1",
				Duration.ofSeconds(5), Duration.ofMinutes(1), 0)));
		assertThat(run(api, SdkProfile.V0_2).finalOutput()).isEqualTo(output());
		assertThat(server.requests()).singleElement().satisfies((request) -> {
			assertThat(request.method() + " " + request.path()).isEqualTo("POST /v1/responses");
			assertThat(request.headers()).containsEntry("authorization", "Bearer " + KEY)
				.containsEntry("openai-organization", "org-1")
				.containsEntry("openai-project", "proj_1")
				.containsEntry("x-stainless-retry-count", "0");
			assertThat(request.body().string("model")).isEqualTo("gpt-5-mini");
		});
	}

	@ParameterizedTest
	@EnumSource
	void settingsOfTheAgentAreSentAndTheChoiceOfToolsUntilOneWasCalled(SdkProfile profile) {
		LoopbackApi server = server(LoopbackApi.frames(read("b_tool_approved/wire-1.sse")),
				LoopbackApi.frames(read("b_tool_approved/wire-2.sse")));
		Agent reviewer = Agent.builder("Reviewer")
			.model("gpt-5-mini")
			.tools(FunctionTool.builder("submit_patch").function((context, arguments) -> "approved").build())
			.modelSettings(ModelSettings.builder()
				.toolChoice("required")
				.reasoning(Reasoning.of(Effort.HIGH))
				.maxTokens(2000)
				.metadata(Map.of("team", "blue"))
				.build())
			.build();
		RunConfig config = new RunConfig("Agent workflow", null, null, ModelSettings.builder().store(false).build(),
				List.of(), List.of());

		RunResultStreaming run = runner(api(server, 0), profile)
			.runStreamed(RunRequest.builder(reviewer, "Hello").runConfig(config).build());
		try (EventStream events = run.streamEvents()) {
			events.forEach((event) -> assertThat(event).isNotNull());
		}

		assertThat(server.requests()).hasSize(2)
			.allSatisfy(
					(request) -> assertThat(request.body()).containsEntry("reasoning", JsonObject.of("effort", "high"))
						.containsEntry("max_output_tokens", 2000)
						.containsEntry("metadata", JsonObject.of("team", "blue"))
						.containsEntry("store", false)
						.doesNotContainKeys("temperature", "text"));
		assertThat(server.requests().get(0).body()).containsEntry("tool_choice", "required");
		assertThat(server.requests().get(1).body()).doesNotContainKey("tool_choice");
	}

	@ParameterizedTest
	@EnumSource
	void extraQueryHeadersAndArgumentsAreSent(SdkProfile profile) {
		LoopbackApi server = server(LoopbackApi.frames(wire()));
		Agent agent = Agent.builder("Any")
			.modelSettings(ModelSettings.builder()
				.extraQuery(JsonObject.of("q", "a b", "tag", List.of("x", "y")))
				.extraHeaders(Map.of("X-Extra", "h"))
				.extraArgs(JsonObject.of("service_tier", "flex"))
				.extraBody(JsonObject.of("zz", 1))
				.build())
			.build();

		runner(api(server, 0), profile).runStreamed(RunRequest.of(agent, "Hello")).streamEvents().forEach((event) -> {
		});

		LoopbackApi.Request request = server.requests().get(0);
		assertThat(request.path()).satisfiesAnyOf(
				(path) -> assertThat(path).isEqualTo("/v1/responses?q=a%20b&tag%5B%5D=x&tag%5B%5D=y"),
				(path) -> assertThat(path).isEqualTo("/v1/responses?q=a+b&tag%5B%5D=x&tag%5B%5D=y"));
		assertThat(request.headers()).containsEntry("x-extra", "h");
		assertThat(request.body()).containsEntry("service_tier", "flex").containsEntry("zz", 1);
	}

	@Test
	void keyIsNowhereToBeSeen() {
		LoopbackApi server = server(LoopbackApi.error(401, "Incorrect API key provided: " + KEY));
		OpenAiSettings settings = settings(server, 0);
		assertThat(settings.toString()).doesNotContain(KEY).contains(server.baseUrl());
		OpenAiApi api = opened(OpenAiApi.connect(settings));
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> run(api, SdkProfile.V0_2))
			.satisfies((error) -> assertThat(error.sdkName()).isEqualTo("AuthenticationError"))
			.satisfies((error) -> assertThat(error).hasStackTraceContaining("Incorrect API key provided: ***"))
			.satisfies((error) -> assertThat(error.toString() + error.body() + error.headers()).doesNotContain(KEY));
	}

	@ParameterizedTest
	@EnumSource
	void repeatsAsOftenAndWaitsAsLongAsTheSdk(SdkProfile profile) {
		LoopbackApi server = server(LoopbackApi.error(429, "Slow down", "retry-after", "30"),
				LoopbackApi.error(500, "Oops"), LoopbackApi.frames(wire()));
		run(api(server, 2), profile);
		assertThat(server.requests()).extracting((request) -> request.headers().get("x-stainless-retry-count"))
			.containsExactly("0", "1", "2");
		assertThat(server.requests()).extracting(LoopbackApi.Request::body)
			.containsOnly(server.requests().get(0).body());
		assertThat(this.pauses.slept.get(0)).isEqualTo(Duration.ofSeconds(30));
		assertThat(this.pauses.slept.get(1)).isBetween(Duration.ofMillis(750), Duration.ofSeconds(1));
	}

	@Test
	void repeatsNothingThatCannotBetter() {
		LoopbackApi server = server(LoopbackApi.error(503, "Never again", "x-should-retry", "false"));
		OpenAiApi api = api(server, 2);
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> run(api, SdkProfile.V0_2))
			.withMessage("Error code: 503 - {'error': {'message': 'Never again', 'type': 'server_error', "
					+ "'param': None, 'code': None}}");
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	void errorThatIsNotJsonIsTheTextOfIt() {
		OpenAiApi api = api(server(LoopbackApi.body(502, "text/html", "<h1>Bad gateway</h1>\n")), 0);
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> run(api, SdkProfile.V0_2))
			.withMessage("<h1>Bad gateway</h1>")
			.satisfies((error) -> assertThat(error.body()).isEqualTo("<h1>Bad gateway</h1>"));
	}

	@Test
	void apiThatIsNotThereIsAConnectionError() {
		LoopbackApi server = server();
		server.close();
		OpenAiApi api = api(server, 2);
		assertConnectionError(api, "APIConnectionError", "Connection error.");
		assertThat(this.pauses.slept).hasSize(2);
	}

	@Test
	void apiThatHangsUpBeforeItAnswersIsAskedAgain() {
		LoopbackApi server = server(LoopbackApi.Connection::drop, LoopbackApi.Connection::reset,
				LoopbackApi.frames(wire()));
		run(api(server, 2), SdkProfile.V0_2);
		assertThat(server.requests()).hasSize(3);
	}

	@Test
	void apiThatNeverAnswersIsATimeout() {
		LoopbackApi server = server(LoopbackApi.Connection::silence, LoopbackApi.Connection::silence);
		OpenAiApi api = opened(
				OpenAiApi.connect(new OpenAiSettings(KEY, server.baseUrl(), null, null, SHORT, SHORT, 1)));
		assertConnectionError(api, "APITimeoutError", "Request timed out.");
		Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> server.requests().size() == 2);
	}

	@Test
	void apiThatFallsSilentIsATimeoutThatIsNotRepeated() {
		LoopbackApi server = server((connection) -> {
			connection.head(200, "text/event-stream");
			connection.chunk(wire().substring(0, 700));
			connection.silence();
		});
		OpenAiApi api = opened(
				OpenAiApi.connect(new OpenAiSettings(KEY, server.baseUrl(), null, null, LONGER, LONGER, 1)));
		assertConnectionError(api, "ReadTimeout", "The read operation timed out");
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	void answerMayTakeLongerThanTheTimeoutIfItContinues() {
		CountDownLatch never = new CountDownLatch(1);
		LoopbackApi server = server((connection) -> {
			connection.head(200, "text/event-stream");
			String wire = wire();
			for (int part = 0; part < 12; part++) {
				connection.chunk(wire.substring(part * wire.length() / 12, (part + 1) * wire.length() / 12));
				await(never, LONGER.dividedBy(10));
			}
			connection.end();
		});
		OpenAiApi api = opened(
				OpenAiApi.connect(new OpenAiSettings(KEY, server.baseUrl(), null, null, LONGER, LONGER, 0)));
		assertThat(run(api, SdkProfile.V0_2).finalOutput()).isEqualTo(output());
	}

	@Test
	void connectionThatEndsWithinAFrameFailsAfterTheFramesBefore() {
		LoopbackApi server = server((connection) -> {
			connection.head(200, "text/event-stream");
			connection.chunk(firstFrames(3) + "event: response.output_text.delta\ndata: {\"type\": \"resp");
			connection.drop();
		});
		assertFailsAfter(3, api(server, 2), "RemoteProtocolError",
				"peer closed connection without sending complete message body (incomplete chunked read)");
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	void connectionThatIsResetFailsTheRun() {
		CountDownLatch read = new CountDownLatch(3);
		LoopbackApi server = server((connection) -> {
			connection.head(200, "text/event-stream");
			connection.chunk(firstFrames(3));
			await(read, Duration.ofMinutes(1));
			connection.reset();
		});
		RunResultStreaming run = runner(api(server, 2), SdkProfile.V0_2).runStreamed(AGENT, "Hello");
		assertThatExceptionOfType(OpenAiConnectionException.class).isThrownBy(() -> {
			try (EventStream events = run.streamEvents()) {
				events.forEach((event) -> count(event, read));
			}
		}).withMessage("Connection reset").satisfies((error) -> assertThat(error.sdkName()).isEqualTo("ReadError"));
		assertThat(read.getCount()).isZero();
	}

	@Test
	void answerThatSimplyEndsIsNotAFinalResponse() {
		OpenAiApi api = api(server(LoopbackApi.frames(firstFrames(3))), 0);
		assertThatExceptionOfType(ModelBehaviorException.class).isThrownBy(() -> run(api, SdkProfile.V0_2));
	}

	@Test
	void answerOfAnotherTypeHasNoFrames() {
		OpenAiApi api = api(server(LoopbackApi.body(200, "text/html", "<p>Please log in</p>\n")), 0);
		assertThatExceptionOfType(ModelBehaviorException.class).isThrownBy(() -> run(api, SdkProfile.V0_2));
	}

	@Test
	void frameThatIsNotJsonFailsTheRunAndSaysWhich() {
		OpenAiApi api = api(server(LoopbackApi.frames(firstFrames(1) + "data: {oops\n\n")), 2);
		assertThatExceptionOfType(PythonException.class).isThrownBy(() -> run(api, SdkProfile.V0_2))
			.withMessage("Expecting property name enclosed in double quotes: line 1 column 2 (char 1)")
			.havingCause()
			.withMessageStartingWith("Frame 2");
	}

	/**
	 * The client takes it for the first of all events.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"error\":{}}", "{\"error\":null}", "{\"cost\":\"0.1\"}" })
	void frameWithoutATypeIsPassedOn(String data) {
		JsonObject expected = JsonObject.builder()
			.put("delta", null)
			.put("sequence_number", null)
			.put("type", null)
			.putAll(JsonCodec.parseObject(data))
			.build();
		String frame = "data: " + data + "\n\n";
		LoopbackApi server = server(LoopbackApi.frames(frame + wire()), LoopbackApi.frames(frame + wire()),
				LoopbackApi.frames(frame + wire()));
		for (SdkProfile profile : SdkProfile.values()) {
			RunResultStreaming run = runner(api(server, 0), profile).runStreamed(AGENT, "Hello");
			List<StreamEvent> events = new ArrayList<>();
			try (EventStream stream = run.streamEvents()) {
				stream.forEach(events::add);
			}
			assertThat(events.get(1)).isEqualTo(new RawResponseEvent(expected));
			assertThat(run.finalOutput()).isEqualTo(output());
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			{"error":{"message":"upstream timed out","code":null}} | upstream timed out
			{"error":"no upstream"} | An error occurred during streaming
			{"error":{"code":7}} | An error occurred during streaming
			{"error":[1]} | An error occurred during streaming
			{"type":"response.output_text.delta","delta":"a","error":{"message":"cut"}} | cut
			""")
	void frameWithAnErrorFailsTheRunWhateverItsType(String data, String message) {
		String frames = firstFrames(3) + "data: " + data + "\n\n";
		LoopbackApi server = server(LoopbackApi.frames(frames), LoopbackApi.frames(frames), LoopbackApi.frames(frames));
		for (SdkProfile profile : SdkProfile.values()) {
			assertThatExceptionOfType(OpenAiException.class).isThrownBy(() -> run(api(server, 0), profile))
				.withMessage(message);
		}
	}

	@Test
	void framesAfterAFlatErrorCountInTheOldProfileOnly() {
		String frames = firstFrames(3)
				+ "data: {\"type\":\"error\",\"message\":\"boom\",\"code\":\"x\",\"param\":null,\"sequence_number\":3}\n\n"
				+ wire().substring(firstFrames(3).length());
		LoopbackApi server = server(LoopbackApi.frames(frames), LoopbackApi.frames(frames));
		assertThat(run(api(server, 0), SdkProfile.V0_2).finalOutput()).isEqualTo(output());
		assertThatExceptionOfType(ModelBehaviorException.class).isThrownBy(() -> run(api(server, 0), SdkProfile.V0_22))
			.withMessage("Responses stream ended with terminal event `error`. code=x; message=boom.");
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 7 })
	void framesMayComeInPiecesOfAnySize(int size) {
		String text = wire().replace(output(), "Grüße, 世界 🦊");
		byte[] bytes = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
		LoopbackApi server = server((connection) -> {
			connection.head(200, "text/event-stream");
			connection.chunk(": keep-alive\r\n\r\n");
			for (int i = 0; i < bytes.length; i += size) {
				connection.chunk(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size)));
			}
			connection.end();
		}, LoopbackApi.frames(text));
		OpenAiApi api = api(server, 0);
		List<JsonObject> frames = frames(api);
		assertThat(frames).isEqualTo(frames(api)).last().asString().contains("Grüße, 世界 🦊");
	}

	@Test
	void connectionIsKeptForTheNextTurn() {
		LoopbackApi server = server(LoopbackApi.frames(wire()), LoopbackApi.frames(wire() + "data: [DONE]\n\n"),
				LoopbackApi.frames(wire()));
		OpenAiApi api = api(server, 0);
		for (int i = 0; i < 3; i++) {
			run(api, SdkProfile.V0_2);
		}
		assertThat(server.connections()).isEqualTo(1);
	}

	@Test
	void closingTheStreamClosesTheConnection() {
		LoopbackApi server = server(endless());
		RunResultStreaming run = runner(api(server, 0), SdkProfile.V0_2).runStreamed(AGENT, "Hello");
		try (EventStream events = run.streamEvents()) {
			assertThat(events.iterator().next()).isNotNull();
			assertThat(events.iterator().next()).isInstanceOf(RawResponseEvent.class);
			assertThat(server.connections()).isEqualTo(1);
		}
		Awaitility.await().atMost(1, TimeUnit.MINUTES).untilAsserted(() -> assertThat(server.connections()).isZero());
	}

	@Test
	void cancellingEndsARunThatWaitsForTheAnswer() {
		assertEndsWhenCancelled(LoopbackApi.Connection::silence);
	}

	@Test
	void cancellingEndsARunThatWaitsForTheNextFrame() {
		assertEndsWhenCancelled((connection) -> {
			connection.head(200, "text/event-stream");
			connection.chunk(firstFrames(2));
			connection.silence();
		});
	}

	@Test
	void cancellingEndsARunThatWaitsToRepeatARequest() {
		LoopbackApi server = server(LoopbackApi.error(500, "Oops", "retry-after", "60"));
		CompletableFuture<List<StreamEvent>> events = new CompletableFuture<>();
		RunResultStreaming run = runner(api(server, 2), SdkProfile.V0_2, Pauses.REAL).runStreamed(AGENT, "Hello");
		consume(run, events);
		Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> server.requests().size() == 1);
		run.cancel();
		assertThat(events).succeedsWithin(1, TimeUnit.MINUTES);
		assertThat(server.requests()).hasSize(1);
	}

	@Test
	void interruptionEndsARunThatWaits() throws Exception {
		LoopbackApi server = server(LoopbackApi.error(500, "Oops", "retry-after", "60"));
		CompletableFuture<List<StreamEvent>> events = new CompletableFuture<>();
		RunResultStreaming run = runner(api(server, 2), SdkProfile.V0_2, Pauses.REAL).runStreamed(AGENT, "Hello");
		Thread thread = consume(run, events);
		Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> server.requests().size() == 1);
		thread.interrupt();
		assertThat(events).failsWithin(1, TimeUnit.MINUTES);
		thread.join(TimeUnit.MINUTES.toMillis(1));
		assertThat(thread.isAlive()).isFalse();
	}

	@Test
	void blockingAnswerThatIsCutIsAskedForAgain() {
		LoopbackApi server = server((connection) -> {
			connection.head(200, "application/json");
			connection.chunk("{\"id\": ");
			connection.drop();
		}, LoopbackApi.body(200, "application/json", response()));
		assertThat(runner(api(server, 1), SdkProfile.V0_2).run(AGENT, "Hello").finalOutput()).isEqualTo(output());
		assertThat(server.requests()).hasSize(2)
			.extracting((request) -> request.body().get("stream"))
			.containsOnly(false);
	}

	@Test
	void blockingAnswerThatIsNotJsonFailsTheRun() {
		OpenAiApi api = api(server(LoopbackApi.body(200, "text/html", "<p>Please log in</p>")), 2);
		assertThatExceptionOfType(OpenAiException.class)
			.isThrownBy(() -> runner(api, SdkProfile.V0_2).run(AGENT, "Hello"))
			.withMessageContaining("The API's answer cannot be read");
	}

	@Test
	void clientOfTheApplicationIsUsedAsItIsSetUp() {
		LoopbackApi server = server(LoopbackApi.error(500, "Oops"), LoopbackApi.frames(wire()),
				LoopbackApi.body(403, "text/plain", "No " + KEY), LoopbackApi.frames(wire()));
		OpenAIClient client = OpenAIOkHttpClient.builder()
			.baseUrl(server.baseUrl())
			.apiKey(KEY)
			.maxRetries(1)
			.putHeader("x-team", "foxes")
			.build();
		this.opened.add(client::close);
		OpenAiApi api = OpenAiApi.of(client);
		assertThat(api.baseUrl()).isEqualTo(server.baseUrl());
		assertThat(run(api, SdkProfile.V0_2).finalOutput()).isEqualTo(output());
		assertThatExceptionOfType(OpenAiStatusException.class).isThrownBy(() -> run(api, SdkProfile.V0_2))
			.withMessage("No ***");
		api.close();
		assertThat(run(api, SdkProfile.V0_2).finalOutput()).isEqualTo(output());
		assertThat(server.requests()).hasSize(4)
			.allSatisfy((request) -> assertThat(request.headers()).containsEntry("x-team", "foxes")
				.containsEntry("authorization", "Bearer " + KEY));
	}

	private void assertEndsWhenCancelled(Answer answer) {
		LoopbackApi server = server(answer);
		RunResultStreaming run = runner(api(server, 2), SdkProfile.V0_2).runStreamed(AGENT, "Hello");
		CompletableFuture<List<StreamEvent>> events = new CompletableFuture<>();
		consume(run, events);
		Awaitility.await().atMost(1, TimeUnit.MINUTES).until(() -> server.requests().size() == 1);
		run.cancel();
		assertThat(events).succeedsWithin(1, TimeUnit.MINUTES);
		Awaitility.await().atMost(1, TimeUnit.MINUTES).untilAsserted(() -> assertThat(server.connections()).isZero());
		assertThat(server.requests()).hasSize(1);
	}

	private static Thread consume(RunResultStreaming run, CompletableFuture<List<StreamEvent>> outcome) {
		Thread thread = new Thread(() -> {
			List<StreamEvent> seen = new ArrayList<>();
			try (EventStream events = run.streamEvents()) {
				events.forEach(seen::add);
				outcome.complete(seen);
			}
			catch (RuntimeException ex) {
				outcome.completeExceptionally(ex);
			}
		});
		thread.start();
		return thread;
	}

	private void assertConnectionError(OpenAiApi api, String sdkName, String message) {
		assertThatExceptionOfType(OpenAiConnectionException.class).isThrownBy(() -> run(api, SdkProfile.V0_2))
			.withMessage(message)
			.satisfies((error) -> assertThat(error.sdkName()).isEqualTo(sdkName));
	}

	private void assertFailsAfter(int frames, OpenAiApi api, String sdkName, String message) {
		RunResultStreaming run = runner(api, SdkProfile.V0_2).runStreamed(AGENT, "Hello");
		CountDownLatch read = new CountDownLatch(frames);
		AtomicReference<@Nullable StreamEvent> last = new AtomicReference<>();
		assertThatExceptionOfType(OpenAiConnectionException.class).isThrownBy(() -> {
			try (EventStream events = run.streamEvents()) {
				events.forEach((event) -> {
					last.set(event);
					count(event, read);
				});
			}
		}).withMessage(message).satisfies((error) -> assertThat(error.sdkName()).isEqualTo(sdkName));
		assertThat(read.getCount()).isZero();
	}

	private static void count(StreamEvent event, CountDownLatch frames) {
		if (event instanceof RawResponseEvent) {
			frames.countDown();
		}
	}

	private LoopbackApi server(Answer... answers) {
		return opened(new LoopbackApi(answers));
	}

	private static Answer endless() {
		return (connection) -> {
			connection.head(200, "text/event-stream");
			connection.chunk(firstFrames(1));
			while (true) {
				connection.chunk(": still thinking\n");
			}
		};
	}

	private OpenAiApi api(LoopbackApi server, int retries) {
		return opened(OpenAiApi.connect(settings(server, retries)));
	}

	private static OpenAiSettings settings(LoopbackApi server, int retries) {
		return new OpenAiSettings(KEY, server.baseUrl(), null, null, Duration.ofSeconds(5), Duration.ofMinutes(1),
				retries);
	}

	private <T extends AutoCloseable> T opened(T closeable) {
		this.opened.add(0, closeable);
		return closeable;
	}

	private LoopAgentRunner runner(OpenAiApi api, SdkProfile profile) {
		return runner(api, profile, this.pauses);
	}

	private static LoopAgentRunner runner(OpenAiApi api, SdkProfile profile, Pauses pauses) {
		return new LoopAgentRunner(
				(request) -> new RunPlan.Ready(RunInfo.of("run", request, null), api.model(profile, pauses), profile,
						Pacing.NONE, pauses, RunJournal.NONE, List.of(), Runnable::run, Clock.systemUTC()));
	}

	private RunResultStreaming run(OpenAiApi api, SdkProfile profile) {
		RunResultStreaming run = runner(api, profile).runStreamed(RunRequest.builder(AGENT, "Hello").build());
		try (EventStream events = run.streamEvents()) {
			events.forEach((event) -> assertThat(event).isNotNull());
		}
		return run;
	}

	private List<JsonObject> frames(OpenAiApi api) {
		Model model = api.model(SdkProfile.V0_2, this.pauses);
		List<JsonObject> frames = new ArrayList<>();
		try (ModelStream stream = model.stream(ModelRequest.of(1, AGENT, null, List.of()))) {
			for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
				frames.add(event.data());
			}
		}
		return frames;
	}

	private static String firstFrames(int count) {
		String[] frames = wire().split("(?<=\n\n)");
		return String.join("", List.of(frames).subList(0, count));
	}

	private static String wire() {
		return read("a_text/wire-1.sse");
	}

	private static String response() {
		String wire = wire();
		String last = wire.substring(wire.lastIndexOf("data: ") + 6).strip();
		return JsonCodec.write(JsonCodec.parseObject(last).object("response"));
	}

	private static String output() {
		return JsonCodec.parseObject(response()).objects("output").get(0).objects("content").get(0).string("text");
	}

	private static String read(String file) {
		try {
			return Files.readString(Path.of("src/test/resources/goldens/sdk-0.2.9", file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Let time pass on the side of the server, or until there is nothing to wait for.
	 */
	private static boolean await(CountDownLatch latch, Duration longest) throws IOException {
		try {
			return latch.await(longest.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	/**
	 * Remembers pauses in place of making them.
	 */
	private static final class FakePauses implements Pauses {

		private final List<Duration> slept = new ArrayList<>();

		@Override
		public void sleep(Duration pause, CountDownLatch cancelled) {
			this.slept.add(pause);
		}

		@Override
		public void schedule(Duration pause, Runnable step) {
			throw new UnsupportedOperationException();
		}

	}

}
