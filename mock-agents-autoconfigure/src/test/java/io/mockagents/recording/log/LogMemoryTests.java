package io.mockagents.recording.log;

import io.mockagents.OwnJvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How much memory it takes to read a log.
 */
class LogMemoryTests {

	/**
	 * A log that is greater than the heap, read by a virtual machine of its own.
	 */
	@Test
	void logMayBeGreaterThanTheHeap() {
		assertThat(
				OwnJvm.run(24, RepeatedLog.class, "40", "production/vg_text", "production/vg_rejected_new_iteration"))
			.matches("\\d{3,4} runs, \\d+ frames, .* MB/s, heap of \\d\\d MB\\s+");
	}

}
