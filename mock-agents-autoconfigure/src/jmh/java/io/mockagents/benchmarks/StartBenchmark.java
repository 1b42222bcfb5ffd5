package io.mockagents.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.mockagents.OwnJvm;
import io.mockagents.PostgresServer;
import io.mockagents.benchmarks.started.StartedApplication;
import org.jspecify.annotations.Nullable;

/**
 * Starts an application without the starter, with mocks off and with mocks on, in turn
 * and each time in a fresh virtual machine, and prints medians and their ratios. A
 * program and no JMH benchmark, as what counts is the first start.
 */
public final class StartBenchmark {

	/**
	 * The libraries of an application, of those that tests have.
	 */
	private static final Pattern LIBRARY = Pattern.compile("(spring-(?!boot-devtools|core-test|.*(test|actuat|validation))"
			+ "|tomcat-|hibernate-(core|models)|jakarta\\.|HikariCP|postgresql-\\d|jackson-annotations|jackson-(core|databind|dataformat-yaml)-3|snakeyaml|slf4j-api|logback"
			+ "|log4j-|jul-to|micrometer-(commons|observation)|byte-buddy-\\d|antlr4|jboss-logging|angus|jaxb|istack|txw2"
			+ "|commons-logging|aspectjweaver|jspecify|java-diff-utils).*\\.jar");

	private static final Pattern OF_STARTER = Pattern
		.compile("classes|java-diff-utils.*|jackson-dataformat-yaml.*|snakeyaml-engine.*");

	private static final Pattern STARTED = Pattern.compile("STARTED (\\d+) CPU (\\d+) CLASSES (\\d+)");

	private static final Pattern READ = Pattern.compile("READ (\\d+) CPU (\\d+) ROWS [01]");

	private StartBenchmark() {
	}

	/**
	 * Run it.
	 * @param args the number of rounds, 10 by default, and a directory or jar of another
	 * version of the starter to measure instead
	 */
	public static void main(String... args) throws Exception {
		int rounds = (args.length > 0) ? Integer.parseInt(args[0]) : 10;
		@Nullable Path starter = (args.length > 1) ? Path.of(args[1]).toAbsolutePath() : null;
		PostgresServer.Database database = PostgresServer.newDatabase();
		Map<Variant, List<Start>> starts = new EnumMap<>(Variant.class);
		for (int i = 0; i <= rounds; i++) {
			for (Variant variant : Variant.values()) {
				Start start = start(variant, starter, database);
				if (i > 0) {
					starts.computeIfAbsent(variant, (key) -> new ArrayList<>()).add(start);
				}
			}
		}
		print(starts);
		System.exit(0);
	}

	private static Start start(Variant variant, @Nullable Path starter, PostgresServer.Database database)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", classPath(variant, starter), StartedApplication.class.getName(), "--server.port=0",
				"--spring.jpa.hibernate.ddl-auto=update"));
		Arrays.stream(database.properties()).map((property) -> "--" + property).forEach(command::add);
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		OwnJvm.withoutOptions(builder);
		builder.environment().remove("OPENAI_MOCK_CONFIGS");
		if (variant == Variant.ON) {
			command.add("--benchmark.read=true");
			builder.environment().put("OPENAI_MOCK_CONFIGS", "{\"mock_log_events\": false}");
		}
		Process process = builder.start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		Matcher started = STARTED.matcher(printed);
		Matcher read = READ.matcher(printed);
		if (process.waitFor() != 0 || !started.find() || read.find() != (variant == Variant.ON)) {
			throw new IllegalStateException(variant + " did not start:\n" + printed);
		}
		return new Start(Long.parseLong(started.group(1)), Long.parseLong(started.group(2)),
				Long.parseLong(started.group(3)), (variant == Variant.ON) ? Long.parseLong(read.group(1)) : 0,
				(variant == Variant.ON) ? Long.parseLong(read.group(2)) : 0);
	}

	private static String classPath(Variant variant, @Nullable Path starter) {
		Predicate<Path> included = (entry) -> {
			String name = entry.getFileName().toString();
			return (name.equals("test-classes") || name.equals("classes") || LIBRARY.matcher(name).matches())
					&& (variant != Variant.WITHOUT || !OF_STARTER.matcher(name).matches());
		};
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter(included)
			.map((entry) -> (starter != null && entry.endsWith("classes")) ? starter : entry)
			.map(Path::toString)
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static void print(Map<Variant, List<Start>> starts) {
		Start base = Start.median(starts.get(Variant.WITHOUT));
		starts.forEach((variant, all) -> {
			Start median = Start.median(all);
			System.out.printf(Locale.ROOT,
					"%-8s started in %.2f s (%.2f times), CPU %.2f s (%.2f times), %d classes, first read %d ms (CPU %d ms)%n",
					variant, median.millis() / 1e3, (double) median.millis() / base.millis(), median.cpu() / 1e3,
					(double) median.cpu() / base.cpu(), median.classes(), median.read(), median.readCpu());
		});
	}

	/**
	 * What is started.
	 */
	private enum Variant {

		WITHOUT, OFF, ON

	}

	/**
	 * What a start took.
	 *
	 * @param millis the time until the application was ready
	 * @param cpu the processor time until then, in milliseconds
	 * @param classes the classes that were loaded
	 * @param read the time of the first read of rows, in milliseconds
	 * @param readCpu the processor time of its thread, in milliseconds
	 */
	private record Start(long millis, long cpu, long classes, long read, long readCpu) {

		static Start median(List<Start> starts) {
			return new Start(median(starts.stream().mapToLong(Start::millis).toArray()),
					median(starts.stream().mapToLong(Start::cpu).toArray()),
					median(starts.stream().mapToLong(Start::classes).toArray()),
					median(starts.stream().mapToLong(Start::read).toArray()),
					median(starts.stream().mapToLong(Start::readCpu).toArray()));
		}

		private static long median(long[] values) {
			Arrays.sort(values);
			return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
		}

	}

}
