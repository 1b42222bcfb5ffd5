package io.mockagents.goldens;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.fidelity.Goldens;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.SdkProfile;

/**
 * A recording of the real SDK: a folder with a {@code scenario.json}, laid out as the
 * README of the recordings says.
 *
 * @param folder the folder
 * @param scenario its {@code scenario.json}
 */
public record GoldenRecording(Path folder, JsonObject scenario) {

	/**
	 * The system property that names another directory of recordings.
	 */
	static final String PROPERTY = "mockagents.goldens";

	private static final Path RESOURCES = Path.of("src/test/resources");

	public static GoldenRecording of(SdkProfile profile, String name) {
		return of(Goldens.folder(profile, name));
	}

	private static GoldenRecording of(Path folder) {
		return new GoldenRecording(folder, JsonCodec.parseObject(read(folder.resolve("scenario.json"))));
	}

	/**
	 * Return all recordings: those below the directory that the system property names, or
	 * those of the test resources.
	 */
	static List<GoldenRecording> all() {
		return in("goldens", "goldens-more", "goldens-combined");
	}

	/**
	 * Return all recordings except the combinations: those below the directory that the
	 * system property names, or those of the test resources.
	 */
	static List<GoldenRecording> single() {
		return in("goldens", "goldens-more");
	}

	private static List<GoldenRecording> in(String... folders) {
		String directory = System.getProperty(PROPERTY);
		List<Path> roots = (directory != null) ? List.of(Path.of(directory))
				: Stream.of(folders).map(RESOURCES::resolve).filter(Files::isDirectory).toList();
		List<GoldenRecording> recordings = roots.stream().flatMap(GoldenRecording::below).toList();
		if (recordings.isEmpty()) {
			throw new IllegalStateException("No folder with a scenario.json below " + roots + ": point -D" + PROPERTY
					+ " at a directory of recordings.");
		}
		return recordings;
	}

	/**
	 * Return the recordings in the folder {@code goldens} of the test resources.
	 */
	static List<GoldenRecording> given() {
		return below(RESOURCES.resolve("goldens")).toList();
	}

	static Stream<GoldenRecording> below(Path root) {
		try (Stream<Path> files = Files.walk(root)) {
			return files.filter((file) -> file.getFileName().toString().equals("scenario.json"))
				.map(Path::getParent)
				.sorted()
				.map(GoldenRecording::of)
				.toList()
				.stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read the recordings of " + root.toAbsolutePath(), ex);
		}
	}

	String name() {
		String name = this.scenario.stringOrNull("scenario");
		return (name != null) ? name : this.folder.getFileName().toString();
	}

	SdkProfile profile() {
		return Goldens.profile(this.scenario.string("sdk"));
	}

	List<JsonObject> runs() {
		return this.scenario.objects("runs");
	}

	/**
	 * Return whether the runs are streamed.
	 */
	boolean isStreamed() {
		return Boolean.TRUE.equals(this.scenario.object("run").get("stream"));
	}

	/**
	 * Return the lines of {@code events.jsonl} that belong to a run; those that are left
	 * over are the last run's.
	 */
	public List<String> events(int run) {
		List<String> lines = lines("events.jsonl");
		int from = runs().subList(0, run).stream().mapToInt((earlier) -> earlier.integer("events")).sum();
		int to = (run == runs().size() - 1) ? lines.size() : from + runs().get(run).integer("events");
		return lines.subList(Math.min(from, lines.size()), Math.min(to, lines.size()));
	}

	/**
	 * Return the lines of {@code result.json} that belong to a run, in order.
	 */
	List<JsonObject> results(String run) {
		return results().stream().filter((line) -> run.equals(line.get("run"))).toList();
	}

	/**
	 * Return what is wrong with lines that belong to no run.
	 */
	List<String> linesOfNoRun() {
		List<Object> labels = runs().stream().map((run) -> (Object) run.string("label")).toList();
		return results().stream()
			.filter((line) -> !labels.contains(line.get("run")))
			.map((line) -> "result.json has a line of no run: " + JsonCodec.write(line))
			.toList();
	}

	/**
	 * Return the ids of the calls of a tool, in the order in which they were first sent
	 * back to the model.
	 */
	List<String> calls(String tool) {
		return lines("requests.jsonl").stream()
			.map((line) -> JsonCodec.parseObject(line).object("body"))
			.flatMap((body) -> (body.get("input") instanceof List<?> items) ? items.stream() : Stream.of())
			.filter((item) -> item instanceof JsonObject call && "function_call".equals(call.get("type"))
					&& tool.equals(call.get("name")))
			.map((item) -> ((JsonObject) item).with("status", null))
			.distinct()
			.map((call) -> call.string("call_id"))
			.toList();
	}

	private List<JsonObject> results() {
		return JsonCodec.parseObject("{\"lines\":" + read(this.folder.resolve("result.json")) + "}").objects("lines");
	}

	List<String> lines(String file) {
		return read(this.folder.resolve(file)).lines().filter((line) -> !line.isBlank()).toList();
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public String toString() {
		return this.folder.getParent().getFileName() + "/" + this.folder.getFileName();
	}

}
