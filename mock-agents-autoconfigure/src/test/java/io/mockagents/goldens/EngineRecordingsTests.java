package io.mockagents.goldens;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Recordings of what an application may ask of the engine beyond plain runs: guardrails
 * of tools, nested histories, handlers of errors, kept conversations and odd answers.
 */
class EngineRecordingsTests {

	static List<GoldenRecording> recordings() {
		return GoldenRecording.below(Path.of("src/test/resources/goldens-engine")).toList();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("recordings")
	void loopEqualsTheSdk(GoldenRecording recording) {
		GoldenRun recorded = new GoldenRun(recording);
		new GoldenComparison(recording, recorded, recorded::requests).check();
	}

}
