package io.mockagents.recording;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

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
	void logMayBeGreaterThanTheHeap() throws IOException, InterruptedException {
		String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		Process reader = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xmx24m", "-cp", classPath, RepeatedLog.class.getName(), "40", "production/vg_text",
				"production/vg_rejected_new_iteration")
			.redirectErrorStream(true)
			.start();
		String printed = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(reader.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(reader.exitValue()).as(printed).isZero();
		assertThat(printed).matches("\\d{3,4} runs, \\d+ frames, .* MB/s, heap of \\d\\d MB\\s+");
	}

}
