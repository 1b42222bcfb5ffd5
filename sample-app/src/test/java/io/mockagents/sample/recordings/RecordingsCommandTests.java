package io.mockagents.sample.recordings;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The command line for recordings, without Spring and database.
 */
@ExtendWith(ConsoleRestorer.class)
class RecordingsCommandTests {

	private static final Path LOGS = Path.of("../mock-agents-autoconfigure/src/test/resources/logs");

	private final StringWriter out = new StringWriter();

	private final StringWriter err = new StringWriter();

	@TempDir
	private Path directory;

	@Test
	void logIsImportedListedComparedAndExported() throws IOException {
		String log = log("vg_rejected_new_iteration");
		Path file = this.directory.resolve("kept.recording.jsonl");
		assertThat(run("import", log, "-o", file.toString())).as(this.err.toString()).isZero();
		assertThat(file).exists();
		assertThat(run("list", file.toString())).isZero();
		assertThat(this.out.toString()).contains("kept.recording.jsonl run 1, agent Vibecoder, iteration 0, 2 turns",
				"run 2, agent Vibecoder, iteration 1, 2 turns");
		assertThat(run("compare", "--values", log, file.toString())).as(this.out.toString()).isZero();
		assertThat(this.out.toString()).contains("No differences in ");
		assertThat(run("export", file.toString(), "-o", this.directory.resolve("scenarios").toString()))
			.as(this.err.toString())
			.isZero();
		assertThat(this.directory.resolve("scenarios/kept.yaml")).content()
			.contains("name: kept-1", "iteration: 1", "tool_call:");
	}

	@Test
	void differencesEndWithOne() throws IOException {
		assertThat(run("compare", log("vg_text"), log("vg_approved"))).isEqualTo(1);
		assertThat(this.out.toString()).contains("tool_called function_call: is new");
	}

	@Test
	void filesAreNeverOverwrittenUnasked() throws IOException {
		String target = this.directory.toString();
		String log = log("vg_text");
		assertThat(run("export", log, "-o", target, "--name", "a")).isZero();
		assertThat(run("export", log, "-o", target, "--name", "a")).isEqualTo(2);
		assertThat(this.err.toString()).contains("a.yaml' exists already");
		assertThat(run("export", log, "-o", target, "--name", "a", "--overwrite")).isZero();
		Path file = Files.writeString(this.directory.resolve("b.recording.jsonl"), "mine");
		assertThat(run("import", log, "-o", file.toString())).isEqualTo(2);
		assertThat(file).hasContent("mine");
	}

	@Test
	void damageIsNamedWithItsLineAndTheRestIsImported() throws IOException {
		String log = Files.readString(Path.of(log("vg_rejected_new_iteration")));
		Path damaged = Files.writeString(this.directory.resolve("damaged.log"),
				log.replaceFirst("ResponseReasoningItem\\(", "ResponseReasoningItem(" + "(")
					.replaceFirst("\\(\\(", "((("));
		Path file = this.directory.resolve("rest.recording.jsonl");
		assertThat(run("import", damaged.toString(), "-o", file.toString())).isEqualTo(1);
		assertThat(this.err.toString()).containsPattern("skipped: damaged.log:\\d+: ");
		assertThat(this.out.toString()).contains("rest.recording.jsonl: 1 run");
	}

	@Test
	void runWhoseEndIsMissingIsReadAsFarAsItGoesIfAskedFor() throws IOException {
		String log = Files.readString(Path.of(log("vg_text")));
		Path cut = Files.writeString(this.directory.resolve("cut.log"),
				log.substring(0, log.indexOf("=== OPENAI API CALL END")).replaceAll("\\n[^\\n]*$", "\n"));
		assertThat(run("list", cut.toString())).isEqualTo(1);
		assertThat(this.out.toString()).isEmpty();
		assertThat(this.err.toString()).contains("skipped: cut.log:", "has no end");
		assertThat(run("list", "--cut-off", cut.toString())).isZero();
		assertThat(this.out.toString()).contains("cut.log run 1, agent Vibecoder", "cut off");
		Path file = this.directory.resolve("cut.recording.jsonl");
		assertThat(run("import", "--cut-off", cut.toString(), "-o", file.toString())).isZero();
		assertThat(run("compare", "--values", "--cut-off", cut.toString(), file.toString())).isZero();
	}

	@Test
	void filesOfARotatedLogAreReadAsOne() throws IOException {
		String log = Files.readString(Path.of(log("vg_text")));
		int middle = log.indexOf('\n', log.length() / 2) + 1;
		Path older = Files.writeString(this.directory.resolve("app.log.1"), log.substring(0, middle));
		Path newer = Files.writeString(this.directory.resolve("app.log"), log.substring(middle));
		Path file = this.directory.resolve("app.recording.jsonl");
		assertThat(run("import", older.toString(), newer.toString(), "-o", file.toString())).as(this.err.toString())
			.isZero();
		assertThat(run("compare", "--values", log("vg_text"), file.toString())).isZero();
		assertThat(run("export", older.toString(), newer.toString(), "-o", this.directory.toString())).isZero();
		assertThat(this.directory.resolve("app.yaml")).exists();
		assertThat(run("list", older.toString())).isEqualTo(1);
		assertThat(this.err.toString()).contains("skipped: app.log.1:1: The call has no end");
		assertThat(run("import", newer.toString(), file.toString(), "-o", this.directory + "/x.recording.jsonl"))
			.isEqualTo(2);
		assertThat(this.err.toString()).contains("app.recording.jsonl' is not a log");
	}

	@Test
	void runThatWouldNotBePlayedAsItWasIsNotImported() throws IOException {
		String log = Files.readString(Path.of(log("vg_approved")));
		String changed = log.replaceFirst("(item=ToolCallItem\\(agent=.*?tools=\\[FunctionTool\\(name=')submit_patch",
				"$1other");
		Path both = Files.writeString(this.directory.resolve("both.log"), changed + log);
		Path file = this.directory.resolve("both.recording.jsonl");
		assertThat(run("import", both.toString(), "-o", file.toString())).isEqualTo(1);
		assertThat(this.err.toString()).containsPattern("skipped: both.log:\\d+: differs from the replay");
		assertThat(this.out.toString()).contains("both.recording.jsonl: 1 run");
	}

	@Test
	void fileWithoutACallIsNotAnEmptyList() throws IOException {
		Path other = Files.writeString(this.directory.resolve("other.log"), "GET / HTTP/1.1 200\n");
		assertThat(run("list", other.toString())).isEqualTo(1);
		assertThat(this.err.toString()).contains("other.log' does not contain a run. Check that it is the right file");
	}

	@Test
	void databaseThatCannotBeReachedIsAPlainMessage() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> StoredSessions.connect("--spring.datasource.url=jdbc:postgresql://localhost:1/none"))
			.withMessageStartingWith("The database that SPRING_DATASOURCE_URL names cannot be used: Connection to "
					+ "localhost:1 refused");
	}

	@Test
	void fileWithoutRunsReturnsNoRecording() throws IOException {
		Path empty = Files.writeString(this.directory.resolve("empty.log"), "");
		Path file = this.directory.resolve("none.recording.jsonl");
		assertThat(run("import", empty.toString(), "-o", file.toString())).isEqualTo(2);
		assertThat(this.err.toString()).contains("no run can be played");
		try (Stream<Path> files = Files.list(this.directory)) {
			assertThat(files).containsExactly(empty);
		}
	}

	@Test
	void mistakesEndWithTwoAndSayWhatToDo() {
		assertThat(run()).isEqualTo(2);
		assertThat(run("compare", "one.log")).isEqualTo(2);
		assertThat(run("list", "nowhere.log")).isEqualTo(2);
		assertThat(run("list", "picture.png")).isEqualTo(2);
		assertThat(run("import", "session:1", "-o", "rows.jsonl")).isEqualTo(2);
		assertThat(this.err.toString()).contains("Choose a command", "Missing required parameter: 'ACTUAL'",
				"'nowhere.log' is not a readable file", "'picture.png' is not a recording",
				"'rows.jsonl' must end in '.recording.jsonl'");
	}

	@Test
	void helpNamesTheCommandsAndExitCodes() {
		assertThat(run("--help")).isZero();
		assertThat(this.out.toString()).contains("import", "export", "compare", "list", "Exit code: 0");
		assertThat(run("export", "--help")).isZero();
		assertThat(this.out.toString()).contains("--overwrite");
	}

	private int run(String... args) {
		return RecordingsCommand.run(new PrintWriter(this.out, true), new PrintWriter(this.err, true), args);
	}

	private static String log(String name) throws IOException {
		try (Stream<Path> files = Files.walk(LOGS)) {
			return files.filter((file) -> file.getFileName().toString().equals(name + ".log"))
				.findFirst()
				.orElseThrow()
				.toString();
		}
	}

}
