package io.mockagents.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.mockagents.agent.AgentsException;
import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiException;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.agent.RunResultStreaming;
import io.mockagents.fidelity.FidelityEvidence;
import io.mockagents.model.JsonCodec;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Recordings of the real SDK, played through the loop: the model calls are answered with
 * the recorded wire, and what comes out is compared with what came out of the SDK.
 */
class GoldenRecordingsTests {

	@RegisterExtension
	static final FidelityEvidence EVIDENCE = new FidelityEvidence("t1");

	private static final List<String> BOTH_PROFILES = List.of("a_text", "b_tool_approved", "c_rejected_then_approved",
			"d_handoff", "e_structured", "f_reasoning_text", "g2_tool_raises_fatal", "g3_tool_not_found",
			"g_tool_raises", "h_max_turns", "i2_output_guardrail", "i_input_guardrail", "j_parallel_tools",
			"m2_session_failure", "m_session", "n1_http_401", "n2_http_429", "n3_http_500", "n5_http_429_quota",
			"o1_stream_error_nested", "o3_incomplete", "o5_drop", "p_refusal", "q_hosted_tools", "r_cancel_immediate");

	private static final List<String> PROFILE_022 = List.of("e2_structured_bad_json", "r2_cancel_after_turn",
			"t_tool_timeout");

	static Stream<Recording> recordings() {
		return Stream.concat(
				BOTH_PROFILES.stream()
					.flatMap((name) -> Stream.of(SdkProfile.values()).map((profile) -> Recording.of(profile, name))),
				PROFILE_022.stream().map((name) -> Recording.of(SdkProfile.V0_22, name)));
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void runGivesTheEventsTheErrorAndTheResultOfTheSdk(Recording recording) {
		RecordedRun run = new RecordedRun(recording);
		List<JsonObject> runs = recording.scenario().objects("runs");
		for (int i = 0; i < runs.size(); i++) {
			String label = runs.get(i).string("label");
			List<String> events = new ArrayList<>();
			RunResultStreaming result = run.start(i);
			RuntimeException raised = run.consume(result, events);
			assertThat(events).containsExactlyElementsOf(recording.events(i));
			assertRaised(raised, recording.resultLine("raised", label));
			assertResult(result, Objects.requireNonNull(recording.resultLine("result", label)));
			JsonObject session = recording.resultLine("session_items", label);
			if (session != null && run.session() != null) {
				assertThat(json(run.session().getItems(null))).isEqualTo(json(session.get("items")));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void modelIsSentWhatTheSdkSends(Recording recording) {
		RecordedRun run = new RecordedRun(recording);
		for (int i = 0; i < recording.scenario().objects("runs").size(); i++) {
			run.consume(run.start(i), new ArrayList<>());
		}
		List<String> sent = new ArrayList<>();
		run.model().requests().forEach((request) -> sent.add(json(request.input())));
		List<String> recorded = recording.lines("requests.jsonl")
			.stream()
			.map((line) -> json(JsonCodec.parseObject(line).object("body").get("input")))
			.toList();
		assertThat(sent).isEqualTo(recorded);
	}

	private static void assertRaised(@Nullable RuntimeException raised, @Nullable JsonObject recorded) {
		if (recorded == null || raised == null) {
			assertThat(raised).isNull();
			assertThat(recorded).isNull();
			return;
		}
		JsonObject exception = recorded.object("exception");
		assertThat(raised).hasMessage(exception.string("str"));
		if (raised instanceof AgentsException agentsException) {
			assertThat(agentsException.sdkName()).isEqualTo(exception.get("class"));
			assertThat(agentsException.runData()).isNotNull();
		}
		if (raised instanceof OpenAiException openAiException) {
			assertThat(openAiException.sdkName()).isEqualTo(exception.get("class"));
			assertThat(openAiException.code()).isEqualTo(exception.get("code"));
			assertThat(json(openAiException.body())).isEqualTo(json(exception.get("body")));
		}
		if (raised instanceof OpenAiStatusException statusException) {
			assertThat(statusException.statusCode()).isEqualTo(exception.get("status_code"));
			assertThat(statusException.requestId()).isEqualTo(exception.get("request_id"));
		}
	}

	private static void assertResult(RunResultStreaming result, JsonObject recorded) {
		assertThat(json(result.finalOutput())).isEqualTo(json(recorded.get("final_output")));
		assertThat(result.isComplete()).isEqualTo(recorded.get("is_complete"));
		assertThat(result.currentTurn()).isEqualTo(recorded.get("current_turn"));
		assertThat(result.maxTurns()).isEqualTo(recorded.get("max_turns"));
		assertThat(result.lastAgent().name()).isEqualTo(recorded.get("last_agent"));
		assertThat(result.lastResponseId()).isEqualTo(recorded.get("last_response_id"));
		assertThat(RecordedRun.json(result.newItems()))
			.isEqualTo(json(recorded.objects("new_items").stream().map((item) -> item.without("class")).toList()));
		assertThat(json(result.rawResponses().stream().map((response) -> response.output()).toList())).isEqualTo(
				json(recorded.objects("raw_responses").stream().map((response) -> response.get("output")).toList()));
		assertThat(json(result.toInputList())).isEqualTo(json(recorded.get("to_input_list")));
		assertThat(RecordedRun.json(result.contextWrapper().usage())).isEqualTo(json(recorded.get("context_usage")));
		assertThat(result.inputGuardrailResults()).hasSameSizeAs(recorded.objects("input_guardrail_results"));
		assertThat(result.outputGuardrailResults()).hasSameSizeAs(recorded.objects("output_guardrail_results"));
		assertThat(result).hasToString(recorded.string("str(result)"));
	}

	private static String json(@Nullable Object value) {
		return JsonCodec.writePython(value, false);
	}

}
