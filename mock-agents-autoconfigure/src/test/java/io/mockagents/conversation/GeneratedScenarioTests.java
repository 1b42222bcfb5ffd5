package io.mockagents.conversation;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.mockagents.agent.Agent;
import io.mockagents.agent.EventStream;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.MessageOutputItem;
import io.mockagents.agent.ModelResponse;
import io.mockagents.agent.OpenAiConnectionException;
import io.mockagents.agent.RawResponseEvent;
import io.mockagents.agent.RunItem;
import io.mockagents.agent.RunRequest;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.agent.StreamEvent;
import io.mockagents.agent.ToolCallItem;
import io.mockagents.agent.ToolCallOutputItem;
import io.mockagents.json.JsonCodec;
import io.mockagents.loop.LoopAgentRunner;
import io.mockagents.loop.Pacing;
import io.mockagents.loop.Pauses;
import io.mockagents.loop.RunInfo;
import io.mockagents.loop.RunJournal;
import io.mockagents.loop.RunPlan;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScriptedModel;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a scenario says comes out as it was written, through files, runs, JSON and
 * rows.
 */
class GeneratedScenarioTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private static final YAMLMapper YAML = YAMLMapper.builder().build();

	private static final Agent AGENT = Agent.builder("Generated").model("gpt-5-mini").build();

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

	private static @Nullable ConversationDatabase database;

	@AfterContainer
	static void close() {
		if (database != null) {
			database.close();
			database = null;
		}
	}

	@Property(tries = 60, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
	void scenarioIsPlayedAsItIsWritten(@ForAll("scenarios") Spec spec, @ForAll SdkProfile profile) {
		Played played = play(scenario(spec, "x.json"), profile, 1, RunJournal.NONE);
		assertThat(played.failed).isEqualTo(spec.droppedAfter() != null);
		List<TurnSpec> completed = spec.turns()
			.subList(0, spec.turns().size() - ((spec.droppedAfter() != null) ? 1 : 0));
		assertThat(played.of(MessageOutputItem.class).map(MessageOutputItem::text))
			.containsExactlyElementsOf(completed.stream().flatMap((turn) -> turn.messages().stream()).toList());
		assertThat(played.of(ToolCallItem.class).map((call) -> call.rawItem().string("arguments")))
			.containsExactlyElementsOf(completed.stream()
				.flatMap((turn) -> turn.calls().stream())
				.map((call) -> JsonCodec.write(call.arguments()))
				.toList());
		assertThat(played.of(ToolCallOutputItem.class).map((output) -> JsonCodec.write(output.output())))
			.containsExactlyElementsOf(completed.stream()
				.flatMap((turn) -> turn.calls().stream())
				.map((call) -> JsonCodec.write(call.output()))
				.toList());
	}

	@Property(tries = 60, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
	void yamlAndJsonProduceTheSameEvents(@ForAll("scenarios") Spec spec, @ForAll SdkProfile profile) {
		assertThat(play(scenario(spec, "x.yaml"), profile, 1, RunJournal.NONE).events)
			.isEqualTo(play(scenario(spec, "x.json"), profile, 1, RunJournal.NONE).events);
	}

	@Property(tries = 60, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
	void deltasMakeTheWholeAndFramesAreNumbered(@ForAll("scenarios") Spec spec, @ForAll SdkProfile profile) {
		Map<String, StringBuilder> deltas = new HashMap<>();
		int expected = 0;
		for (JsonObject data : play(scenario(spec, "x.json"), profile, 1, RunJournal.NONE).raw()) {
			String type = data.string("type");
			expected = type.equals("response.created") ? 0 : expected;
			assertThat(data.integer("sequence_number")).isEqualTo(expected++);
			if (type.endsWith(".delta")) {
				String delta = data.string("delta");
				String obfuscation = data.string("obfuscation");
				assertThat((delta.codePointCount(0, delta.length()) + obfuscation.length()) % 16).isZero();
				deltas.computeIfAbsent(key(data), (key) -> new StringBuilder()).append(delta);
			}
			else if (type.equals("response.output_text.done") || type.equals("response.reasoning_summary_text.done")
					|| type.equals("response.function_call_arguments.done")) {
				String whole = data.string(type.contains("arguments") ? "arguments" : "text");
				assertThat(deltas.getOrDefault(key(data), new StringBuilder())).hasToString(whole);
			}
		}
	}

	@Property(tries = 60, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
	void idsOfASessionAreUnique(@ForAll("scenarios") Spec spec, @ForAll SdkProfile profile) {
		Scenario scenario = scenario(spec, "x.json");
		List<JsonObject> raw = new ArrayList<>(play(scenario, profile, 1, RunJournal.NONE).raw());
		raw.addAll(play(scenario, profile, 2, RunJournal.NONE).raw());
		Set<String> ids = new HashSet<>();
		for (JsonObject data : raw) {
			if (data.string("type").equals("response.created")) {
				assertThat(ids.add(data.object("response").string("id"))).isTrue();
			}
			if (data.string("type").equals("response.output_item.added")) {
				JsonObject item = data.object("item");
				assertThat(ids.add(item.string("id"))).isTrue();
				if (item.string("type").equals("function_call")) {
					assertThat(ids.add(item.string("call_id"))).isTrue();
				}
			}
		}
	}

	@Property(tries = 60, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
	void usageOfTheRunIsThatOfItsAnswers(@ForAll("scenarios") Spec spec, @ForAll SdkProfile profile) {
		RunResultStreaming result = play(scenario(spec, "x.json"), profile, 1, RunJournal.NONE).result;
		List<ModelResponse> responses = result.rawResponses();
		assertThat(result.contextWrapper().usage().requests()).isEqualTo(responses.size());
		assertThat(result.contextWrapper().usage().inputTokens())
			.isEqualTo(responses.stream().mapToLong((response) -> response.usage().inputTokens()).sum());
		assertThat(result.contextWrapper().usage().outputTokens())
			.isEqualTo(responses.stream().mapToLong((response) -> response.usage().outputTokens()).sum());
		assertThat(result.contextWrapper().usage().totalTokens())
			.isEqualTo(result.contextWrapper().usage().inputTokens() + result.contextWrapper().usage().outputTokens());
	}

	@Property(tries = 60, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
	void eventsAndTheirRowsSurviveJson(@ForAll("scenarios") Spec spec, @ForAll SdkProfile profile) {
		for (StreamEvent event : play(scenario(spec, "x.json"), profile, 1, RunJournal.NONE).events) {
			String json = JSON.writeValueAsString(event);
			assertThat(JSON.readValue(json, StreamEvent.class)).isEqualTo(event);
			EventRow row = EventRow.of(event);
			if (row != null) {
				assertThat(JsonCodec.parse(JsonCodec.write(row.eventData()))).isEqualTo(row.eventData());
			}
		}
	}

	@Property(tries = 15, seed = "20261122", edgeCases = EdgeCasesMode.NONE)
	void eventsSurviveTheDatabase(@ForAll("scenarios") Spec spec, @ForAll SdkProfile profile) {
		ConversationDatabase database = database();
		String session = "generated-" + UUID.randomUUID();
		Played played = play(scenario(spec, "x.json"), profile, 1,
				database.messages.journal().open(new RunInfo("run", session, 0, null)));
		List<EventRow> expected = played.events.stream().map(EventRow::of).filter((row) -> row != null).toList();
		List<ConversationMessage> stored = database.messages.findEvents(session);
		assertThat(stored.stream().map(ConversationMessage::getStreamSequence)).hasSameSizeAs(expected)
			.startsWith(1)
			.isSorted();
		for (int i = 0; i < stored.size(); i++) {
			ConversationMessage message = stored.get(i);
			assertThat(JsonCodec.write(message.getEventData())).isEqualTo(JsonCodec.write(expected.get(i).eventData()));
			assertThat(message.getContent()).isEqualTo(expected.get(i).content());
			String json = JSON.writeValueAsString(message);
			assertThat(JSON.writeValueAsString(JSON.readValue(json, ConversationMessage.class))).isEqualTo(json);
		}
	}

	private static synchronized ConversationDatabase database() {
		if (database == null) {
			database = new ConversationDatabase();
		}
		return database;
	}

	private static String key(JsonObject data) {
		return data.string("item_id") + " " + data.get("content_index") + " " + data.get("summary_index");
	}

	private static Played play(Scenario scenario, SdkProfile profile, long seed, RunJournal journal) {
		LoopAgentRunner runner = new LoopAgentRunner(
				(request) -> new RunPlan.Ready(RunInfo.of("run", request, "generated"),
						new ScriptedModel(scenario, request, profile, new SplittableRandom(seed), CLOCK), profile,
						Pacing.NONE, Pauses.REAL, journal, List.of(), Runnable::run, CLOCK));
		RunResultStreaming result = runner.runStreamed(RunRequest.of(AGENT, "Go"));
		List<StreamEvent> events = new ArrayList<>();
		try (EventStream stream = result.streamEvents()) {
			stream.forEach(events::add);
			return new Played(result, events, false);
		}
		catch (OpenAiConnectionException ex) {
			return new Played(result, events, true);
		}
	}

	private static Scenario scenario(Spec spec, String filename) {
		String text = filename.endsWith(".json") ? JsonCodec.write(spec.toJson())
				: YAML.writeValueAsString(spec.toJson());
		Resource resource = new ByteArrayResource(text.getBytes(StandardCharsets.UTF_8)) {

			@Override
			public String getFilename() {
				return filename;
			}

		};
		return new ScenarioLoader(new PathMatchingResourcePatternResolver()).read(resource).get(0);
	}

	@Provide
	Arbitrary<Spec> scenarios() {
		Arbitrary<CallSpec> calls = Combinators.combine(objects(), values()).as(CallSpec::new);
		Arbitrary<TurnSpec> withCalls = Combinators
			.combine(texts().list().ofMaxSize(1), texts().list().ofMaxSize(1), calls.list().ofMinSize(1).ofMaxSize(2))
			.as(TurnSpec::new);
		Arbitrary<TurnSpec> last = Combinators.combine(texts().list().ofMaxSize(2), texts().list().ofSize(1))
			.as((summary, message) -> new TurnSpec(summary, message, List.of()));
		Arbitrary<@Nullable Integer> dropped = Arbitraries.integers().between(1, 20).injectNull(0.8);
		return Combinators.combine(withCalls.list().ofMaxSize(2), last, dropped).as((turns, end, after) -> {
			List<TurnSpec> all = new ArrayList<>(turns);
			all.add(end);
			return new Spec(all, after);
		});
	}

	private static Arbitrary<String> texts() {
		Arbitrary<String> pieces = Arbitraries.of("a word", " ", "\n", "\r\n", "\t", "'", "\"", "\\", "it's", "${", "$",
				"{}", "]", ": ", "- ", "#", "é", "e\u0301", "日本語", "🎈", "👩‍💻", "\u2028", "\u0085", "\u00a0",
				"\u0007", "\ufeff", "null", "yes", "1e3", "<script>", "@@ -1 +1 @@");
		Arbitrary<String> letters = Arbitraries.strings()
			.withCharRange(' ', '\ud7ff')
			.excludeChars('$', '\u007f')
			.ofMaxLength(8);
		return Arbitraries.frequencyOf(Tuple.of(3, pieces), Tuple.of(1, letters))
			.list()
			.ofMinSize(1)
			.ofMaxSize(12)
			.map((parts) -> String.join("", parts).replace("$${", "$ ${"));
	}

	private static Arbitrary<Object> values() {
		Arbitrary<Object> scalars = Arbitraries.oneOf(texts().map(Object.class::cast),
				Arbitraries.integers().map(Object.class::cast), Arbitraries.of(true, false).map(Object.class::cast),
				Arbitraries.longs().greaterOrEqual(1L << 40).map(Object.class::cast),
				Arbitraries.of(0.5, -1.25, 1e-7, 3.0).map(Object.class::cast));
		return Arbitraries.oneOf(scalars, scalars.list().ofMaxSize(3).map(Object.class::cast),
				objects().map(Object.class::cast));
	}

	private static Arbitrary<JsonObject> objects() {
		Arbitrary<Object> scalars = Arbitraries.oneOf(texts().map(Object.class::cast),
				Arbitraries.integers().map(Object.class::cast), Arbitraries.of(true, false).map(Object.class::cast));
		Arbitrary<Object> nested = scalars.injectNull(0.1).list().ofMaxSize(3).map(Object.class::cast);
		return Combinators
			.combine(Arbitraries.of("a", "b c", "patch", "é", "key: x", "0").list().uniqueElements().ofMaxSize(4),
					Arbitraries.oneOf(scalars, nested).list().ofSize(4))
			.as((keys, values) -> {
				Map<String, @Nullable Object> object = new LinkedHashMap<>();
				for (int i = 0; i < keys.size(); i++) {
					object.put(keys.get(i), values.get(i));
				}
				return JsonObject.copyOf(object);
			});
	}

	/**
	 * What a scenario says.
	 *
	 * @param turns its turns
	 * @param droppedAfter after how many events of the last turn the connection breaks,
	 * or {@code null}
	 */
	record Spec(List<TurnSpec> turns, @Nullable Integer droppedAfter) {

		JsonObject toJson() {
			List<JsonObject> all = new ArrayList<>();
			for (int i = 0; i < this.turns.size(); i++) {
				List<JsonObject> steps = this.turns.get(i).steps();
				if (this.droppedAfter != null && i == this.turns.size() - 1) {
					steps.add(JsonObject.of("failure",
							JsonObject.of("kind", "connection_dropped", "after_events", this.droppedAfter)));
				}
				all.add(JsonObject.of("steps", steps));
			}
			return JsonObject.of("name", "generated", "turns", all);
		}

	}

	record TurnSpec(List<String> summary, List<String> messages, List<CallSpec> calls) {

		List<JsonObject> steps() {
			List<JsonObject> steps = new ArrayList<>();
			if (!this.summary.isEmpty()) {
				steps.add(JsonObject.of("reasoning",
						this.summary.stream().map(GeneratedScenarioTests::escaped).toList()));
			}
			this.messages.forEach((message) -> steps.add(JsonObject.of("message", escaped(message))));
			this.calls.forEach((call) -> steps.add(JsonObject.of("tool_call", JsonObject.of("name", "t", "arguments",
					escaped(call.arguments()), "output", escaped(call.output())))));
			return steps;
		}

	}

	record CallSpec(JsonObject arguments, Object output) {
	}

	private static @Nullable Object escaped(@Nullable Object value) {
		if (value instanceof String text) {
			return text.replace("${", "$${");
		}
		if (value instanceof List<?> list) {
			return list.stream().map(GeneratedScenarioTests::escaped).collect(Collectors.toList());
		}
		if (value instanceof JsonObject object) {
			JsonObject.Builder builder = JsonObject.builder();
			object.forEach((key, member) -> builder.put(key, escaped(member)));
			return builder.build();
		}
		return value;
	}

	private record Played(RunResultStreaming result, List<StreamEvent> events, boolean failed) {

		List<JsonObject> raw() {
			return this.events.stream()
				.filter(RawResponseEvent.class::isInstance)
				.map((event) -> ((RawResponseEvent) event).data())
				.toList();
		}

		<T extends RunItem> Stream<T> of(Class<T> type) {
			return this.result.newItems().stream().filter(type::isInstance).map(type::cast);
		}

	}

}
