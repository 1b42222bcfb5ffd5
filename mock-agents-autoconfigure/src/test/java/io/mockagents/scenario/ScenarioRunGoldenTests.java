package io.mockagents.scenario;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Pattern;

import io.mockagents.agent.Agent;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.FunctionTool;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.JsonCodec;
import io.mockagents.model.SdkProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the built-in scenario {@code comment_addition_approved} in the engine and compares
 * its events with those that the SDK gave in the same conversation.
 */
class ScenarioRunGoldenTests {

	private static final Pattern ID = Pattern.compile("\\b(resp|msg|fc|call|req)_[0-9A-Za-z]{20,}\\b");

	private static final Pattern VOLATILE = Pattern
		.compile("\"(created_at|completed_at)\": [0-9.e+]+|\"obfuscation\": \"[^\"]*\"");

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	@ParameterizedTest
	@EnumSource
	void runGivesTheEventsOfTheSdk(SdkProfile profile) throws IOException {
		Path folder = Path.of("src/test/resources/goldens", (profile == SdkProfile.V0_2) ? "sdk-0.2.9" : "sdk-0.22",
				"b_tool_approved");
		JsonObject recording = JsonCodec.parseObject(Files.readAllBytes(folder.resolve("scenario.json")));
		RunRequest request = RunRequest.of(agent(recording.objects("agents").get(0)), recording.string("input"));
		ScriptedModel model = new ScriptedModel(Scenarios.BUILT_IN.get("comment_addition_approved"), request, profile,
				new SplittableRandom(1), Clock.systemUTC());
		LoopAgentRunner runner = new LoopAgentRunner((run) -> new RunPlan(RunInfo.of("run", run, "scenario"), model,
				profile, Pacing.NONE, Pauses.REAL, RunJournal.NONE, List.of(), Runnable::run, Clock.systemUTC()));
		List<String> played = new ArrayList<>();
		try (EventStream events = runner.runStreamed(request).streamEvents()) {
			for (StreamEvent event : events) {
				played.add(JsonCodec.writePython(JsonCodec.parse(MAPPER.writeValueAsString(event)), false));
			}
		}
		List<String> recorded = Files.readAllLines(folder.resolve("events.jsonl"))
			.stream()
			.map((line) -> JsonCodec.writePython(JsonCodec.parse(line), false))
			.toList();
		assertThat(normalized(played)).hasSize(62).containsExactlyElementsOf(normalized(recorded));
	}

	private static Agent agent(JsonObject agent) {
		JsonObject tool = agent.objects("tools").get(0);
		return Agent.builder(agent.string("name"))
			.model(agent.string("model"))
			.instructions(agent.string("instructions"))
			.tools(FunctionTool.builder(tool.string("name"))
				.description(tool.string("description"))
				.paramsJsonSchema(tool.object("parameters"))
				.function((context, arguments) -> {
					throw new AssertionError("the scenario gives the output");
				})
				.build())
			.build();
	}

	private static List<String> normalized(List<String> lines) {
		Map<String, String> ordinals = new LinkedHashMap<>();
		Map<String, Integer> counts = new LinkedHashMap<>();
		return lines.stream()
			.map((line) -> ID.matcher(VOLATILE.matcher(line).replaceAll("\"$1\""))
				.replaceAll((id) -> ordinals.computeIfAbsent(id.group(),
						(unseen) -> id.group(1) + "_" + counts.merge(id.group(1), 1, Integer::sum))))
			.toList();
	}

}
