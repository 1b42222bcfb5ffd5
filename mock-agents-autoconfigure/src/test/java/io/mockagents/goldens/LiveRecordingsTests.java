package io.mockagents.goldens;

import java.util.List;

import io.mockagents.loop.Pauses;
import io.mockagents.model.Model;
import io.mockagents.openai.OpenAiApi;
import io.mockagents.openai.OpenAiSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recordings of the real SDK, played by the live model: a server on the loopback address
 * serves the recorded wire over HTTP, and what comes out is compared with what came out
 * of the SDK. Requests, errors and the number of retries are those of the recordings too.
 * <p>
 * The recordings of a scripted model are left out, as they have no wire.
 */
class LiveRecordingsTests {

	static List<GoldenRecording> recordings() {
		return GoldenRecording.all()
			.stream()
			.filter((recording) -> !recording.scenario().containsKey("scripted_model"))
			.toList();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("recordings")
	void liveModelEqualsTheSdk(GoldenRecording recording) {
		int retries = (recording.scenario().object("run").get("retries") instanceof Integer max) ? max
				: OpenAiSettings.DEFAULT_MAX_RETRIES;
		try (GoldenEndpoint endpoint = new GoldenEndpoint(recording);
				OpenAiApi api = OpenAiApi.connect(new OpenAiSettings("sk-recorded", endpoint.baseUrl(), null, null,
						OpenAiSettings.DEFAULT_CONNECT_TIMEOUT, OpenAiSettings.DEFAULT_TIMEOUT, retries))) {
			Model model = endpoint.withArrivals(api.model(recording.profile(), Pauses.REAL));
			GoldenRun run = new GoldenRun(recording, (plan) -> plan.withModel(model));
			new GoldenComparison(recording, run, endpoint::requests).check();
		}
	}

}
