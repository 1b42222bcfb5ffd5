package io.mockagents.sample.recordings;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import io.mockagents.agent.JsonObject;
import io.mockagents.sample.ContractTest;
import io.mockagents.sample.SampleApi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line for recordings reads what the service has stored.
 */
@ContractTest
@ExtendWith(ConsoleRestorer.class)
class StoredSessionCommandTests {

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	@Autowired
	private SampleApi api;

	@Autowired
	private HikariDataSource dataSource;

	@TempDir
	private Path directory;

	@Test
	void storedSessionIsImportedAndDoesNotDifferFromItsImport() {
		JsonObject session = this.api.newSession("Recorded");
		this.api.send(session, "Add a comment");
		this.api.send(session, "What does this code do?");
		String source = "session:" + session.string("id");
		String file = this.directory.resolve("session.recording.jsonl").toString();
		assertThat(run("import", source, "-o", file)).as(this.err.toString()).isZero();
		assertThat(this.out.toString()).contains("session.recording.jsonl: 2 runs");
		assertThat(run("compare", "--values", source, file)).as(this.out.toString()).isZero();
		assertThat(run("export", source, "-o", this.directory.toString())).as(this.err.toString()).isZero();
		assertThat(this.directory.resolve(session.string("id") + ".yaml")).content()
			.contains("What does this code do?");
	}

	private int run(String... args) {
		Map<String, String> settings = Map.of("spring.datasource.url", this.dataSource.getJdbcUrl(),
				"spring.datasource.username", String.valueOf(this.dataSource.getUsername()),
				"spring.datasource.password", String.valueOf(this.dataSource.getPassword()));
		settings.forEach(System::setProperty);
		try {
			return RecordingsCommand.run(new PrintWriter(this.out, true), new PrintWriter(this.err, true), args);
		}
		finally {
			settings.keySet().forEach(System::clearProperty);
		}
	}

}
