package io.mockagents.scenario;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.Handoff;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.ModelSettings.Reasoning;
import io.mockagents.agent.ModelSettings.Reasoning.Effort;
import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.Tool;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.DelayedFailureException;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.SdkProfile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ScriptedModel}.
 */
class ScriptedModelTests {

	private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_756_263_600), ZoneOffset.UTC);

	private static final Agent AGENT = Agent.builder("Vibecoder").model("gpt-5-mini").build();

	private static final RunRequest RUN = RunRequest.builder(AGENT, "Add a comment")
		.context(new Context(new User("Ada"), Map.of("level", 3)))
		.sessionId("s1")
		.build();

	@Test
	void scriptedOutputIsReturnedWithItsText() {
		ScriptedModel model = model(Scenarios.BUILT_IN.get("comment_approved"), 1);
		JsonObject call = output(play(model.stream(request(1)))).get(0);
		assertThat(call.string("name")).isEqualTo("submit_patch");
		assertThat(model.knownCall(call, null).result()).satisfies((answer) -> {
			assertThat(answer.text()).isEqualTo("approved=True reasoning='Good addition of clarifying comment that "
					+ "improves code readability' commit_message='Add explanatory comment to improve code clarity'");
			assertThat(answer.value()).isInstanceOf(JsonObject.class);
		});
		assertThat(model.knownCall(JsonObject.of("call_id", "call_other"), null).result()).isNull();
	}

	@Test
	void outputWithoutTypeIsWrittenAsPythonValue() {
		assertThat(answer("output: { a: 1, b: null }")).isEqualTo("{'a': 1, 'b': None}");
		assertThat(answer("output: it's")).isEqualTo("it's");
		assertThat(answer("output: null")).isEqualTo("None");
		assertThat(answer("output: [1, x]")).isEqualTo("[1, 'x']");
		assertThat(answer("output: 1.0")).isEqualTo("1.0");
		assertThat(answer("output_type: Item, output: [{ a: 1 }]")).isEqualTo("[Item(a=1)]");
		assertThat(answer("error: boom"))
			.isEqualTo("An error occurred while running the tool. Please try again. Error: boom");
	}

	private static String answer(String output) {
		Scenario scenario = Scenarios.yaml("name: x\nturns: [{ steps: [{ tool_call: { name: t, " + output + " } }] }]");
		ScriptedModel model = model(scenario, 1);
		JsonObject call = output(play(model.stream(request(1)))).get(0);
		return Objects.requireNonNull(model.knownCall(call, null).result()).text();
	}

	@Test
	void callWithoutOutputIsLeftToTheFunction() {
		ScriptedModel model = model(Scenarios.yaml("name: x\nturns: [{ steps: [{ tool_call: { name: t } }] }]"), 1);
		JsonObject call = output(play(model.stream(request(1)))).get(0);
		assertThat(call.string("arguments")).isEqualTo("{}");
		assertThat(model.knownCall(call, null).result()).isNull();
	}

	@Test
	void callsWithOneIdHaveTheirOwnOutputs() {
		ScriptedModel model = model(Scenarios.yaml("""
				name: x
				turns:
				  - steps:
				      - tool_call: { name: probe, arguments: { n: 1 }, call_id: call_s, output: one }
				      - tool_call: { name: probe, arguments: { n: 2 }, call_id: call_s, output: two }
				"""), 1);

		List<JsonObject> calls = output(play(model.stream(request(1))));

		assertThat(calls).extracting((call) -> Objects.requireNonNull(model.knownCall(call, null).result()).text())
			.containsExactly("one", "two");
	}

	@Test
	void placeholdersAreFilledIn() {
		Scenario scenario = Scenarios
			.yaml("""
					name: x
					turns:
					  - steps:
					      - tool_call:
					          name: review
					          arguments: { text: "${input} (${agent.name}, ${turn})", level: "${context.tags.level}" }
					          output_type: Result
					          output: { by: "${context.user.first_name}", ok: true }
					      - tool_call: { name: lookup, arguments: "{broken ${session.id}" }
					  - steps:
					      - message: "${outputs.review.by} says ${outputs.review.ok}: ${outputs.review}; ${outputs.lookup.rows.0}; $${x} ${context.none:-none}"
					""");
		ScriptedModel model = model(scenario, 1);
		List<JsonObject> calls = output(play(model.stream(request(1))));
		assertThat(calls.get(0).string("arguments"))
			.isEqualTo("{\"text\":\"Add a comment (Vibecoder, 1)\",\"level\":3}");
		assertThat(calls.get(1).string("arguments")).isEqualTo("{broken s1");
		JsonObject lookup = JsonObject.of("call_id", calls.get(1).string("call_id"), "output", "{\"rows\": [7]}",
				"type", "function_call_output");
		assertThat(text(play(model.stream(request(2, List.of(lookup))))))
			.isEqualTo("Ada says True: by='Ada' ok=True; 7; ${x} none");
	}

	@Test
	void missingValueIsAnErrorThatNamesIt() {
		ScriptedModel model = model(Scenarios.yaml("name: x\nturns: [{ steps: [{ message: \"${context.nope}\" }] }]"),
				1);
		assertThatExceptionOfType(ScenarioPlaybackException.class).isThrownBy(() -> play(model.stream(request(1))))
			.withMessageContaining("Scenario 'x' (test.yaml, line 1) needs ${context.nope} in turn 1")
			.withMessageContaining("${context.nope:-text}");
	}

	@Test
	void approvalRequestOfAnMcpServerComesAsAWhole() {
		Scenario scenario = Scenarios.yaml("name: x\nturns: [{ steps: [{ mcp_approval_request: "
				+ "{ server_label: games, name: buy, arguments: { title: Sekiro } } }] }]");
		List<ModelEvent> events = play(model(scenario, 1).stream(request(1)));
		assertThat(events).extracting((event) -> event.data().string("type"))
			.containsExactly("response.created", "response.in_progress", "response.output_item.added",
					"response.output_item.done", "response.completed");
		JsonObject item = output(events).get(0);
		assertThat(item.string("id")).startsWith("mcpr_");
		assertThat(item.without("id")).isEqualTo(JsonObject.of("type", "mcp_approval_request", "arguments",
				"{\"title\":\"Sekiro\"}", "name", "buy", "server_label", "games"));
	}

	@Test
	void phaseOfAMessageIsWrittenInTheProfileThatKnowsIt() {
		Scenario scenario = Scenarios
			.yaml("name: x\nturns: [{ steps: [{ message: { text: Let me see, phase: commentary } }] }]");
		ScriptedModel newer = new ScriptedModel(scenario, RUN, SdkProfile.V0_22, new SplittableRandom(1), CLOCK);
		assertThat(output(play(newer.stream(request(1)))).get(0).keySet()).containsExactly("id", "type", "status",
				"content", "phase", "role");
		ScriptedModel older = new ScriptedModel(scenario, RUN, SdkProfile.V0_2, new SplittableRandom(1), CLOCK);
		assertThat(output(play(older.stream(request(1)))).get(0).keySet()).containsExactly("id", "type", "status",
				"content", "role");
	}

	@Test
	void runThatAsksForMoreTurnsFails() {
		ScriptedModel model = model(Scenarios.yaml("name: x\nturns: [{ steps: [{ tool_call: { name: t } }] }]"), 1);
		play(model.stream(request(1)));
		assertThatExceptionOfType(ScenarioPlaybackException.class).isThrownBy(() -> model.stream(request(2)))
			.withMessageStartingWith(
					"Scenario 'x' (test.yaml, line 1) has 1 turn, but agent 'Vibecoder' calls the model for turn 2");
	}

	@Test
	void httpErrorsComeBeforeTheStream() {
		assertThatExceptionOfType(OpenAiStatusException.class)
			.isThrownBy(() -> model(failing("rate_limit"), 1).stream(request(1)))
			.withMessageStartingWith("Error code: 429 - {'error': {'message': 'Rate limit reached for gpt-5-mini")
			.satisfies((failure) -> assertThat(failure.requestId()).matches("req_[0-9a-f]{32}"));
		assertThatExceptionOfType(OpenAiStatusException.class)
			.isThrownBy(() -> model(failing("{ kind: server_error, message: boom }"), 1).stream(request(1)))
			.withMessageStartingWith("Error code: 500 - {'error': {'message': 'boom'");
	}

	@Test
	void requestIsRepeatedAsOftenAsTheScenarioAndTheClientSay() {
		Scenario twice = Scenarios.yaml("name: x\nturns: [{ steps: [{ failure: { kind: rate_limit, times: 2, "
				+ "headers: { retry-after-ms: '20' } } }, { delay_ms: 5 }, { message: hi }] }]");
		List<ModelEvent> events = new ArrayList<>();
		ModelStream stream = retrying(twice, 2).stream(request(1));
		for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
			events.add(event);
		}
		assertThat(events).first().extracting(ModelEvent::pause).isEqualTo(Duration.ofMillis(45));
		assertThat(events).last().extracting((event) -> event.data().string("type")).isEqualTo("response.completed");
		assertThatExceptionOfType(DelayedFailureException.class).isThrownBy(() -> retrying(twice, 1).stream(request(1)))
			.satisfies((failure) -> assertThat(failure.pause()).isEqualTo(Duration.ofMillis(20)))
			.withCauseInstanceOf(OpenAiStatusException.class);
		assertThatExceptionOfType(OpenAiStatusException.class)
			.isThrownBy(() -> retrying(Scenarios.yaml("name: x\nturns: [{ steps: [{ failure: { kind: rate_limit, "
					+ "headers: { x-should-retry: 'false' } } }] }]"), 2)
				.stream(request(1)));
	}

	@Test
	void delayBeforeTheConnectionBreaksIsKept() {
		Scenario scenario = Scenarios
			.yaml("name: x\nturns: [{ steps: [{ message: hi }, { delay_ms: 30 }, { failure: connection_dropped }] }]");
		assertThatExceptionOfType(DelayedFailureException.class)
			.isThrownBy(() -> play(model(scenario, 1).stream(request(1))))
			.satisfies((failure) -> assertThat(failure.pause()).isEqualTo(Duration.ofMillis(30)))
			.withCauseInstanceOf(OpenAiConnectionException.class);
	}

	@Test
	void toolThatIsMeantToBeUnknownMustNotBeTheAgents() {
		ModelRequest request = request(1);
		Tool tool = FunctionTool.builder("known").function((context, arguments) -> null).build();
		ModelRequest withTool = ModelRequest.of(1, Agent.builder("Vibecoder").tools(tool).build(),
				request.systemInstructions(), request.input());
		assertThatExceptionOfType(ScenarioPlaybackException.class)
			.isThrownBy(() -> model(failing("{ kind: unknown_tool, name: known }"), 1).stream(withTool))
			.withMessageContaining("'known' as an unknown tool")
			.withMessageContaining("Choose another name");
	}

	private static ScriptedModel retrying(Scenario scenario, int retries) {
		return new ScriptedModel(scenario, RunRequest.of(Agent.builder("Vibecoder").build(), "Go"), SdkProfile.V0_2,
				new SplittableRandom(1), Clock.systemUTC(), new ClientRetries(retries));
	}

	private static Scenario failing(String failure) {
		return Scenarios.yaml("name: x\nturns: [{ steps: [{ failure: " + failure + " }] }]");
	}

	@Test
	void streamErrorMayComeAfterSomeEvents() {
		Scenario scenario = Scenarios.yaml("name: x\nturns: [{ steps: [{ message: hello }, "
				+ "{ failure: { kind: stream_error, code: insufficient_quota, message: Pay, after_events: 5 } }] }]");
		assertThat(play(model(scenario, 1).stream(request(1)))).extracting((event) -> event.data().string("type"))
			.containsExactly("response.created", "response.in_progress", "response.output_item.added",
					"response.content_part.added", "response.output_text.delta", "error", "response.failed");
	}

	@Test
	void errorThatNothingPrecedesArrivesWithTheStartOfTheResponse() {
		ModelStream bare = model(failing("stream_error"), 1).stream(request(1));
		bare.next();
		assertThat(bare.holdsError((frame) -> false)).isFalse();
		bare.next();
		assertThat(bare.holdsError((frame) -> false)).isTrue();
		ModelStream later = model(
				Scenarios.yaml("name: x\nturns: [{ steps: [{ message: hello }, { failure: stream_error }] }]"), 1)
			.stream(request(1));
		while (later.next() != null) {
			assertThat(later.holdsError((frame) -> false)).isFalse();
		}
	}

	@Test
	void delaysPrecedeTheNextEvent() {
		Scenario scenario = Scenarios.yaml("name: x\nturns: [{ steps: [{ delay_ms: 5 }, { message: hello }, "
				+ "{ delay_ms: 10 }, { delay_ms: 20 }] }]");
		assertThat(play(model(scenario, 1).stream(request(1)))).filteredOn((event) -> !event.pause().isZero())
			.extracting((event) -> event.data().string("type") + " " + event.pause().toMillis())
			.containsExactly("response.created 5", "response.completed 30");
	}

	@Test
	void usageIsEstimatedWhereTheScenarioSaysNothing() {
		Scenario scenario = Scenarios
			.yaml("name: x\nturns: [{ steps: [{ message: 12345678 90 }], usage: { cached_tokens: 2 } }]");
		JsonObject response = completed(play(model(scenario, 1).stream(request(1))));
		assertThat(JsonCodec.write(response.get("usage"))).isEqualTo("{\"input_tokens\":7,\"input_tokens_details\":"
				+ "{\"cached_tokens\":2},\"output_tokens\":3,\"output_tokens_details\":{\"reasoning_tokens\":0},"
				+ "\"total_tokens\":10}");
	}

	@Test
	void jsonMessageIsWrittenCompactly() {
		Scenario scenario = Scenarios
			.yaml("name: x\nturns: [{ steps: [{ message: { json: { ok: true, é: [1, null] } } }] }]");
		assertThat(text(play(model(scenario, 1).stream(request(1))))).isEqualTo("{\"ok\":true,\"é\":[1,null]}");
	}

	@Test
	void handoffCallsTheToolOfTheAgent() {
		Handoff renamed = new Handoff("hand_over", "", JsonObject.of(), "Spanish agent", () -> AGENT, null, null);
		Scenario scenario = Scenarios.yaml("name: x\nturns: [{ steps: [{ handoff: Spanish agent }] }]");
		ModelRequest request = ModelRequest.of(1, Agent.builder("Vibecoder").handoffs(renamed).build(), null,
				List.of());
		assertThat(output(play(model(scenario, 1).stream(request))).get(0).string("name")).isEqualTo("hand_over");
		assertThat(output(play(model(scenario, 1).stream(request(1)))).get(0).string("name"))
			.isEqualTo("transfer_to_spanish_agent");
	}

	@ParameterizedTest
	@EnumSource
	void responseRepeatsWhatIsSet(SdkProfile profile) {
		ModelSettings settings = ModelSettings.builder()
			.temperature(0.0)
			.topP(0.25)
			.toolChoice("required")
			.parallelToolCalls(false)
			.truncation(ModelSettings.Truncation.AUTO)
			.maxTokens(256)
			.reasoning(Reasoning.of(Effort.HIGH))
			.verbosity(ModelSettings.Verbosity.HIGH)
			.metadata(Map.of("team", "blue"))
			.store(false)
			.topLogprobs(2)
			.extraBody(JsonObject.of("prompt_cache_key", "k1", "truncation", null, "unheard_of", true))
			.build();

		assertThat(responses(profile, request("gpt-5-mini", settings))).hasSize(3).allSatisfy((response) -> {
			assertThat(response).containsEntry("temperature", new BigDecimal("0.0"))
				.containsEntry("top_p", new BigDecimal("0.25"))
				.containsEntry("tool_choice", "required")
				.containsEntry("truncation", "disabled")
				.containsEntry("max_output_tokens", 256)
				.containsEntry("reasoning", JsonObject.of("effort", "high", "summary", null))
				.containsEntry("metadata", JsonObject.of("team", "blue"))
				.containsEntry("store", false)
				.containsEntry("top_logprobs", 2)
				.containsEntry("prompt_cache_key", "k1")
				.doesNotContainKey("unheard_of");
			assertThat(response.object("text")).containsEntry("verbosity", "high");
		});
	}

	@ParameterizedTest
	@EnumSource
	void unsetSettingsReadAsTheDefaultsOfTheApi(SdkProfile profile) {
		assertThat(responses(profile, request("gpt-5", ModelSettings.NONE))).hasSize(3).allSatisfy((response) -> {
			assertThat(response).containsEntry("temperature", new BigDecimal("1.0"))
				.containsEntry("tool_choice", "auto")
				.containsEntry("max_output_tokens", null)
				.containsEntry("reasoning", JsonObject.of("effort", "medium", "summary", null));
			assertThat(response.object("text")).containsEntry("verbosity", "medium");
		});
	}

	@Test
	void settingsOfATurnAreThoseOfItsResponse() {
		ScriptedModel model = model(
				Scenarios.yaml("name: x\nturns: [{ steps: [{ message: a }] }, { steps: [{ message: b }] }]"), 1);
		ModelSettings settings = ModelSettings.builder().temperature(0.5).toolChoice("required").build();

		JsonObject first = completed(play(model.stream(request("gpt-4o", settings))));
		JsonObject second = completed(play(model.stream(request("gpt-4o", settings.withoutToolChoice()))));

		assertThat(first).containsEntry("tool_choice", "required");
		assertThat(second).containsEntry("tool_choice", "auto").containsEntry("temperature", new BigDecimal("0.5"));
	}

	private static List<JsonObject> responses(SdkProfile profile, ModelRequest request) {
		ScriptedModel model = new ScriptedModel(Scenarios.yaml("name: x\nturns: [{ steps: [{ message: hi }] }]"), RUN,
				profile, new SplittableRandom(1), CLOCK);
		return play(model.stream(request)).stream()
			.map((event) -> event.data().objectOrNull("response"))
			.filter(Objects::nonNull)
			.toList();
	}

	private static ModelRequest request(String model, ModelSettings settings) {
		return new ModelRequest(1, AGENT, model, null, List.of(), List.of(), List.of(), null, null, true, settings,
				true, null);
	}

	@Test
	void sameSeedProducesSameFrames() {
		Scenario scenario = Scenarios.BUILT_IN.get("comment_approved");
		assertThat(play(model(scenario, 7).stream(request(1)))).isEqualTo(play(model(scenario, 7).stream(request(1))))
			.isNotEqualTo(play(model(scenario, 8).stream(request(1))));
	}

	@Test
	void closedStreamReturnsNothing() {
		ModelStream stream = model(Scenarios.BUILT_IN.get("comment_approved"), 1).stream(request(1));
		assertThat(stream.next()).isNotNull();
		stream.close();
		stream.close();
		assertThat(stream.next()).isNull();
	}

	@Test
	void otherEventsHaveNoPausesBetweenThem() {
		assertThat(play(model(Scenarios.BUILT_IN.get("comment_approved"), 1).stream(request(1))))
			.allSatisfy((event) -> assertThat(event.pause()).isEqualTo(Duration.ZERO));
	}

	private static ScriptedModel model(Scenario scenario, long seed) {
		return new ScriptedModel(scenario, RUN, SdkProfile.V0_2, new SplittableRandom(seed), CLOCK);
	}

	private static ModelRequest request(int turn) {
		return request(turn, List.of(JsonObject.of("content", "Add a comment", "role", "user")));
	}

	private static ModelRequest request(int turn, List<JsonObject> input) {
		return ModelRequest.of(turn, AGENT, "Be brief", input);
	}

	private static List<ModelEvent> play(ModelStream stream) {
		List<ModelEvent> events = new ArrayList<>();
		for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
			events.add(event);
		}
		return events;
	}

	private static JsonObject completed(List<ModelEvent> events) {
		return events.get(events.size() - 1).data().object("response");
	}

	private static List<JsonObject> output(List<ModelEvent> events) {
		return completed(events).objects("output");
	}

	private static String text(List<ModelEvent> events) {
		return output(events).get(0).objects("content").get(0).string("text");
	}

	record Context(User user, Map<String, Object> tags) {
	}

	record User(String firstName) {
	}

}
