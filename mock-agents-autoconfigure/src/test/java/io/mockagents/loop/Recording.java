package io.mockagents.loop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.JsonCodec;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * A recording of the real SDK: a folder with a {@code scenario.json}, laid out as the
 * README of the recordings says.
 *
 * @param folder the folder
 * @param scenario its {@code scenario.json}
 */
record Recording(Path folder, JsonObject scenario) {

	static final Path DEFAULT_FOLDER = Path.of("src/test/resources/goldens");

	static Recording of(SdkProfile profile, String name) {
		Path folder = DEFAULT_FOLDER.resolve((profile == SdkProfile.V0_2) ? "sdk-0.2.9" : "sdk-0.22").resolve(name);
		return new Recording(folder, JsonCodec.parseObject(read(folder.resolve("scenario.json"))));
	}

	String name() {
		return this.scenario.string("scenario");
	}

	SdkProfile profile() {
		return this.scenario.string("wire_style").equals("2026") ? SdkProfile.V0_22 : SdkProfile.V0_2;
	}

	/**
	 * The lines of {@code events.jsonl} that belong to a run.
	 */
	List<String> events(int run) {
		List<String> lines = lines("events.jsonl");
		List<JsonObject> runs = this.scenario.objects("runs");
		int from = runs.subList(0, run).stream().mapToInt((earlier) -> earlier.integer("events")).sum();
		return lines.subList(from, from + runs.get(run).integer("events"));
	}

	/**
	 * The line of {@code result.json} of a kind that was written after a run, or after
	 * the failure or the cancellation of that run.
	 */
	@Nullable JsonObject resultLine(String kind, String run) {
		return JsonCodec.parseObject("{\"lines\":" + String.join("", lines("result.json")) + "}")
			.objects("lines")
			.stream()
			.filter((line) -> kind.equals(line.get("line")) && run.equals(line.get("run")))
			.filter((line) -> !"clear".equals(line.get("after")))
			.findFirst()
			.orElse(null);
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
