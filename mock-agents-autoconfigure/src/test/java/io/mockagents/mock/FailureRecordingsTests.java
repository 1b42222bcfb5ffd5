package io.mockagents.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentsException;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.InMemorySession;
import io.mockagents.agent.InputGuardrailTripwireTriggeredException;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.OutputGuardrailTripwireTriggeredException;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.ToolResult;
import io.mockagents.agent.ToolTimeoutException;
import io.mockagents.fidelity.RecordedScript;
import io.mockagents.fidelity.Goldens;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScriptedModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Scripts each kind of failure and compares what came of it with what came of the same
 * conversation in the SDK: the events, what was raised, and what the result holds. The
 * agents have neither the guardrails nor the failing tools of the recording: all that
 * goes wrong is the scenario's.
 */
class FailureRecordingsTests {

	private static final Pattern ID = Pattern.compile("\\b(resp|msg|fc|rs|call|req)_[0-9A-Za-z]{20,}\\b");

	private static final Pattern VOLATILE = Pattern
		.compile("\"(created_at|completed_at)\": [0-9.e+]+|\"obfuscation\": \"[^\"]*\"");

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	static Stream<Arguments> recordings() {
		Map<String, List<SdkProfile>> recordings = new LinkedHashMap<>();
		for (String name : List.of("g_tool_raises", "g2_tool_raises_fatal", "g3_tool_not_found", "h_max_turns",
				"i_input_guardrail", "i2_output_guardrail", "m2_session_failure", "n1_http_401", "n2_http_429",
				"n3_http_500", "n5_http_429_quota", "o1_stream_error_nested", "o3_incomplete", "o5_drop",
				"p_refusal")) {
			recordings.put(name, List.of(SdkProfile.values()));
		}
		recordings.put("t_tool_timeout", List.of(SdkProfile.V0_22, SdkProfile.V0_24));
		return recordings.entrySet()
			.stream()
			.flatMap((entry) -> entry.getValue().stream().map((profile) -> Arguments.of(entry.getKey(), profile)));
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void scriptedFailureIsTheRecordedOne(String name, SdkProfile profile) throws IOException {
		Path folder = Goldens.folder(profile, name);
		JsonObject recording = JsonCodec.parseObject(Files.readAllBytes(folder.resolve("scenario.json")));
		JsonObject run = recording.object("run");
		InMemorySession session = run.containsKey("session_id") ? new InMemorySession("s") : null;
		RunRequest request = RunRequest
			.builder(agent(recording.objects("agents").get(0)), recording.objects("runs").get(0).string("input"))
			.maxTurns(run.integer("max_turns"))
			.session(session)
			.build();
		Scenario scenario = scenario(name, recording);
		SkippedPauses pauses = new SkippedPauses();
		LoopAgentRunner runner = new LoopAgentRunner((planned) -> new RunPlan.Ready(RunInfo.of("run", planned, name),
				new ScriptedModel(scenario, planned, profile, new SplittableRandom(1), Clock.systemUTC(),
						new ClientRetries(run.integer("retries"))),
				profile, Pacing.SCRIPTED, pauses, RunJournal.NONE, List.of(), Runnable::run, Clock.systemUTC()));
		RunResultStreaming result = runner.runStreamed(request);
		List<String> events = new ArrayList<>();
		RuntimeException raised = consume(result, events);
		assertThat(normalized(events))
			.containsExactlyElementsOf(normalized(Files.readAllLines(folder.resolve("events.jsonl"))));
		assertRaised(raised, line(folder, "raised"));
		assertResult(result, line(folder, "result"));
		JsonObject items = line(folder, "session_items");
		if (session != null && items != null) {
			assertThat(normalized(List.of(json(session.getItems(null)))))
				.isEqualTo(normalized(List.of(json(items.get("items")))));
		}
		assertThat(pauses.total()).isEqualTo(Duration.ofMillis(name.equals("n2_http_429") ? 10 : 0));
	}

	private static @Nullable RuntimeException consume(RunResultStreaming result, List<String> events) {
		try (EventStream stream = result.streamEvents()) {
			stream.forEach((event) -> events.add(json(JsonCodec.parse(MAPPER.writeValueAsString(event)))));
			return null;
		}
		catch (AgentsException | OpenAiException ex) {
			return ex;
		}
	}

	private static void assertRaised(@Nullable RuntimeException raised, @Nullable JsonObject recorded) {
		if (recorded == null || raised == null) {
			assertThat(raised).isNull();
			assertThat(recorded).isNull();
			return;
		}
		JsonObject exception = recorded.object("exception");
		assertThat(raised).hasMessage(exception.string("str"));
		if (raised instanceof AgentsException failure) {
			assertThat(failure.sdkName()).isEqualTo(exception.get("class"));
			JsonObject data = exception.object("run_data");
			assertThat(failure.runData()).isNotNull();
			assertThat(failure.runData().newItems()).hasSameSizeAs(data.objects("new_items"));
			assertThat(failure.runData().rawResponses()).hasSize(data.integer("raw_responses_count"));
			assertThat(failure.runData().lastAgent().name()).isEqualTo(data.get("last_agent"));
			assertThat(json(JsonCodec.parse(MAPPER.writeValueAsString(failure.runData().usage()))))
				.isEqualTo(json(data.get("usage")));
		}
		if (raised instanceof InputGuardrailTripwireTriggeredException failure) {
			assertGuardrail(failure.guardrailResult().guardrailName(), failure.guardrailResult().output().outputInfo(),
					exception);
		}
		if (raised instanceof OutputGuardrailTripwireTriggeredException failure) {
			assertGuardrail(failure.guardrailResult().guardrailName(), failure.guardrailResult().output().outputInfo(),
					exception);
		}
		if (raised instanceof ToolTimeoutException failure) {
			assertThat(failure.toolName()).isEqualTo(exception.get("tool_name"));
			assertThat(failure.timeout()).isEqualTo(Duration.ofMillis(20));
		}
		if (raised instanceof OpenAiException failure) {
			assertThat(failure.sdkName()).isEqualTo(exception.get("class"));
			assertThat(failure.code()).isEqualTo(exception.get("code"));
			assertThat(failure.param()).isEqualTo(exception.get("param"));
			assertThat(failure.type()).isEqualTo(exception.get("type"));
			assertThat(json(failure.body())).isEqualTo(json(exception.get("body")));
		}
		if (raised instanceof OpenAiStatusException failure) {
			assertThat(failure.statusCode()).isEqualTo(exception.get("status_code"));
			assertThat(failure.requestId()).matches("req_[0-9a-f]{32}");
			assertThat(failure.headers()).containsEntry("openai-version", "2020-10-01")
				.containsEntry("x-request-id", failure.requestId());
		}
	}

	private static void assertGuardrail(String name, @Nullable Object outputInfo, JsonObject exception) {
		JsonObject recorded = exception.object("guardrail_result");
		assertThat(name).isEqualTo(recorded.get("guardrail_name"));
		assertThat(json(outputInfo)).isEqualTo(json(recorded.object("output").get("output_info")));
	}

	private static void assertResult(RunResultStreaming result, @Nullable JsonObject recorded) {
		assertThat(recorded).isNotNull();
		assertThat(json(result.finalOutput())).isEqualTo(json(recorded.get("final_output")));
		assertThat(result.isComplete()).isEqualTo(recorded.get("is_complete"));
		assertThat(result.currentTurn()).isEqualTo(recorded.get("current_turn"));
		assertThat(result.lastAgent().name()).isEqualTo(recorded.get("last_agent"));
		assertThat(result.newItems()).hasSameSizeAs(recorded.objects("new_items"));
		assertThat(result.rawResponses()).hasSameSizeAs(recorded.objects("raw_responses"));
		assertThat(normalized(List.of(json(result.toInputList()))))
			.isEqualTo(normalized(List.of(json(recorded.get("to_input_list")))));
		assertThat(json(JsonCodec.parse(MAPPER.writeValueAsString(result.contextWrapper().usage()))))
			.isEqualTo(json(recorded.get("context_usage")));
		assertThat(result.inputGuardrailResults()).hasSameSizeAs(recorded.objects("input_guardrail_results"));
		assertThat(result.outputGuardrailResults()).hasSameSizeAs(recorded.objects("output_guardrail_results"));
	}

	private static @Nullable JsonObject line(Path folder, String kind) throws IOException {
		return ((List<?>) Objects.requireNonNull(JsonCodec.parse(Files.readString(folder.resolve("result.json")))))
			.stream()
			.map(JsonObject.class::cast)
			.filter((line) -> line.string("line").equals(kind))
			.findFirst()
			.orElse(null);
	}

	private static String json(@Nullable Object value) {
		return JsonCodec.writePython(value, false);
	}

	private static List<String> normalized(List<String> lines) {
		Map<String, String> ordinals = new LinkedHashMap<>();
		Map<String, Integer> counts = new LinkedHashMap<>();
		return lines.stream()
			.map((line) -> json(JsonCodec.parse(line)))
			.map((line) -> ID.matcher(VOLATILE.matcher(line).replaceAll("\"$1\""))
				.replaceAll((id) -> ordinals.computeIfAbsent(id.group(),
						(unseen) -> id.group(1) + "_" + counts.merge(id.group(1), 1, Integer::sum))))
			.toList();
	}

	private static Agent agent(JsonObject agent) {
		Agent.Builder builder = Agent.builder(agent.string("name")).model(agent.string("model"));
		String instructions = agent.stringOrNull("instructions");
		if (instructions != null) {
			builder.instructions(instructions);
		}
		return builder
			.tools(agent.objects("tools").stream().map(FailureRecordingsTests::tool).toArray(FunctionTool[]::new))
			.build();
	}

	private static FunctionTool tool(JsonObject tool) {
		JsonObject behavior = tool.object("behavior");
		return FunctionTool.builder(tool.string("name"))
			.description(tool.string("description"))
			.paramsJsonSchema(tool.object("parameters"))
			.function((context, arguments) -> {
				assertThat(behavior.containsKey("raises") || behavior.containsKey("timeout_seconds"))
					.as("run of %s", tool)
					.isFalse();
				return new ToolResult(behavior.get("returns"), behavior.string("python_repr"));
			})
			.build();
	}

	/**
	 * Write what the endpoint was told to answer as a scenario, with what went wrong
	 * elsewhere as its failure.
	 */
	private static Scenario scenario(String name, JsonObject recording) throws IOException {
		List<JsonObject> turns = new ArrayList<>();
		List<JsonObject> script = recording.objects("model_script");
		int asked = name.equals("h_max_turns") ? 2 : script.size();
		for (int i = 0; i < asked; i++) {
			JsonObject turn = script.get(i);
			List<JsonObject> steps = new ArrayList<>();
			if (!name.equals("g3_tool_not_found")) {
				turn.objects("items").forEach((item) -> steps.add(step(item)));
			}
			JsonObject failure = failure(name, i, asked, recording, turn);
			if (failure != null) {
				steps.add(JsonObject.of("failure", failure));
			}
			JsonObject usage = turn.objectOrNull("usage");
			turns.add(RecordedScript.turn(steps, (usage != null) ? usage(usage) : null));
		}
		return RecordedScript.scenario(turns);
	}

	private static @Nullable JsonObject failure(String name, int turn, int turns, JsonObject recording,
			JsonObject script) {
		if (script.containsKey("status")) {
			JsonObject error = script.object("body").object("error");
			String kind = switch (script.integer("status")) {
				case 401 -> "authentication";
				case 429 -> error.string("type").equals("tokens") ? "rate_limit" : "insufficient_quota";
				default -> "server_error";
			};
			JsonObject headers = script.objectOrNull("headers");
			return JsonObject.of("kind", kind, "message", error.get("message"), "headers",
					(headers != null) ? headers : JsonObject.of());
		}
		JsonObject guardrail = recording.objects("agents")
			.get(0)
			.objects("guardrails")
			.stream()
			.findFirst()
			.orElse(null);
		return switch (name) {
			case "g_tool_raises" -> (turn == 0) ? JsonObject.of("kind", "tool_error", "message", "bad x 3") : null;
			case "g2_tool_raises_fatal" -> JsonObject.of("kind", "fatal_tool_error", "message", "bad x 3");
			case "g3_tool_not_found" ->
				JsonObject.of("kind", "unknown_tool", "name", "nope", "arguments", JsonObject.of("x", 3));
			case "h_max_turns" -> (turn == turns - 1) ? JsonObject.of("kind", "max_turns") : null;
			case "i_input_guardrail" -> JsonObject.of("kind", "input_guardrail", "name", guardrail.get("name"),
					"output_info", guardrail.get("output_info"));
			case "i2_output_guardrail" -> JsonObject.of("kind", "output_guardrail", "name", guardrail.get("name"),
					"output_info", guardrail.get("output_info"));
			case "o1_stream_error_nested" -> JsonObject.of("kind", "stream_error");
			case "o3_incomplete" -> JsonObject.of("kind", "incomplete");
			case "o5_drop" -> JsonObject.of("kind", "connection_dropped", "after_events", 6);
			case "t_tool_timeout" ->
				JsonObject.of("kind", (turn == 0) ? "tool_timeout" : "fatal_tool_timeout", "timeout_ms", 20);
			default -> null;
		};
	}

	private static JsonObject usage(JsonObject usage) {
		return JsonObject.of("input_tokens", usage.get("input_tokens"), "output_tokens", usage.get("output_tokens"));
	}

	private static JsonObject step(JsonObject item) {
		return switch (item.string("k")) {
			case "msg" -> JsonObject.of("message", item.get("text"));
			case "fc" ->
				JsonObject.of("tool_call", JsonObject.of("name", item.get("name"), "arguments", item.get("args")));
			case "refusal" -> JsonObject.of("failure", JsonObject.of("kind", "refusal", "message", item.get("text")));
			default -> throw new IllegalArgumentException("No step for " + item);
		};
	}

}
