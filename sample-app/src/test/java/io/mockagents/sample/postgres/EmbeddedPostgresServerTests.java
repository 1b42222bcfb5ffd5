package io.mockagents.sample.postgres;

import java.io.IOException;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EmbeddedPostgresServer}.
 */
class EmbeddedPostgresServerTests {

	@Test
	@EnabledOnOs(OS.LINUX)
	void processWhoseExitStatusNobodyAsksForHasStopped() throws IOException {
		// The parent of the first becomes the second, which asks for nothing
		Process parent = new ProcessBuilder("sh", "-c", "sleep 1000 & exec sleep 2000").start();
		try {
			await().until(() -> parent.info().arguments().filter((given) -> given[0].equals("2000")).isPresent());
			ProcessHandle process = await().until(() -> parent.children().findFirst(), Optional::isPresent)
				.orElseThrow();
			process.destroy();
			EmbeddedPostgresServer.awaitExit(process);
			assertThat(process.info().command()).isEmpty();
			assertThat(process.isAlive()).as("is still there").isTrue();
		}
		finally {
			parent.destroyForcibly();
		}
	}

}
