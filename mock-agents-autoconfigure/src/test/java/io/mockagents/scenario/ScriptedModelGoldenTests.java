package io.mockagents.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.HostedTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.ModelSettings;
import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.OutputType;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.Tool;
import io.mockagents.fidelity.Normalization;
import io.mockagents.fidelity.RecordedScript;
import io.mockagents.fidelity.Goldens;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelRequest;
import io.mockagents.model.ModelStream;
import io.mockagents.model.SdkProfile;
import io.mockagents.wire.ServerSentEvents;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Plays recorded conversations, written as scenarios, and compares each frame with the
 * recorded one: same keys, same order of keys, same values.
 */
class ScriptedModelGoldenTests {

	static Stream<Arguments> recordings() {
		return Stream
			.of("a_text", "b_tool_approved", "c_rejected_then_approved", "d_handoff", "e_structured",
					"f_reasoning_text", "j_parallel_tools", "o1_stream_error_nested", "o3_incomplete", "o5_drop",
					"p_refusal", "q_hosted_tools")
			.flatMap((name) -> Stream.of(SdkProfile.values()).map((profile) -> Arguments.of(name, profile)));
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void framesEqualThoseRecorded(String name, SdkProfile profile) throws IOException {
		Path folder = Goldens.folder(profile, name);
		JsonObject recording = JsonCodec.parseObject(Files.readAllBytes(folder.resolve("scenario.json")));
		List<JsonObject> requests = Files.readAllLines(folder.resolve("requests.jsonl"))
			.stream()
			.map(JsonCodec::parseObject)
			.toList();
		ScriptedModel model = new ScriptedModel(scenario(recording, name.equals("o5_drop")),
				RunRequest.of(Agent.builder("any").build(), "any"), profile, new SplittableRandom(1),
				Clock.systemUTC());
		List<JsonObject> recorded = new ArrayList<>();
		List<JsonObject> played = new ArrayList<>();
		for (int i = 0; i < requests.size(); i++) {
			recorded.addAll(recorded(folder.resolve("wire-" + (i + 1) + ".sse")));
			ModelStream stream = model.stream(request(i + 1, requests.get(i).object("body")));
			assertThat(stream.requestId()).matches("req_[0-9a-f]{32}");
			if (name.equals("o5_drop")) {
				assertThatExceptionOfType(OpenAiConnectionException.class).isThrownBy(() -> play(stream, played));
			}
			else {
				play(stream, played);
			}
		}
		assertThat(played).filteredOn((frame) -> frame.containsKey("obfuscation"))
			.allSatisfy((frame) -> assertThat(frame.string("delta").length() + frame.string("obfuscation").length())
				.as("length of %s", frame)
				.matches((length) -> length % 16 == 0));
		assertThat(new Normalization().frames(played)).containsExactlyElementsOf(new Normalization().frames(recorded));
	}

	private static void play(ModelStream stream, List<JsonObject> played) {
		for (ModelEvent event = stream.next(); event != null; event = stream.next()) {
			played.add(event.data());
		}
	}

	private static List<JsonObject> recorded(Path wire) throws IOException {
		List<JsonObject> frames = new ArrayList<>();
		try (InputStream body = Files.newInputStream(wire)) {
			Iterator<ServerSentEvents.Frame> iterator = ServerSentEvents.read(body);
			while (iterator.hasNext()) {
				frames.add(iterator.next().data());
			}
		}
		return frames;
	}

	private static ModelRequest request(int turn, JsonObject body) {
		List<Tool> tools = body.objects("tools").stream().map(ScriptedModelGoldenTests::tool).toList();
		JsonObject text = body.objectOrNull("text");
		JsonObject format = (text != null) ? text.objectOrNull("format") : null;
		OutputType<?> outputType = (format != null) ? OutputType.of(Object.class, format.object("schema")) : null;
		return new ModelRequest(turn, Agent.builder("any").build(), body.string("model"),
				body.stringOrNull("instructions"), body.objects("input"), tools, List.of(), outputType, null, true,
				ModelSettings.NONE, true, null);
	}

	private static Tool tool(JsonObject definition) {
		if (!definition.string("type").equals("function")) {
			return new HostedTool(definition.string("type"), definition);
		}
		return FunctionTool.builder(definition.string("name"))
			.description(definition.string("description"))
			.paramsJsonSchema(definition.object("parameters"))
			.function((context, arguments) -> null)
			.build();
	}

	private static Scenario scenario(JsonObject recording, boolean dropped) throws IOException {
		List<JsonObject> turns = new ArrayList<>();
		for (JsonObject turn : recording.objects("model_script")) {
			List<JsonObject> steps = new ArrayList<>();
			turn.objects("items").forEach((item) -> steps.add(step(item)));
			if (turn.containsKey("error_event")) {
				steps.add(JsonObject.of("failure", "stream_error"));
			}
			if ("incomplete".equals(turn.get("end"))) {
				steps.add(JsonObject.of("failure", "incomplete"));
			}
			if (dropped) {
				steps.add(JsonObject.of("failure", JsonObject.of("kind", "connection_dropped", "after_events", 6)));
			}
			JsonObject usage = turn.objectOrNull("usage");
			turns.add(RecordedScript.turn(steps, (usage != null) ? usage(usage) : null));
		}
		return RecordedScript.scenario(turns);
	}

	private static JsonObject usage(JsonObject usage) {
		return JsonObject.of("input_tokens", usage.get("input_tokens"), "cached_tokens",
				usage.object("input_tokens_details").get("cached_tokens"), "output_tokens", usage.get("output_tokens"),
				"reasoning_tokens", usage.object("output_tokens_details").get("reasoning_tokens"));
	}

	private static JsonObject step(JsonObject item) {
		return switch (item.string("k")) {
			case "msg" -> JsonObject.of("message",
					JsonObject.of("text", item.get("text"), "annotations", item.array("annotations")));
			case "fc" ->
				item.string("name").startsWith("transfer_to_") ? JsonObject.of("handoff", "Spanish agent") : JsonObject
					.of("tool_call", JsonObject.of("name", item.get("name"), "arguments", item.get("args")));
			case "rs" -> JsonObject.of("reasoning", item.get("summary"));
			case "refusal" -> JsonObject.of("refusal", item.get("text"));
			case "ws" -> JsonObject.of("web_search", item.get("query"));
			case "mcp_list" -> JsonObject.of("mcp_list_tools",
					JsonObject.of("server_label", item.get("server"), "tools", item.get("tools")));
			case "mcp_call" -> JsonObject.of("mcp_call", JsonObject.of("server_label", item.get("server"), "name",
					item.get("name"), "arguments", item.get("args"), "output", item.get("output")));
			default -> throw new IllegalArgumentException("No step for " + item);
		};
	}

}
