package io.mockagents.sample.recordings;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.mockagents.json.Excerpt;
import io.mockagents.recording.InvalidRecordingException;
import io.mockagents.recording.RecordedFailure;
import io.mockagents.recording.RecordedRun;
import io.mockagents.recording.RecordingWriter;
import io.mockagents.recording.RunRedaction;
import io.mockagents.recording.compare.Comparison;
import io.mockagents.recording.compare.EventComparator;
import io.mockagents.recording.export.ExportedScenarios;
import io.mockagents.recording.export.ScenarioExport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Imports, exports, compares and lists recordings. Ends with 0 if all is well, with 1 if
 * something differs or was left out, and with 2 if nothing could be done.
 */
@Command(name = "recordings", description = "Works with recordings of agents' runs.",
		footer = { "", "A recording is a log (*.log), a recording file (*.recording.jsonl), or session:ID for",
				"the rows of a stored session, of the database that SPRING_DATASOURCE_URL names.", "",
				"Exit code: 0 success, 1 something differs or was skipped, 2 the command failed." },
		synopsisSubcommandLabel = "COMMAND", mixinStandardHelpOptions = true)
public final class RecordingsCommand {

	/**
	 * The name of the command.
	 */
	public static final String NAME = "recordings";

	private static final int DONE = 0;

	private static final int DIFFERENT = 1;

	private static final int FAILED = 2;

	private static final String NOTHING = "no run can be played";

	private static final String READ = "The recording to read. List the files of a rotated log oldest first.";

	private static final String CUT_OFF = "Read runs without an end as far as they go.";

	@Spec
	private @Nullable CommandSpec spec;

	private RecordingsCommand() {
	}

	/**
	 * Run the command on the console.
	 * @param args the arguments after the name of the command
	 * @return the exit code
	 */
	public static int run(String... args) {
		return run(new PrintWriter(System.out, true), new PrintWriter(System.err, true), args);
	}

	/**
	 * Run the command.
	 * @param out where results are written
	 * @param err where problems and progress are written
	 * @param args the arguments after the name of the command
	 * @return the exit code
	 */
	static int run(PrintWriter out, PrintWriter err, String... args) {
		CommandLine command = new CommandLine(new RecordingsCommand());
		command.setOut(out).setErr(err);
		command.setExecutionStrategy((parsed) -> {
			if (!parsed.hasSubcommand() && !parsed.isUsageHelpRequested() && !parsed.isVersionHelpRequested()) {
				err.println("Choose a command: import, export, compare or list");
				command.usage(err);
				return FAILED;
			}
			return new CommandLine.RunLast().execute(parsed);
		});
		command.setExecutionExceptionHandler((failure, failed, parsed) -> {
			err.println(message(failure));
			return FAILED;
		});
		return command.execute(args);
	}

	private static String message(Throwable failure) {
		if (failure instanceof FileAlreadyExistsException existing) {
			return "'" + existing.getFile() + "' exists already. Choose another file";
		}
		String message = failure.getMessage();
		return (failure instanceof InvalidRecordingException || failure instanceof IllegalArgumentException
				|| failure instanceof UncheckedIOException) && message != null ? message : failure.toString();
	}

	@Command(name = "import", description = "Writes a recording as a recording file.", mixinStandardHelpOptions = true)
	int importRecording(@Parameters(paramLabel = "RECORDING", arity = "1..*", description = READ) List<String> sources,
			@Option(names = { "-o", "--output" }, required = true, paramLabel = "FILE",
					description = "The file, *.recording.jsonl. It must not exist.") Path output,
			@Option(names = "--redact", split = ",", paramLabel = "FIELD",
					description = "Fields to redact besides credentials.") @Nullable List<String> redacted,
			@Option(names = "--cut-off", description = CUT_OFF) boolean cutOff) throws Exception {
		if (!output.toString().endsWith(RecordingWriter.SUFFIX)) {
			throw new IllegalArgumentException(
					"'" + output + "' must end in '" + RecordingWriter.SUFFIX + "', the suffix of recording files");
		}
		RunRedaction redaction = new RunRedaction((redacted != null) ? redacted : List.of());
		if (Files.exists(output)) {
			throw new FileAlreadyExistsException(output.toString());
		}
		Path unfinished = output.resolveSibling(output.getFileName() + ".tmp");
		Files.deleteIfExists(unfinished);
		int runs = 0;
		boolean complete;
		try (Source recording = Source.open(sources, cutOff, err())) {
			try (RecordingWriter writer = RecordingWriter.create(unfinished, redaction, Instant.now())) {
				for (RecordedRun run = recording.next(); run != null; run = recording.next()) {
					if (recording.isReplayed(run)) {
						runs = writer.write(run);
					}
				}
			}
			if (runs == 0) {
				throw new InvalidRecordingException(String.join(", ", sources), NOTHING);
			}
			Files.move(unfinished, output);
			complete = recording.isComplete();
		}
		finally {
			Files.deleteIfExists(unfinished);
		}
		out().println(output + ": " + runs + ((runs == 1) ? " run" : " runs"));
		return complete ? DONE : DIFFERENT;
	}

	@Command(name = "export", description = "Writes a recording as scenarios (YAML).", mixinStandardHelpOptions = true)
	int export(@Parameters(paramLabel = "RECORDING", arity = "1..*", description = READ) List<String> sources,
			@Option(names = { "-o", "--output" }, required = true, paramLabel = "DIRECTORY",
					description = "The directory of the file, which is named like the recording.") Path directory,
			@Option(names = "--name", description = "The name of the file and the scenarios.") @Nullable String name,
			@Option(names = "--ids", description = "Keep the recorded ids.") boolean ids,
			@Option(names = "--delays", description = "Keep the recorded pauses.") boolean delays,
			@Option(names = "--contained",
					description = "Play them for inputs that contain the recorded one.") boolean contained,
			@Option(names = "--split", description = "Write a file for each run.") boolean split,
			@Option(names = "--overwrite", description = "Overwrite files that are there.") boolean overwrite,
			@Option(names = "--cut-off", description = CUT_OFF) boolean cutOff) {
		ScenarioExport export = new ScenarioExport();
		export = ids ? export.withIds() : export;
		export = delays ? export.withDelays() : export;
		export = (contained || Source.isSession(sources.get(0))) ? export.forContainedInputs() : export;
		String called = (name != null) ? name : Source.nameOf(sources.get(sources.size() - 1));
		boolean complete;
		boolean noted = false;
		try (Source recording = Source.open(sources, cutOff, err())) {
			if (split) {
				int runs = 0;
				for (RecordedRun run = recording.next(); run != null; run = recording.next()) {
					noted |= write(export.export(List.of(run), called + "-" + run.number()), directory, overwrite);
					runs++;
				}
				if (runs == 0) {
					throw new InvalidRecordingException(String.join(", ", sources), NOTHING);
				}
			}
			else {
				noted = write(export.export(recording, called), directory, overwrite);
			}
			complete = recording.isComplete();
		}
		return (complete && !noted) ? DONE : DIFFERENT;
	}

	private boolean write(ExportedScenarios scenarios, Path directory, boolean overwrite) {
		Path file = scenarios.write(directory, overwrite);
		scenarios.notes().forEach((note) -> err().println("note: " + note));
		out().println(file + ": " + String.join(", ", scenarios.names()));
		return !scenarios.notes().isEmpty();
	}

	@Command(name = "compare", description = "Compares the structure of two recordings.",
			mixinStandardHelpOptions = true)
	int compare(@Parameters(paramLabel = "EXPECTED", description = "The expected recording.") String expected,
			@Parameters(paramLabel = "ACTUAL", description = "The recording to compare with it.") String actual,
			@Option(names = "--values", description = "Compare values too.") boolean values,
			@Option(names = "--cut-off", description = CUT_OFF) boolean cutOff) {
		EventComparator comparator = values ? EventComparator.ofValues() : EventComparator.ofStructure();
		try (Source one = Source.open(List.of(expected), cutOff, err());
				Source other = Source.open(List.of(actual), cutOff, err())) {
			Comparison comparison = comparator.compare(one, other);
			out().println(comparison);
			return (comparison.isEmpty() && one.isComplete() && other.isComplete()) ? DONE : DIFFERENT;
		}
	}

	@Command(name = "list", description = "Lists the runs of recordings.", mixinStandardHelpOptions = true)
	int list(
			@Parameters(paramLabel = "RECORDING", arity = "1..*",
					description = "The recordings to read.") List<String> sources,
			@Option(names = "--cut-off", description = CUT_OFF) boolean cutOff) {
		boolean complete = true;
		for (String source : sources) {
			try (Source recording = Source.open(List.of(source), cutOff, err())) {
				int runs = 0;
				for (RecordedRun run = recording.next(); run != null; run = recording.next()) {
					out().println(line(source, run));
					runs++;
				}
				if (runs == 0 && recording.isComplete()) {
					err().println("'" + source + "' does not contain a run. Check that it is the right file");
					complete = false;
				}
				complete &= recording.isComplete();
			}
		}
		return complete ? DONE : DIFFERENT;
	}

	private static String line(String source, RecordedRun run) {
		List<String> parts = new ArrayList<>();
		parts.add(source + " run " + run.number());
		parts.add("agent " + run.startingAgent().name());
		parts.add("iteration " + run.iteration());
		parts.add(run.turns().size() + " turns");
		RecordedFailure failure = run.failure();
		if (failure != null) {
			parts.add(failure.isCutOff() ? "cut off" : failure.type());
		}
		String input = run.input();
		if (input != null) {
			parts.add("\"" + Excerpt.line(input, 60) + "\"");
		}
		return String.join(", ", parts);
	}

	private PrintWriter out() {
		return (this.spec != null) ? this.spec.commandLine().getOut() : new PrintWriter(System.out, true);
	}

	private PrintWriter err() {
		return (this.spec != null) ? this.spec.commandLine().getErr() : new PrintWriter(System.err, true);
	}

}
