package io.mockagents.loop;

import java.util.List;

import io.mockagents.fidelity.FidelityEvidence;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

	static List<Recording> recordings() {
		return Recording.all();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("recordings")
	void loopGivesWhatTheSdkGives(Recording recording) {
		RecordedRun recorded = new RecordedRun(recording);
		new RecordingComparison(recording, recorded, recorded::requests).check();
	}

}
