package io.mockagents.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.springframework.util.ClassUtils;

/**
 * Finds the file of events where none is set: tests of a Maven or Gradle build log into
 * its output directory, which no one commits; everything else into the working directory.
 */
final class DefaultLogFile {

	private static final String NAME = "mock_events.log";

	private DefaultLogFile() {
	}

	/**
	 * Return the file for this process.
	 * @return the path, relative to the working directory
	 */
	static Path find() {
		return find(Path.of(""),
				Stream.of("org.junit.jupiter.api.Test", "org.junit.platform.launcher.Launcher", "org.junit.Test")
					.anyMatch((name) -> ClassUtils.isPresent(name, null)));
	}

	/**
	 * Return the file for a process.
	 * @param directory its working directory
	 * @param junit whether JUnit is on its class path
	 * @return the path
	 */
	static Path find(Path directory, boolean junit) {
		if (junit && Files.exists(directory.resolve("pom.xml"))) {
			return directory.resolve("target").resolve(NAME);
		}
		if (junit && Stream.of("build.gradle", "build.gradle.kts", "settings.gradle", "settings.gradle.kts")
			.anyMatch((name) -> Files.exists(directory.resolve(name)))) {
			return directory.resolve("build").resolve(NAME);
		}
		return directory.resolve(NAME);
	}

}
