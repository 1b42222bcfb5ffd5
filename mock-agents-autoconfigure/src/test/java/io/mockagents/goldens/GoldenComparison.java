package io.mockagents.goldens;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.fail;

/**
 * Plays a recording, and compares what comes of it with what came of it in the SDK:
 * events, results, failures, sessions and requests.
 *
 * @param recording the recording
 * @param run plays it, whoever answers
 * @param requests gives the requests that were made, in the form of the lines of
 * {@code requests.jsonl}
 */
record GoldenComparison(GoldenRecording recording, GoldenRun run, Supplier<List<JsonObject>> requests) {

	private static final int MOST_DIFFERENCES = 8;

	/**
	 * Fail if there are differences.
	 */
	void check() {
		List<String> differences = new ArrayList<>(this.recording.linesOfNoRun());
		for (int i = 0; i < this.recording.runs().size(); i++) {
			GoldenRun.Outcome outcome = this.run.play(i);
			List<String> expected = this.recording.events(i);
			for (int n = 0; n < Math.max(expected.size(), outcome.events().size()); n++) {
				differences.addAll(difference(n + 1, lineAt(expected, n), lineAt(outcome.events(), n)));
			}
			String label = this.recording.runs().get(i).string("label");
			List<JsonObject> results = this.recording.results(label);
			for (JsonObject line : results) {
				differences.addAll(JsonDiff.between("result.json " + line.string("line"), GoldenResult.known(line),
						outcome.result().line(line)));
			}
			if (results.stream().noneMatch((line) -> "result".equals(line.get("line")))
					&& results.stream().noneMatch((line) -> "raised".equals(line.get("line")))) {
				differences.add("result.json has no line 'result' and no line 'raised' of run " + label);
			}
			if (outcome.raised() != null && results.stream().noneMatch((line) -> "raised".equals(line.get("line")))) {
				differences.add("run " + label + " raised " + outcome.raised());
			}
		}
		differences.addAll(JsonDiff.between("requests.jsonl", recordedRequests(), this.requests.get()));
		if (!differences.isEmpty()) {
			fail("%s: %d differences%n%s%n", this.recording, differences.size(),
					String.join("\n", differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size()))));
		}
	}

	private static @Nullable String lineAt(List<String> lines, int index) {
		return (index < lines.size()) ? lines.get(index) : null;
	}

	/**
	 * Compare a line of {@code events.jsonl}: what it says, and if that is the same, its
	 * text.
	 */
	private static List<String> difference(int number, @Nullable String expected, @Nullable String actual) {
		String path = "events.jsonl:" + number;
		if (expected == null || actual == null) {
			return List.of("at " + path + "\n  expected " + ((expected != null) ? expected : "no event")
					+ "\n  but was  " + ((actual != null) ? actual : "no event"));
		}
		if (expected.equals(actual)) {
			return List.of();
		}
		List<String> differences = JsonDiff.between(path, JsonCodec.parseObject(expected),
				JsonCodec.parseObject(actual));
		return differences.isEmpty()
				? List.of("at " + path + ", in its text\n  expected " + expected + "\n  but was  " + actual)
				: differences;
	}

	private List<JsonObject> recordedRequests() {
		return this.recording.lines("requests.jsonl")
			.stream()
			.map(JsonCodec::parseObject)
			.map((request) -> request.without("headers"))
			.toList();
	}

}
