package io.mockagents.loop;

import java.util.ArrayList;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.fidelity.FidelityEvidence;
import io.mockagents.model.JsonCodec;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

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
		List<String> differences = new ArrayList<>();
		for (int i = 0; i < recording.runs().size(); i++) {
			RecordedRun.Outcome outcome = recorded.play(i);
			List<String> expected = recording.events(i);
			for (int n = 0; n < Math.max(expected.size(), outcome.events().size()); n++) {
				differences
					.addAll(between("events.jsonl:" + (n + 1), lineAt(expected, n), lineAt(outcome.events(), n)));
			}
			String label = recording.runs().get(i).string("label");
			for (JsonObject line : recording.results(label)) {
				differences.addAll(JsonDiff.between("result.json " + line.string("line"), RecordedResult.known(line),
						outcome.result().line(line)));
			}
			if (outcome.raised() != null
					&& recording.results(label).stream().noneMatch((line) -> "raised".equals(line.get("line")))) {
				differences.add("run " + label + " raised " + outcome.raised());
			}
		}
		differences.addAll(JsonDiff.between("requests.jsonl", recordedRequests(recording), recorded.requests()));
		assertThat(differences.subList(0, Math.min(MOST_DIFFERENCES, differences.size())))
			.as(() -> recording + ": " + differences.size() + " differences\n" + String.join("\n", differences))
			.isEmpty();
	}

	private static String lineAt(List<String> lines, int index) {
		return (index < lines.size()) ? lines.get(index) : "no event";
	}

	/**
	 * Compare two lines to the last byte. Where both are JSON it is told which values
	 * differ.
	 */
	private static List<String> between(String path, String expected, String actual) {
		if (expected.equals(actual)) {
			return List.of();
		}
		List<String> differences = JsonDiff.between(path, parsed(expected), parsed(actual));
		return differences.isEmpty() ? JsonDiff.between(path, expected, actual) : differences;
	}

	private static Object parsed(String line) {
		try {
			return JsonCodec.parseObject(line);
		}
		catch (IllegalArgumentException ex) {
			return line;
		}
	}

	private static List<JsonObject> recordedRequests(Recording recording) {
		return recording.lines("requests.jsonl")
			.stream()
			.map(JsonCodec::parseObject)
			.map((request) -> request.without("headers"))
			.toList();
	}

}
