package io.mockagents.goldens;

import java.util.List;

import io.mockagents.fidelity.FidelityEvidence;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recordings of the real SDK, played through the loop: the model calls are answered with
 * the recorded wire, and what comes out is compared with what came out of the SDK.
 * <p>
 * Every folder with a {@code scenario.json} below {@value GoldenRecording#PROPERTY} is
 * one test.
 */
class GoldenRecordingsTests {

	@RegisterExtension
	static final FidelityEvidence EVIDENCE = new FidelityEvidence("t1");

	static List<GoldenRecording> recordings() {
		return GoldenRecording.all();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("recordings")
	void loopEqualsTheSdk(GoldenRecording recording) {
		GoldenRun recorded = new GoldenRun(recording);
		new GoldenComparison(recording, recorded, recorded::requests).check();
	}

}
