package com.example.helpdesk;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.example.helpdesk.Ticket.State;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts the application in a process of its own, and lets spring-boot-devtools restart
 * it. Each start answers the tickets that are open.
 */
@SpringBootTest(properties = MockedHelpdeskTests.MOCKED)
@Execution(ExecutionMode.SAME_THREAD)
class HelpdeskRestartTests {

	@Autowired
	private Tickets tickets;

	@Autowired
	private JdbcConnectionDetails database;

	@Test
	void runsAreMockedAtTheStartAndAfterARestart(@TempDir Path classes) throws Exception {
		Path log = Path.of("target", "restart.log");
		Ticket first = this.tickets.save(new Ticket("Where is order 7?"));
		Process application = start(classes, log);
		try {
			awaitAnswer(first, application);
			Ticket second = this.tickets.save(new Ticket("How do I get a refund?"));
			Files.writeString(classes.resolve("changed.txt"), "changed");
			awaitAnswer(second, application);
		}
		finally {
			application.destroy();
			application.waitFor();
		}
		assertThat(log).content().contains("restartedMain").contains("Runs of OpenAI agents are MOCKED");
	}

	private void awaitAnswer(Ticket ticket, Process application) {
		Awaitility.await()
			.atMost(Duration.ofMinutes(2))
			.failFast("the application ended", () -> !application.isAlive())
			.until(() -> this.tickets.findById(ticket.getId()).orElseThrow().getState() == State.ANSWERED);
	}

	private Process start(Path classes, Path log) throws IOException {
		return new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path") + File.pathSeparator + classes + File.separator,
				HelpdeskApplication.class.getName(), "--spring.datasource.url=" + this.database.getJdbcUrl(),
				"--spring.datasource.username=" + this.database.getUsername(), "--spring.main.keep-alive=true",
				"--" + MockedHelpdeskTests.MOCKED))
			.redirectErrorStream(true)
			.redirectOutput(log.toFile())
			.start();
	}

}
