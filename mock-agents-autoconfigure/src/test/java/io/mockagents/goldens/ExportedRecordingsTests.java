package io.mockagents.goldens;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

import io.mockagents.agent.Agent;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunRequest;
import io.mockagents.fidelity.FidelityEvidence;
import io.mockagents.fidelity.Normalization;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ClientRetries;
import io.mockagents.model.Model;
import io.mockagents.model.ModelEvent;
import io.mockagents.model.ModelStream;
import io.mockagents.recording.FileRecordingReader;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingReader;
import io.mockagents.recording.RunRedaction;
import io.mockagents.recording.export.ScenarioExport;
import io.mockagents.recording.live.Recording;
import io.mockagents.recording.live.RunRecorder;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.ScenarioWriter;
import io.mockagents.scenario.ScriptedModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recordings of the real SDK, recorded again by the mock, exported as scenarios, and
 * played: the events, the errors and the results are those of the SDK, but for ids, times
 * and how texts are cut into deltas.
 */
class ExportedRecordingsTests {

	@RegisterExtension
	static final FidelityEvidence EVIDENCE = new FidelityEvidence("t2");

	@RegisterExtension
	static final FidelityEvidence WIRE_EVIDENCE = new FidelityEvidence("wire");

	/**
	 * Recordings that do not tell an export enough, and why. They are played from
	 * scenarios that are written for them.
	 */
	private static final Map<String, String> WRITTEN = Map.of("bk1_settings_extra",
			"the recorded endpoint does not repeat the settings of the request, as the API does",
			"sdk-0.2.9/bn5_usage_no_details", "profile 0.2 fails before its events show the usage", "i_input_guardrail",
			"the answer ends after the last event of the run", "o15_empty_stream",
			"no event shows the difference between an empty stream and one that was not recorded",
			"u8_nonstream_no_usage", "a run that is not streamed shows a usage of zero where there is none");

	/**
	 * A recording of which no scenario is made: an answer that is not streamed and whose
	 * response has failed has no frames.
	 */
	private static final String WITHOUT_FRAMES = "u6_nonstream_failed";

	@TempDir
	private Path directory;

	static List<GoldenRecording> recordings() {
		return GoldenRecording.single()
			.stream()
			.filter((recording) -> !recording.scenario().objects("wire").isEmpty())
			.filter((recording) -> recording.isStreamed()
					|| !(raises(recording, "") || recording.name().equals(WITHOUT_FRAMES)))
			.toList();
	}

	/**
	 * Return whether a run raises an exception. A run that is not streamed then tells
	 * nothing of its answers.
	 */
	private static boolean raises(GoldenRecording recording, String type) {
		return recording.runs()
			.stream()
			.flatMap((run) -> recording.results(run.string("label")).stream())
			.anyMatch((line) -> "raised".equals(line.get("line")) && json(line).contains(type));
	}

	/**
	 * Return whether the events show all of which the result is made. They do not show
	 * the answers that agents get that are tools, nor those after a guardrail has
	 * tripped.
	 */
	private static boolean showsItsResult(GoldenRecording recording) {
		boolean asksAgents = recording.scenario()
			.objects("agents")
			.stream()
			.flatMap((agent) -> agent.objects("tools").stream())
			.anyMatch((tool) -> tool.containsKey("agent"));
		return WRITTEN.containsKey(recording.name())
				|| !(asksAgents || raises(recording, "InputGuardrailTripwireTriggered"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("recordings")
	void exportedScenarioProducesTheEventsAndTheResultOfTheSdk(GoldenRecording recording) throws IOException {
		List<Scenario> scenarios = scenarios(recording);
		Normalization ours = new Normalization();
		Normalization theirs = new Normalization();
		int[] planned = { 0 };
		List<JsonObject> frames = new ArrayList<>();
		GoldenRun played = new GoldenRun(recording,
				(plan) -> plan.withModel(tapped(
						new ScriptedModel(scenarios.get(planned[0]++),
								RunRequest.of(Agent.builder("any").build(), "any"), recording.profile(),
								new SplittableRandom(planned[0]), plan.clock(), new ClientRetries(retries(recording))),
						frames)));
		for (int i = 0; i < recording.runs().size(); i++) {
			GoldenRun.Outcome outcome = played.play(i);
			assertEqual(recording, ours.events(outcome.events()), theirs.events(recording.events(i)));
			for (JsonObject line : recording.results(recording.runs().get(i).string("label"))) {
				if (!showsItsResult(recording)) {
					continue;
				}
				assertEqual(recording, List.of(ours.text(json(outcome.result().line(line)))),
						List.of(theirs.text(json(GoldenResult.known(line)))));
			}
		}
		assertValid(recording, frames);
	}

	/**
	 * Return the scenario of each run; runs that go on with one that waited have that of
	 * the last of them.
	 */
	private List<Scenario> scenarios(GoldenRecording recording) throws IOException {
		if (WRITTEN.containsKey(recording.name()) || WRITTEN.containsKey(recording.toString())) {
			return List.of(GoldenScenarioRun.SCENARIOS.get(recording.name()));
		}
		List<RecordedRun> runs = record(recording);
		assertThat(runs).as("%s", recording).hasSize(recording.runs().size());
		List<Scenario> scenarios = new ArrayList<>();
		for (int i = 0; i < runs.size(); i++) {
			int last = i;
			while (last + 1 < runs.size() && runs.get(last + 1).interrupted() != null) {
				last++;
			}
			scenarios.add(export(runs.get(last)));
		}
		return scenarios;
	}

	/**
	 * Return a model that keeps the frames it gives.
	 */
	private static Model tapped(Model model, List<JsonObject> frames) {
		return tapped(Model.class, model,
				(result) -> (result instanceof ModelStream stream) ? tapped(ModelStream.class, stream, (event) -> {
					if (event instanceof ModelEvent given) {
						frames.add(given.data());
					}
					return event;
				}) : result);
	}

	private static <T> T tapped(Class<T> type, T target, UnaryOperator<@Nullable Object> tap) {
		return type
			.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type }, (proxy, method, arguments) -> {
				try {
					return tap.apply(method.invoke(target, arguments));
				}
				catch (InvocationTargetException ex) {
					throw ex.getTargetException();
				}
			}));
	}

	/**
	 * Check that the frames which a scenario gives are those of the official Java
	 * client's types, or deviate only in what the recorded wire deviates in.
	 */
	private static void assertValid(GoldenRecording recording, List<JsonObject> frames) {
		SortedSet<String> deviations = new TreeSet<>();
		frames.forEach((frame) -> deviations.addAll(WireFormTests.deviations(frame)));
		deviations.removeAll(WireFormTests.known(recording.profile()));
		if (!deviations.isEmpty()) {
			// Events show fields that are null and those that are not set alike
			WireFormTests.recorded(recording)
				.forEach(
						(recorded) -> deviations.removeIf((deviation) -> missing(deviation).equals(missing(recorded))));
		}
		assertThat(deviations).as("%s", recording).isEmpty();
	}

	private static String missing(String deviation) {
		return deviation.replaceFirst(" is null$", " is missing");
	}

	/**
	 * Compare lines of JSON, key order and all, and tell where they differ.
	 */
	private static void assertEqual(GoldenRecording recording, List<String> lines, List<String> expected) {
		List<String> differences = new ArrayList<>();
		for (int i = 0; i < Math.max(lines.size(), expected.size()); i++) {
			String actual = (i < lines.size()) ? lines.get(i) : "null";
			String recorded = (i < expected.size()) ? expected.get(i) : "null";
			if (!actual.equals(recorded)) {
				List<String> found = JsonDiff.between("line " + (i + 1), JsonCodec.parse(recorded),
						JsonCodec.parse(actual));
				differences.addAll(found.isEmpty() ? List.of("line " + (i + 1) + ", in the order of keys") : found);
			}
		}
		assertThat(differences).as("%s", recording).isEmpty();
	}

	private static int retries(GoldenRecording recording) {
		return (recording.scenario().object("run").get("retries") instanceof Integer max) ? max
				: ClientRetries.DEFAULT.max();
	}

	private List<RecordedRun> record(GoldenRecording recording) throws IOException {
		RunRecorder recorder = new RunRecorder(this.directory, new RunRedaction(List.of()), recording.profile(),
				Clock.systemUTC(), System::nanoTime);
		Recording made = recorder.start("live");
		GoldenRun run = new GoldenRun(recording, (plan) -> plan, recorder::record);
		for (int i = 0; i < recording.runs().size(); i++) {
			run.play(i);
		}
		made.stop();
		assertThat(made.failure()).isNull();
		List<RecordedRun> runs = new ArrayList<>();
		try (RecordingReader reader = new FileRecordingReader("live", Files.newInputStream(made.file()))) {
			for (RecordedRun recorded = reader.next(); recorded != null; recorded = reader.next()) {
				runs.add(recorded);
			}
		}
		return runs;
	}

	/**
	 * Export a run, and read the file that is written; it is the same when it is written
	 * again.
	 */
	private static Scenario export(RecordedRun run) {
		String yaml = new ScenarioExport().withIds().export(List.of(run), "exported").yaml();
		Scenario scenario = read(yaml);
		assertThat(read(ScenarioWriter.yaml(scenario))).isEqualTo(scenario);
		return scenario;
	}

	private static Scenario read(String yaml) {
		return new ScenarioLoader(new PathMatchingResourcePatternResolver())
			.read(new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
			.get(0);
	}

	/**
	 * Return the JSON of a result, without what recordings must not hold.
	 */
	private static String json(@Nullable Object value) {
		JsonObject line = (value instanceof JsonObject object) ? object : JsonObject.of();
		if (line.get("to_input_list") instanceof List<?> items) {
			// Events show fields that are null and those that are not set alike
			line = line.with("to_input_list", set(items));
		}
		return JsonCodec.writePython(line, false).replaceAll("sk-test-\\w+", "sk-***");
	}

	private static @Nullable Object set(@Nullable Object value) {
		if (value instanceof List<?> elements) {
			List<@Nullable Object> set = new ArrayList<>();
			elements.forEach((element) -> set.add(set(element)));
			return set;
		}
		if (value instanceof JsonObject object) {
			JsonObject.Builder set = JsonObject.builder();
			object.forEach((key, member) -> {
				if (member != null) {
					set.put(key, set(member));
				}
			});
			return set.build();
		}
		return value;
	}

}
