package io.mockagents.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.AgentRunner;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The scenarios of {@code docs/scenarios.md}, loaded and played as they stand there.
 */
class ScenarioDocumentationTests {

	private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

	private final ScenarioLibrary library;

	ScenarioDocumentationTests(@TempDir Path directory) throws IOException {
		Matcher blocks = YAML.matcher(Files.readString(Path.of("../docs/scenarios.md")));
		for (int i = 1; blocks.find(); i++) {
			Files.writeString(directory.resolve(i + ".yaml"), blocks.group(1), StandardCharsets.UTF_8);
		}
		this.library = new ScenarioLoader(new PathMatchingResourcePatternResolver())
			.load(List.of(directory.toUri().toString()));
	}

	@Test
	void toolCallIsFollowedByTheMessageThatEndsTheRun() {
		assertThat(play("Please rename x", null)).containsExactly("I renamed the variable.");
	}

	@Test
	void placeholderHasTheLastResultOfATool() {
		assertThat(play("How is the weather?", null)).containsExactly("Tokyo: rain");
	}

	@Test
	void placeholderHasAValueOfTheContext() {
		assertThat(play("Hello!", Map.of("user", "Ada"))).containsExactly("Hello Ada, I am Assistant.");
		assertThat(play("Hello!", null)).containsExactly("Hello there, I am Assistant.");
	}

	@Test
	void patchFitsTheCodeOfTheRequest() {
		assertThat(play("Add the license:\n```python\nx = 1\n```", null))
			.containsExactly("I suggest\n@@ -1,1 +1,2 @@\n" + "+# SPDX-License-Identifier: MIT\n x = 1\n");
		assertThat(play("Add the license", null)).containsExactly("I suggest\nnothing without code");
		assertThat(play("Return the total", Map.of("file", Map.of("content", "def total(a):\n    pass\n"))))
			.containsExactly("@@ -1,2 +1,3 @@\n def total(a):\n+    return sum(a)\n     pass\n");
	}

	@Test
	void pageNamesEveryEditOfAPatch() throws IOException {
		String page = Files.readString(Path.of("../docs/scenarios.md"));
		assertThat(PlaceholderReader.EDITS.keySet())
			.allSatisfy((edit) -> assertThat(page).contains("`${patch." + edit + "("));
	}

	@Test
	void turnIsFoundByWhatTheModelSaw() {
		assertThat(play("Is the build green?", null)).containsExactly("All is well.");
	}

	@Test
	void failureEndsTheRunWhereItStands() {
		assertThatExceptionOfType(OpenAiConnectionException.class).isThrownBy(() -> play("break it", null));
	}

	@Test
	void requestThatIsRepeatedIsAnsweredInTheEnd() {
		assertThat(play("overload it", null)).containsExactly("The tool failed.");
	}

	@Test
	void pageNamesEveryKindOfFailure() throws IOException {
		String page = Files.readString(Path.of("../docs/scenarios.md"));
		assertThat(FailureKind.kinds()).allSatisfy((kind) -> assertThat(page).contains("`" + kind + "`"));
	}

	@Test
	void builtInScenariosAreThoseThatThePageNames() throws IOException {
		String page = Files.readString(Path.of("../docs/scenarios.md"));
		List<String> builtIn = new ScenarioLoader(new PathMatchingResourcePatternResolver()).load(List.of())
			.scenarios()
			.stream()
			.map(Scenario::name)
			.toList();
		assertThat(builtIn).hasSize(4).allSatisfy((name) -> assertThat(page).contains("`" + name + "`"));
	}

	private List<String> play(String input, @Nullable Object context) {
		AgentRunner runner = new LoopAgentRunner((request) -> {
			SplittableRandom random = new SplittableRandom(1);
			Scenario scenario = new ScenarioSelector(this.library)
				.select(request, new SelectionSettings("text_response_mode", Map.of(), false, true), random)
				.scenario();
			return new RunPlan.Ready(RunInfo.of("run", request, scenario.name()),
					new ScriptedModel(scenario, request, SdkProfile.V0_2, random, Clock.systemUTC(),
							ClientRetries.DEFAULT),
					SdkProfile.V0_2, Pacing.NONE, Pauses.REAL, RunJournal.NONE, List.of(), Runnable::run,
					Clock.systemUTC());
		});
		RunResultStreaming result = runner
			.runStreamed(RunRequest.builder(Agent.builder("Assistant").build(), input).context(context).build());
		List<StreamEvent> events = new ArrayList<>();
		try (EventStream stream = result.streamEvents()) {
			stream.forEach(events::add);
		}
		return result.newItems()
			.stream()
			.flatMap((item) -> (item instanceof MessageOutputItem message) ? Stream.of(message.text()) : Stream.empty())
			.toList();
	}

}
