package io.mockagents.mock;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.mockagents.OwnJvm;
import io.mockagents.agent.JsonObject;
import io.mockagents.json.JsonCodec;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With a seed, runs are the same in every JVM: events, ids, the choice of scenarios,
 * failures and pauses.
 */
class DeterminismTests {

	@TempDir
	private Path directory;

	@Test
	void runsAreTheSameInOtherProcessesAndOtherJdks() throws Exception {
		List<Process> processes = new ArrayList<>();
		Path running = Path.of(System.getProperty("java.home"));
		processes.add(start(running, "1"));
		processes.add(start(running, "2", "-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Asia/Kolkata",
				"-Dfile.encoding=ISO-8859-1", "-XX:TieredStopAtLevel=1"));
		Path other = newestOtherJdk(running);
		if (other != null) {
			processes.add(start(other, "3"));
		}
		Map<String, String> expected = SeededRuns.digests();
		assertThat(expected).hasSize(6 * SdkProfile.values().length);
		for (int i = 0; i < processes.size(); i++) {
			assertThat(digests(processes.get(i), String.valueOf(i + 1))).isEqualTo(expected);
		}
	}

	@Test
	void idsOfASessionAreUnique() {
		List<String> ids = SeededRuns.seen(SdkProfile.V0_2, null, Set.of(), this.directory.resolve("x.log"))
			.stream()
			.filter((line) -> line.contains("sessionId=s-1") && line.contains("{\""))
			.map((line) -> JsonCodec.parseObject(line.substring(line.indexOf("{\""))).objectOrNull("data"))
			.flatMap((data) -> (data != null) ? ids(data) : Stream.empty())
			.toList();
		assertThat(ids).hasSizeGreaterThan(20).doesNotHaveDuplicates();
	}

	private static Stream<String> ids(JsonObject data) {
		return switch (data.string("type")) {
			case "response.created" -> Stream.of(data.object("response").string("id"));
			case "response.output_item.added" ->
				Stream.of(data.object("item").string("id"), data.object("item").stringOrNull("call_id"))
					.filter(Objects::nonNull);
			default -> Stream.empty();
		};
	}

	private Process start(Path home, String name, String... options) throws IOException {
		List<String> command = new ArrayList<>();
		command.add(home.resolve("bin/java").toString());
		command.addAll(List.of(options));
		command.add(SeededRuns.class.getName());
		ProcessBuilder builder = new ProcessBuilder(command);
		builder.environment()
			.put("CLASSPATH", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		OwnJvm.withoutOptions(builder);
		File output = this.directory.resolve(name).toFile();
		return builder.redirectErrorStream(true).redirectOutput(output).start();
	}

	private Map<String, String> digests(Process process, String name) throws Exception {
		assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
		String output = Files.readString(this.directory.resolve(name), StandardCharsets.ISO_8859_1);
		assertThat(process.exitValue()).as(output).isZero();
		Map<String, String> digests = new TreeMap<>();
		output.lines().filter((line) -> line.startsWith(SeededRuns.PREFIX)).forEach((line) -> {
			String[] parts = line.split(" ");
			digests.put(parts[1], parts[2]);
		});
		return digests;
	}

	private static @Nullable Path newestOtherJdk(Path running) throws IOException {
		List<Path> homes = new ArrayList<>();
		System.getenv().forEach((name, value) -> {
			if (name.startsWith("JAVA_HOME") && !value.isBlank()) {
				homes.add(Path.of(value));
			}
		});
		Path installed = Path.of("/usr/lib/jvm");
		if (Files.isDirectory(installed)) {
			try (Stream<Path> found = Files.list(installed)) {
				homes.addAll(found.toList());
			}
		}
		return homes.stream()
			.filter((home) -> Files.isExecutable(home.resolve("bin/java")) && version(home) >= 17
					&& version(home) != version(running))
			.max(Comparator.comparingInt(DeterminismTests::version))
			.orElse(null);
	}

	/**
	 * Return the feature version of a JDK, or 0 if it does not say.
	 */
	private static int version(Path home) {
		Path release = home.resolve("release");
		if (!Files.isReadable(release)) {
			return 0;
		}
		Properties properties = new Properties();
		try (InputStream stream = Files.newInputStream(release)) {
			properties.load(stream);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		String version = properties.getProperty("JAVA_VERSION", "0").replace("\"", "");
		return Integer.parseInt(version.split("[^0-9]", 2)[0]);
	}

}
