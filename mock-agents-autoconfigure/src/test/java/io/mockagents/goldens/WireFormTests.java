package io.mockagents.goldens;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.OpenAiStatusException;
import io.mockagents.fidelity.FidelityEvidence;
import io.mockagents.fidelity.StrictClient;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.ApiError;
import io.mockagents.model.SdkProfile;
import io.mockagents.scenario.Scenario;
import io.mockagents.wire.ServerSentEvents;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the mock writes to the wire, read by the strict validation of the official Java
 * client. Where the client does not agree with the API itself, the mock is on the side of
 * the API: it may deviate only in what recordings of the wire deviate in too.
 */
class WireFormTests {

	/**
	 * In what the recorded wire, of either time, is not what the client's types say.
	 */
	private static final Set<String> RECORDED_ALWAYS = Set.of("Response.store is unknown",
			"ResponseError.code has the unknown value context_length_exceeded", "ResponseErrorEvent.error is unknown",
			"ResponseErrorEvent.message is missing", "ResponseFunctionCallArgumentsDeltaEvent.obfuscation is unknown",
			"ResponseFunctionWebSearch.action is missing", "ResponseMcpCallArgumentsDeltaEvent.obfuscation is unknown",
			"ResponseReasoningSummaryTextDeltaEvent.obfuscation is unknown",
			"ResponseRefusalDeltaEvent.obfuscation is unknown", "ResponseTextDeltaEvent.obfuscation is unknown");

	private static final Set<String> RECORDED_2025 = Set
		.of("ResponseUsage.InputTokensDetails.cache_write_tokens is missing");

	private static final Set<String> RECORDED_2026 = Set.of("Response.frequency_penalty is unknown",
			"Response.presence_penalty is unknown");

	/**
	 * What no recording shows, and why it is written all the same: the codes of errors in
	 * the stream are those of public recordings of the API, and the SDK of 2025 types the
	 * error of an MCP call as text.
	 */
	private static final Set<String> NOT_RECORDED = Set
		.of("ResponseError.code has the unknown value insufficient_quota");

	private static final Set<String> NOT_RECORDED_2025 = Set.of("ResponseOutputItem.McpCall.error is of no known kind");

	@RegisterExtension
	static final FidelityEvidence EVIDENCE = new FidelityEvidence("wire");

	static Stream<GoldenRecording> recordings() {
		return GoldenScenarioRun.recordings();
	}

	static Stream<Arguments> otherScenarios() {
		return GoldenScenarioRun.SCENARIOS.scenarios()
			.stream()
			.filter((scenario) -> !scenario.origin().resource().contains("golden"))
			.flatMap((scenario) -> Stream.of(SdkProfile.values()).map((profile) -> Arguments.of(scenario, profile)));
	}

	@Test
	void recordedWireDeviatesOnlyInWhatIsNamedHere() {
		for (SdkProfile profile : SdkProfile.values()) {
			SortedSet<String> deviations = new TreeSet<>();
			recordings().filter((recording) -> recording.profile() == profile)
				.forEach((recording) -> deviations.addAll(recorded(recording)));
			assertThat(deviations).containsExactlyInAnyOrderElementsOf(known(profile));
		}
	}

	@ParameterizedTest
	@MethodSource("recordings")
	void scenarioOfARecordingDeviatesOnlyInWhatTheWireDeviatesIn(GoldenRecording recording) {
		Wire wire = wire(recording, GoldenScenarioRun.scenarios(recording), recording.runs().size());
		assertThat(wire.answers()).hasSize(
				GoldenScenarioRun.scenarios(recording).stream().mapToInt((scenario) -> scenario.turns().size()).sum());
		assertThat(wire.deviations()).isSubsetOf(known(recording.profile()));
	}

	@ParameterizedTest
	@MethodSource("otherScenarios")
	void otherScenarioDeviatesOnlyInWhatTheWireDeviatesIn(Scenario scenario, SdkProfile profile) {
		Wire wire = wire(GoldenRecording.of(profile, "b_tool_approved"), List.of(scenario), 1);
		assertThat(wire.answers()).hasSameSizeAs(scenario.turns());
		SortedSet<String> deviations = wire.deviations();
		deviations.removeAll(NOT_RECORDED);
		if (profile == SdkProfile.V0_2) {
			deviations.removeAll(NOT_RECORDED_2025);
		}
		assertThat(deviations).isSubsetOf(known(profile));
	}

	@Test
	void allThatTheClientDoesNotKnowIsNamedInTheDocumentation() throws IOException {
		String page = Files.readString(Path.of("../docs/internals/fidelity.md"));
		assertThat(Stream.of(RECORDED_ALWAYS, RECORDED_2025, RECORDED_2026, NOT_RECORDED, NOT_RECORDED_2025)
			.flatMap(Set::stream)).allSatisfy((deviation) -> assertThat(page).contains("`" + deviation + "`"));
	}

	@Test
	void errorBodiesAreThoseOfTheClient() {
		for (ApiError kind : ApiError.values()) {
			OpenAiStatusException error = ApiError.exception(kind, kind.status(), "gpt-5-mini", "req_1",
					JsonObject.of(), null, Map.of(), SdkProfile.V0_24);
			// What stands between the client and the API writes the status as a number
			boolean gateway = kind == ApiError.BAD_GATEWAY || kind == ApiError.GATEWAY_TIMEOUT;
			assertThat(StrictClient.error(body(error))).as(kind.kind())
				.isEqualTo(gateway ? Set.of("ErrorObject.code is of another type") : Set.of());
		}
	}

	private static JsonObject body(OpenAiStatusException error) {
		return JsonObject.class.cast(Objects.requireNonNull(error.body()));
	}

	static Set<String> known(SdkProfile profile) {
		Set<String> known = new TreeSet<>(RECORDED_ALWAYS);
		known.addAll((profile == SdkProfile.V0_2) ? RECORDED_2025 : RECORDED_2026);
		return known;
	}

	private static Wire wire(GoldenRecording recording, List<Scenario> scenarios, int runs) {
		Wire wire = new Wire(new ArrayList<>(), new ArrayList<>());
		GoldenScenarioRun run = new GoldenScenarioRun(recording, scenarios,
				(model) -> new WireTap(model, wire.answers(), wire.errors()));
		for (int i = 0; i < runs; i++) {
			run.play();
		}
		return wire;
	}

	static SortedSet<String> recorded(GoldenRecording recording) {
		SortedSet<String> deviations = new TreeSet<>();
		for (JsonObject answer : recording.scenario().objects("wire")) {
			Path file = recording.folder().resolve(answer.string("file"));
			switch (answer.string("kind")) {
				case "sse" -> frames(file).forEach((frame) -> deviations.addAll(deviations(frame)));
				case "json" -> deviations.addAll(StrictClient.response(JsonCodec.parseObject(text(file))));
				default -> {
					if (JsonCodec.parseObject(text(file)).get("body") instanceof JsonObject body
							&& body.get("error") instanceof JsonObject error) {
						deviations.addAll(StrictClient.error(error));
					}
				}
			}
		}
		return deviations;
	}

	static SortedSet<String> deviations(JsonObject frame) {
		SortedSet<String> deviations = StrictClient.frame(frame);
		if ("response.completed".equals(frame.get("type"))) {
			deviations.addAll(StrictClient.response(frame.object("response")));
		}
		return deviations;
	}

	private static List<JsonObject> frames(Path file) {
		List<JsonObject> frames = new ArrayList<>();
		try (InputStream body = Files.newInputStream(file)) {
			Iterator<ServerSentEvents.Frame> iterator = ServerSentEvents.read(body);
			iterator.forEachRemaining((frame) -> frames.add(frame.data()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return frames;
	}

	private static String text(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What a run's model wrote.
	 *
	 * @param answers the frames of each answer, none for an error
	 * @param errors the errors in place of answers
	 */
	private record Wire(List<List<JsonObject>> answers, List<OpenAiStatusException> errors) {

		SortedSet<String> deviations() {
			SortedSet<String> deviations = new TreeSet<>();
			this.answers
				.forEach((answer) -> answer.forEach((frame) -> deviations.addAll(WireFormTests.deviations(frame))));
			this.errors.forEach((error) -> deviations.addAll(StrictClient.error(body(error))));
			return deviations;
		}

	}

}
