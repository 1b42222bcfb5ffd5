package io.mockagents.goldens;

import java.util.List;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.fidelity.FidelityEvidence;
import io.mockagents.fidelity.Normalization;
import io.mockagents.json.JsonCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Conversations recorded from the real SDK, written as scenarios: what the mock makes of
 * them is what the SDK gave, but for ids, times and how texts are cut into deltas.
 */
class ScriptedRecordingsTests {

	@RegisterExtension
	static final FidelityEvidence EVIDENCE = new FidelityEvidence("t2");

	static Stream<GoldenRecording> recordings() {
		return GoldenScenarioRun.recordings();
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void scenarioProducesTheEventsTheErrorAndTheResultOfTheSdk(GoldenRecording recording) {
		Normalization ours = new Normalization();
		Normalization theirs = new Normalization();
		GoldenScenarioRun scripted = new GoldenScenarioRun(recording);
		for (int i = 0; i < recording.runs().size(); i++) {
			GoldenRun.Outcome played = scripted.play();
			assertThat(ours.events(dated(recording, played.events())))
				.containsExactlyElementsOf(theirs.events(dated(recording, recording.events(i))));
			for (JsonObject line : recording.results(recording.runs().get(i).string("label"))) {
				assertThat(ours.text(json(played.result().line(line))))
					.isEqualTo(theirs.text(json(GoldenResult.known(line))));
			}
		}
	}

	/**
	 * The endpoint of the second collection names the model as it was asked for, where
	 * the API names the snapshot that answers.
	 */
	private static List<String> dated(GoldenRecording recording, List<String> events) {
		return recording.folder().toString().contains("goldens-more") ? events.stream()
			.map((event) -> event.replace("\"model\": \"gpt-4o\"", "\"model\": \"gpt-4o-2024-08-06\""))
			.toList() : events;
	}

	@Test
	void builtInRejectedThenApprovedIsTheRecordingWithTheTextsOfTheSpecification() {
		Stream.of("sdk-0.2.9", "sdk-0.22", "sdk-0.24").forEach((sdk) -> {
			List<String> played = builtIn(sdk, "c_rejected_then_approved", "comment_addition_rejected_then_approved")
				.stream()
				.map((event) -> event
					.replace("The main function greets whoever starts the program", "Added explanatory comment")
					.replace("I added an explanatory comment about the main function.", "Done: the patch was approved.")
					.replace("\\\"Good addition of meaningful comment that explains the function's purpose\\\"",
							"'Good addition of clarifying comment that improves code readability'")
					.replace("Good addition of meaningful comment that explains the function's purpose",
							"Good addition of clarifying comment that improves code readability")
					.replace("Add explanatory comment for main function",
							"Add explanatory comment to improve code clarity")
					.replace("\"output_tokens\": 11", "\"output_tokens\": 8")
					.replace("\"total_tokens\": 711", "\"total_tokens\": 708"))
				.toList();
			assertThat(played).containsExactlyElementsOf(recorded(sdk, "c_rejected_then_approved"));
		});
	}

	@Test
	void builtInTextIsTheRecordingWithTheTextOfTheSpecification() {
		Stream.of("sdk-0.2.9", "sdk-0.22", "sdk-0.24").forEach((sdk) -> {
			List<String> played = builtIn(sdk, "a_text", "text_response_mode").stream()
				.map((event) -> event
					.replace(" with a main function that prints 'Ready for vibecoding!' when executed", "")
					.replace("\"output_tokens\": 24", "\"output_tokens\": 11")
					.replace("\"total_tokens\": 436", "\"total_tokens\": 423"))
				.toList();
			assertThat(played).containsExactlyElementsOf(recorded(sdk, "a_text"));
		});
	}

	@Test
	void builtInApprovedIsTheRecording() {
		Stream.of("sdk-0.2.9", "sdk-0.22", "sdk-0.24")
			.forEach((sdk) -> assertThat(builtIn(sdk, "b_tool_approved", "comment_addition_approved"))
				.containsExactlyElementsOf(recorded(sdk, "b_tool_approved")));
	}

	private static List<String> builtIn(String sdk, String recording, String scenario) {
		GoldenScenarioRun run = new GoldenScenarioRun(recording(sdk, recording),
				List.of(GoldenScenarioRun.SCENARIOS.get(scenario)), (model) -> model);
		return new Normalization().events(run.play().events());
	}

	private static List<String> recorded(String sdk, String recording) {
		return new Normalization().events(recording(sdk, recording).events(0));
	}

	private static GoldenRecording recording(String sdk, String name) {
		return recordings().filter((recording) -> recording.toString().equals(sdk + "/" + name))
			.findFirst()
			.orElseThrow();
	}

	private static String json(@Nullable Object value) {
		return JsonCodec.writePython(value, false);
	}

}
