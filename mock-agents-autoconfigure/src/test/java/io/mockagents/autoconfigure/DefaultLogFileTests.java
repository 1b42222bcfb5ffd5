package io.mockagents.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DefaultLogFile}.
 */
class DefaultLogFileTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "pom.xml, target", "build.gradle, build", "build.gradle.kts, build", "settings.gradle, build",
			"settings.gradle.kts, build" })
	void buildLogsTestsIntoItsOutputDirectory(String file, String output) throws Exception {
		Files.createFile(this.directory.resolve(file));
		assertThat(DefaultLogFile.find(this.directory, true))
			.isEqualTo(this.directory.resolve(output + "/mock_events.log"));
	}

	@ParameterizedTest
	@CsvSource({ "pom.xml", "build.gradle" })
	void applicationThatIsStartedInItsProjectLogsIntoTheWorkingDirectory(String file) throws Exception {
		Files.createFile(this.directory.resolve(file));
		assertThat(DefaultLogFile.find(this.directory, false)).isEqualTo(this.directory.resolve("mock_events.log"));
	}

	@Test
	void withoutABuildTestsLogIntoTheWorkingDirectory() {
		assertThat(DefaultLogFile.find(this.directory, true)).isEqualTo(this.directory.resolve("mock_events.log"));
	}

	@Test
	void thisTestLogsIntoTheOutputDirectory() {
		assertThat(DefaultLogFile.find()).isEqualTo(Path.of("target/mock_events.log"));
	}

}
