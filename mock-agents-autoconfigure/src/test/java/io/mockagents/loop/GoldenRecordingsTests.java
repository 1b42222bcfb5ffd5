package io.mockagents.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.model.JsonCodec;
import io.mockagents.model.SdkProfile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recordings of the real SDK, played through the loop.
 */
class GoldenRecordingsTests {

	static Stream<Recording> recordings() {
		return Stream
			.of("a_text", "b_tool_approved", "c_rejected_then_approved", "f_reasoning_text", "j_parallel_tools",
					"m_session", "q_hosted_tools")
			.flatMap((name) -> Stream.of(SdkProfile.values()).map((profile) -> Recording.of(profile, name)));
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void loopGivesTheRecordedEvents(Recording recording) {
		RecordedRun run = new RecordedRun(recording);
		for (int i = 0; i < recording.scenario().objects("runs").size(); i++) {
			List<String> events = RecordedRun.lines(run.start(i));
			assertThat(events).containsExactlyElementsOf(recording.events(i));
		}
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void resultIsTheRecordedOne(Recording recording) {
		RecordedRun run = new RecordedRun(recording);
		List<JsonObject> recorded = JsonCodec
			.parseObject("{\"lines\":" + String.join("", recording.lines("result.json")) + "}")
			.objects("lines")
			.stream()
			.filter((line) -> "result".equals(line.get("line")))
			.toList();
		for (int i = 0; i < recording.scenario().objects("runs").size(); i++) {
			RunResultStreaming result = run.start(i);
			RecordedRun.lines(result);
			JsonObject expected = recorded.get(i);
			assertThat(result.finalOutput()).isEqualTo(expected.get("final_output"));
			assertThat(result.currentTurn()).isEqualTo(expected.get("current_turn"));
			assertThat(result.lastResponseId()).isEqualTo(expected.get("last_response_id"));
			assertThat(result.toString()).isEqualTo(expected.get("str(result)"));
			assertThat(JsonCodec.writePython(result.toInputList()))
				.isEqualTo(JsonCodec.writePython(expected.get("to_input_list")));
			assertThat(RecordedRun.json(result.contextWrapper().usage()))
				.isEqualTo(JsonCodec.writePython(expected.get("context_usage")));
		}
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void modelIsSentTheRecordedInput(Recording recording) {
		RecordedRun run = new RecordedRun(recording);
		for (int i = 0; i < recording.scenario().objects("runs").size(); i++) {
			RecordedRun.lines(run.start(i));
		}
		List<String> sent = new ArrayList<>();
		run.model().requests().forEach((request) -> sent.add(JsonCodec.writePython(request.input())));
		List<String> recorded = recording.lines("requests.jsonl")
			.stream()
			.map((line) -> JsonCodec.writePython(JsonCodec.parseObject(line).object("body").get("input")))
			.toList();
		assertThat(sent).isEqualTo(recorded);
	}

}
