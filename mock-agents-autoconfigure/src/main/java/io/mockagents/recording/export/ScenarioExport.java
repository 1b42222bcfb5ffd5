package io.mockagents.recording.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.mockagents.agent.JsonObject;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingReader;
import io.mockagents.scenario.InvalidScenarioException;
import io.mockagents.scenario.Scenario;
import io.mockagents.scenario.ScenarioLoader;
import io.mockagents.scenario.yaml.YamlWriter;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * Writes recordings as scenarios that people can read and edit. A recording is one file
 * with a scenario for each run. A scenario is played for the same input, by the same
 * agent, in the same iteration; its turns are found by the tool outputs that the model
 * has seen.
 * <p>
 * Each scenario is played once against its recording. What differs, and what scenarios
 * cannot say, is among the {@linkplain ExportedScenarios#notes() notes}, never skipped.
 * The same recording produces the same file.
 * <p>
 * An export is immutable; each method that changes something returns a copy.
 */
public final class ScenarioExport {

	private static final int PRIORITY = 100;

	private static final int MAX_SIZE = 1024 * 1024;

	private final boolean ids;

	private final boolean delays;

	private final boolean contained;

	/**
	 * Create an export with fresh ids and without the recorded pauses, whose scenarios
	 * are played for equal inputs.
	 */
	public ScenarioExport() {
		this(false, false, false);
	}

	private ScenarioExport(boolean ids, boolean delays, boolean contained) {
		this.ids = ids;
		this.delays = delays;
		this.contained = contained;
	}

	/**
	 * Keep the recorded ids of responses, items and calls.
	 * @return the changed copy
	 */
	public ScenarioExport withIds() {
		return new ScenarioExport(true, this.delays, this.contained);
	}

	/**
	 * Keep the recorded pauses, those within an item summed up before it.
	 * @return the changed copy
	 */
	public ScenarioExport withDelays() {
		return new ScenarioExport(this.ids, true, this.contained);
	}

	/**
	 * Play the scenarios for inputs that contain the recorded one. Rows contain what the
	 * user wrote, which applications make a longer input of.
	 * @return the changed copy
	 */
	public ScenarioExport forContainedInputs() {
		return new ScenarioExport(this.ids, this.delays, true);
	}

	/**
	 * Export all runs of a recording.
	 * @param recording the recording; closed in the end
	 * @param name the name of the file and of the scenarios, of which all characters but
	 * letters, digits, {@code _}, {@code -} and {@code .} are replaced
	 * @return the scenarios
	 * @throws InvalidRecordingException if the recording is broken, has no run, or is
	 * more than a scenario file may contain
	 */
	public ExportedScenarios export(RecordingReader recording, String name) {
		try (recording) {
			List<RecordedRun> runs = new ArrayList<>();
			for (RecordedRun run = recording.next(); run != null; run = recording.next()) {
				runs.add(run);
			}
			return export(runs, name);
		}
	}

	/**
	 * Export runs.
	 * @param runs the runs
	 * @param name the name of the file and of the scenarios
	 * @return the scenarios
	 * @throws InvalidRecordingException if there is no run, or the runs are more than a
	 * scenario file may contain
	 */
	public ExportedScenarios export(List<RecordedRun> runs, String name) {
		if (runs.isEmpty()) {
			throw new InvalidRecordingException(name, "The recording has no run to export");
		}
		String slug = slug(name);
		boolean iterations = runs.stream().anyMatch((run) -> run.iteration() > 0);
		List<JsonObject> scenarios = new ArrayList<>();
		List<String> names = new ArrayList<>();
		List<String> notes = new ArrayList<>();
		Map<JsonObject, String> rules = new LinkedHashMap<>();
		for (RecordedRun run : runs) {
			String own = (runs.size() == 1) ? slug : slug + "-" + run.number();
			ExportedRun exported = new ExportedRun(run, this.ids, this.delays);
			if (exported.turns().isEmpty()) {
				notes.add(own + ": the model was not called, so the run is skipped");
				continue;
			}
			JsonObject rule = rule(run, iterations, own, notes);
			String other = rules.putIfAbsent(rule, own);
			if (other != null) {
				notes.add(own + ": " + other + " has the same input, so one of them is drawn at random. "
						+ "Distinguish them in 'match', or play one by its name");
			}
			names.add(own);
			scenarios.add(scenario(run, own, rule, exported.turns()));
			exported.notes().forEach((note) -> notes.add(own + ": " + note));
			check(run, scenarios.get(scenarios.size() - 1), own, notes);
		}
		if (scenarios.isEmpty()) {
			throw new InvalidRecordingException(name, "The recording has no answer of a model. " + notes.get(0));
		}
		String yaml = YamlWriter.write((scenarios.size() == 1) ? scenarios.get(0) : scenarios);
		int size = yaml.getBytes(StandardCharsets.UTF_8).length;
		if (size > MAX_SIZE) {
			throw new InvalidRecordingException(name, "Its scenarios need " + size + " bytes, but a file may have "
					+ MAX_SIZE + ". Export its runs one by one");
		}
		return new ExportedScenarios(slug + ".yaml", yaml, names, notes);
	}

	private JsonObject rule(RecordedRun run, boolean iterations, String name, List<String> notes) {
		JsonObject.Builder rule = JsonObject.builder();
		rule.put("agent", run.startingAgent().name());
		String input = run.input();
		String words = (input != null) ? ExportedRun.withoutCode(input) : "";
		if (!words.isEmpty()) {
			rule.put(this.contained ? "input_contains" : "input_equals", words);
		}
		else {
			notes.add(name + ": the recording does not contain the input, so the scenario matches any. "
					+ "Add 'input_equals' to 'match'");
		}
		if (iterations) {
			rule.put("iteration", run.iteration());
		}
		return rule.build();
	}

	private static JsonObject scenario(RecordedRun run, String name, JsonObject rule, List<JsonObject> turns) {
		return JsonObject.builder()
			.put("name", name)
			.put("description", "Recorded: " + run.recording() + ", run " + run.number())
			.put("priority", PRIORITY)
			.put("match", List.of(rule))
			.put("turns", turns)
			.build();
	}

	/**
	 * Play a scenario and note what differs from the recording.
	 */
	private void check(RecordedRun run, JsonObject written, String name, List<String> notes) {
		try {
			Scenario scenario = new ScenarioLoader(new PathMatchingResourcePatternResolver())
				.read(new ByteArrayResource(YamlWriter.write(written).getBytes(StandardCharsets.UTF_8), name))
				.get(0);
			new ExportCheck(this.ids).differences(run, scenario).forEach((note) -> notes.add(name + ": " + note));
		}
		catch (InvalidScenarioException ex) {
			notes.add(name + ": the scenario has to be edited before it can be played: " + ex.getMessage());
		}
	}

	/**
	 * Return a name of which a file and a scenario can be called.
	 */
	static String slug(String name) {
		String slug = name.toLowerCase(Locale.ROOT)
			.replaceAll("[^a-z0-9_.-]+", "-")
			.replaceAll("^[^a-z0-9]+|[-.]+$", "");
		String cut = (slug.length() > 80) ? slug.substring(0, 80) : slug;
		Set<String> reserved = new HashSet<>(List.of("con", "prn", "aux", "nul"));
		return (cut.isEmpty() || reserved.contains(cut)) ? "recording" + (cut.isEmpty() ? "" : "-" + cut) : cut;
	}

}
