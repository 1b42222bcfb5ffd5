package io.mockagents.loop;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.fidelity.FidelityEvidence;
import io.mockagents.model.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.fail;

/**
 * Recordings of the real SDK, played through the loop: the model calls are answered with
 * the recorded wire, and what comes out is compared with what came out of the SDK.
 * <p>
 * Every folder with a {@code scenario.json} below {@value Recording#PROPERTY} is one
 * test.
 */
class GoldenRecordingsTests {

	@RegisterExtension
	static final FidelityEvidence EVIDENCE = new FidelityEvidence("t1");

	private static final int MOST_DIFFERENCES = 8;

	static List<Recording> recordings() {
		return Recording.all();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("recordings")
	void loopGivesWhatTheSdkGives(Recording recording) {
		RecordedRun recorded = new RecordedRun(recording);
		List<String> differences = new ArrayList<>(recording.linesOfNoRun());
		for (int i = 0; i < recording.runs().size(); i++) {
			RecordedRun.Outcome outcome = recorded.play(i);
			List<String> expected = recording.events(i);
			for (int n = 0; n < Math.max(expected.size(), outcome.events().size()); n++) {
				differences.addAll(difference(n + 1, lineAt(expected, n), lineAt(outcome.events(), n)));
			}
			String label = recording.runs().get(i).string("label");
			List<JsonObject> results = recording.results(label);
			for (JsonObject line : results) {
				differences.addAll(JsonDiff.between("result.json " + line.string("line"), RecordedResult.known(line),
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
		differences.addAll(JsonDiff.between("requests.jsonl", recordedRequests(recording), recorded.requests()));
		if (!differences.isEmpty()) {
			fail("%s: %d differences%n%s%n", recording, differences.size(),
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

	private static List<JsonObject> recordedRequests(Recording recording) {
		return recording.lines("requests.jsonl")
			.stream()
			.map(JsonCodec::parseObject)
			.map((request) -> request.without("headers"))
			.toList();
	}

}
