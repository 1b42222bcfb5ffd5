package io.mockagents.sample.documentation;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.mockagents.agent.JsonObject;
import io.mockagents.sample.NodeClient;
import io.mockagents.sample.SampleApi;
import io.mockagents.sample.SampleTest;
import io.mockagents.sample.documentation.Pages.Block;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * The commands on the pages: those that talk to the running application are run, those of
 * the build name modules, profiles, classes and services that exist.
 */
@SampleTest
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = "OPENAI_MOCK_CONFIGS={\"mock_simulate_delays\": false, \"mock_seed\": 1}")
class DocumentedCommandsTests {

	/**
	 * The commands of the pages. Where one is added, a check has to be added as well.
	 */
	private static final Set<String> COMMANDS = Set.of("./mvnw", "curl", "docker", "export", "grep", "java");

	private static final Pattern ASSIGNMENT = Pattern.compile("^[A-Za-z_]+=(?:'[^']*'|\"[^\"]*\"|\\$\\(|\\S*)\\s*");

	private static final Pattern PLACEHOLDER = Pattern.compile("<[a-z][^>]*>");

	@LocalServerPort
	private int port;

	@Autowired
	private SampleApi api;

	static List<Block> shell() {
		return Pages.blocks("shell");
	}

	@ParameterizedTest
	@MethodSource("shell")
	void commandIsOneThatIsChecked(Block block) {
		assertThat(commands(block)).isNotEmpty().allSatisfy((command) -> {
			assertThat(COMMANDS).contains(name(command));
			switch (name(command)) {
				case "./mvnw" -> assertBuildKnows(command);
				case "docker" -> assertComposeKnows(command);
				case "java" -> assertJarIsBuilt(command);
				default -> {
				}
			}
		});
	}

	/**
	 * The blocks of a page are run one after the other, in one shell.
	 */
	@Test
	void requestsOfEachPageSucceed(@TempDir Path directory) throws IOException, InterruptedException {
		assumeThat(isInstalled("bash") && isInstalled("curl")).as("bash and curl are installed").isTrue();
		Map<Path, List<Block>> pages = Pages.blocks("shell")
			.stream()
			.filter((block) -> block.text().contains("curl "))
			.collect(Collectors.groupingBy(Block::page, LinkedHashMap::new, Collectors.toList()));
		assertThat(pages).hasSizeGreaterThan(1);
		for (Map.Entry<Path, List<Block>> page : pages.entrySet()) {
			String script = page.getValue().stream().map(Block::text).collect(Collectors.joining("\n"));
			assertSucceeds(page.getKey(), script, directory);
		}
	}

	/**
	 * Run with a {@code curl} that fails on errors of HTTP, and that leaves a stream of
	 * events after a second. {@code $session} is a session unless the page creates one.
	 */
	private void assertSucceeds(Path page, String script, Path directory) throws IOException, InterruptedException {
		String prelude = """
				set -euo pipefail
				curl() {
				  case "$*" in
				    *-sN*) command curl --fail-with-body --max-time 1 "$@" || test $? -eq 28 ;;
				    *) command curl --fail-with-body --max-time 60 "$@" ;;
				  esac
				}
				""";
		String text = prelude + script.replace("localhost:8080/actuator/", "localhost:8080/")
			.replace("localhost:8080", "localhost:" + this.port);
		Path output = directory.resolve("output.txt");
		ProcessBuilder builder = new ProcessBuilder("bash", "-c", text).redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().put("session", this.api.newSession("Documented").string("id"));
		Process process = builder.start();
		boolean ended = process.waitFor(120, TimeUnit.SECONDS);
		process.destroyForcibly();
		String printed = Files.readString(output);
		assertThat(ended).as(page + " took too long: " + printed).isTrue();
		assertThat(process.exitValue()).as(page + " printed: " + printed).isZero();
		assertThat(printed).as(page.toString()).contains("{").doesNotContain("\"detail\"");
	}

	/**
	 * The files that a search reads are those that the page shows.
	 */
	@Test
	void searchesFindWhatThePageShows(@TempDir Path directory) throws IOException, InterruptedException {
		for (Block block : Pages.blocks("shell")) {
			for (String command : commands(block)) {
				if (name(command).equals("grep")) {
					Path file = directory.resolve(command.substring(command.lastIndexOf(' ') + 1));
					Files.createDirectories(file.getParent());
					Files.writeString(file,
							Pages.blocks("json")
								.stream()
								.filter((shown) -> shown.page().equals(block.page()))
								.map(Block::text)
								.collect(Collectors.joining()));
					Process process = new ProcessBuilder("bash", "-c", command).directory(directory.toFile()).start();
					assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
						.as(block.toString())
						.isNotEmpty();
				}
			}
		}
	}

	/**
	 * Scripts follow a project, whose id they have in {@code projectId}.
	 */
	@Test
	void scriptsReceiveMessages() throws IOException, InterruptedException {
		NodeClient.install();
		for (Block block : Pages.blocks("js")) {
			JsonObject session = this.api.newSession("Documented script");
			String script = "const projectId = \"" + session.string("project_id") + "\";\n"
					+ block.text().replace("localhost:8080", "localhost:" + this.port)
					+ "socket.on(\"subscribed\", () => console.log(\"subscribed\"));\n";
			Process process = new ProcessBuilder("node", "--input-type=module", "--eval", script)
				.directory(Path.of("target/js").toFile())
				.redirectErrorStream(true)
				.start();
			try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
				assertThat(lines.readLine()).as(block.toString()).isEqualTo("subscribed");
				this.api.send(session, "What does this code do?");
				assertThat(lines.readLine()).as(block.toString()).startsWith("1 ");
			}
			finally {
				process.destroy();
			}
		}
	}

	@Test
	void dependenciesAreThoseOfTheBuild() throws IOException {
		String parent = Files.readString(Pages.ROOT.resolve("pom.xml"));
		List<String> versions = new ArrayList<>();
		for (Block block : Pages.blocks("xml")) {
			Matcher dependency = Pattern
				.compile("<groupId>(.*?)</groupId>\\s*<artifactId>(.*?)</artifactId>(?:\\s*<version>(.*?)</version>)?")
				.matcher(block.text());
			assertThat(dependency.find()).as(block.toString()).isTrue();
			do {
				assertIsManaged(parent, block, dependency.toMatchResult(), versions);
			}
			while (dependency.find());
		}
		for (Block block : Pages.blocks("groovy", "kotlin")) {
			if (!block.text().contains("mplementation")) {
				continue;
			}
			Matcher dependency = Pattern.compile("[\"']([\\w.-]+):([\\w.-]+)(?::([\\w.-]+))?[\"']")
				.matcher(block.text());
			if (dependency.find()) {
				do {
					assertIsManaged(parent, block, dependency.toMatchResult(), versions);
				}
				while (dependency.find());
			}
			else {
				assertIsTranslated(block);
			}
		}
		assertThat(versions).hasSizeGreaterThan(2);
	}

	/**
	 * Code in another language uses the names of the Java code of its page.
	 */
	private static void assertIsTranslated(Block block) {
		String java = Pages.blocks("java")
			.stream()
			.filter((other) -> other.page().equals(block.page()))
			.map(Block::text)
			.collect(Collectors.joining())
			.toLowerCase(Locale.ROOT);
		assertThat(Pattern.compile("[A-Za-z]{4,}").matcher(block.text()).results().map(MatchResult::group))
			.as(block.toString())
			.allSatisfy((name) -> assertThat(java).contains(name.toLowerCase(Locale.ROOT)));
	}

	private static void assertIsManaged(String parent, Block block, MatchResult dependency, List<String> versions) {
		String artifact = dependency.group(2);
		assertThat(poms()).as(block.toString())
			.contains("<artifactId>" + artifact + "</artifactId>")
			.contains("<groupId>" + dependency.group(1) + "</groupId>");
		if (dependency.group(3) != null) {
			Matcher version = Pattern.compile(artifact.startsWith("mock-agents")
					? "<artifactId>mock-agents</artifactId>\\s*<version>(.*?)<" : "<" + artifact + "\\.version>(.*?)<")
				.matcher(parent);
			assertThat(version.find()).as(artifact + " in " + block).isTrue();
			assertThat(dependency.group(3)).as(artifact + " in " + block).isEqualTo(version.group(1));
			versions.add(dependency.group(3));
		}
	}

	private static void assertBuildKnows(String command) {
		String poms = poms();
		for (String word : words(command)) {
			if (word.startsWith("-P")) {
				assertThat(poms).as(command).contains("<id>" + word.substring(2) + "</id>");
			}
		}
		option(command, "-pl ([\\w-]+)")
			.forEach((module) -> assertThat(Pages.ROOT.resolve(module).resolve("pom.xml")).as(command).exists());
		option(command, "-Djmh.args=\"([A-Z]\\w+)").forEach(DocumentedCommandsTests::assertIsBenchmark);
		option(command, "-Dbenchmark.main=\\S*\\.(\\w+)").forEach(DocumentedCommandsTests::assertIsBenchmark);
		option(command, "-Dtest=(\\w+)").forEach((test) -> assertThat(isSource(test)).as(command).isTrue());
	}

	private static void assertIsBenchmark(String name) {
		assertThat(
				Pages.ROOT.resolve("mock-agents-autoconfigure/src/jmh/java/io/mockagents/benchmarks/" + name + ".java"))
			.exists();
	}

	private static void assertComposeKnows(String command) {
		assertThat(command).startsWith("docker compose ");
		List<String> words = words(command);
		String last = words.get(words.size() - 1);
		if (!last.startsWith("-") && !Set.of("up", "down").contains(last)) {
			assertThat(read("compose.yaml")).as(command).contains("\n  " + last + ":\n");
		}
	}

	private static void assertJarIsBuilt(String command) {
		assertThat(option(command, "-jar (?:\\S*/)?([\\w-]+)\\.jar")).as(command)
			.singleElement()
			.satisfies(
					(name) -> assertThat(read("sample-app/pom.xml")).contains("<finalName>" + name + "</finalName>"));
	}

	private static List<String> option(String command, String pattern) {
		return Pattern.compile(pattern).matcher(command).results().map((option) -> option.group(1)).toList();
	}

	/**
	 * Return the commands of a block, without comments, each in one line.
	 */
	private static List<String> commands(Block block) {
		return block.text()
			.replaceAll("\\\\\n\\s*", "")
			.lines()
			.map((line) -> line.replaceFirst("(^|\\s+)#.*", "").strip())
			.filter((line) -> !line.isEmpty())
			.toList();
	}

	/**
	 * Return the name of a command behind the variables that are set for it.
	 */
	private static String name(String command) {
		String rest = command;
		for (Matcher assignment = ASSIGNMENT.matcher(rest); assignment.find(); assignment = ASSIGNMENT.matcher(rest)) {
			rest = rest.substring(assignment.end());
		}
		return rest.isEmpty() ? "export" : words(rest).get(0);
	}

	private static List<String> words(String command) {
		return List.of(PLACEHOLDER.matcher(command).replaceAll("x").split("\\s+"));
	}

	private static boolean isInstalled(String command) {
		for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
			if (Files.isExecutable(Path.of(directory, command))) {
				return true;
			}
		}
		return false;
	}

	private static boolean isSource(String name) {
		try {
			return Pages.files(".java").stream().anyMatch((file) -> file.endsWith(name + ".java"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String poms() {
		return read("pom.xml") + read("mock-agents-autoconfigure/pom.xml") + read("sample-app/pom.xml");
	}

	private static String read(String file) {
		try {
			return Files.readString(Pages.ROOT.resolve(file));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
