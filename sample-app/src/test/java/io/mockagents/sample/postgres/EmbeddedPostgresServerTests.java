package io.mockagents.sample.postgres;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EmbeddedPostgresServer}.
 */
class EmbeddedPostgresServerTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void anotherPortIsTriedWhereOneIsTaken(boolean durable) throws Exception {
		int free = freePort();
		try (ServerSocket taken = new ServerSocket(0)) {
			Queue<Integer> ports = new ArrayDeque<>(List.of(taken.getLocalPort(), free));
			try (EmbeddedPostgresServer server = EmbeddedPostgresServer
				.start(durable ? this.directory.resolve("postgres") : null, ports::remove)) {
				assertThat(server.getJdbcUrl()).contains(":" + free + "/");
				try (Connection connection = DriverManager.getConnection(server.getJdbcUrl(), server.getUsername(),
						server.getPassword())) {
					assertThat(connection.isValid(10)).isTrue();
				}
			}
		}
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	@Test
	void directoryThatIsInUseIsNamed() {
		Path data = this.directory.resolve("data");
		FailureAnalysis analysis = new DataDirectoryInUseFailureAnalyzer()
			.analyze(new IllegalStateException(new DataDirectoryInUseException(data, new IllegalStateException())));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getDescription()).contains(data.toString());
		assertThat(analysis.getAction()).contains("sample.postgres.data-directory", "spring.datasource.url");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void processWithAnUnreadExitStatusHasStopped() throws IOException {
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
