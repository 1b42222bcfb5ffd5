package io.mockagents.mock;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link RollingFile}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what is printed")
class RollingFileTests {

	private static final int MAX_SIZE = (int) EventLogSettings.MIN_FILE_SIZE;

	@TempDir
	private Path directory;

	@Test
	void fileIsMovedAsideBeforeItExceedsItsSize() throws Exception {
		RollingFile file = file("e.log", 3);
		for (int i = 1; i <= 5; i++) {
			file.append(lines(i, MAX_SIZE - 100));
		}
		assertThat(names()).containsExactly("e.log", "e.log.1", "e.log.2");
		assertThat(first("e.log")).isEqualTo("5");
		assertThat(first("e.log.1")).isEqualTo("4");
		assertThat(first("e.log.2")).isEqualTo("3");
	}

	@Test
	void fileThatFitsIsAppendedTo() throws Exception {
		RollingFile file = file("e.log", 3);
		file.append(lines(1, 100));
		file.append(lines(2, MAX_SIZE - 100));
		assertThat(names()).containsExactly("e.log");
		assertThat(this.directory.resolve("e.log")).hasSize(MAX_SIZE);
	}

	@Test
	void singleFileIsEmptiedWhenItIsFull(CapturedOutput output) throws Exception {
		RollingFile file = file("e.log", 1);
		file.append(lines(1, MAX_SIZE));
		file.append(lines(2, 100));
		assertThat(names()).containsExactly("e.log");
		assertThat(first("e.log")).isEqualTo("2");
		assertThat(output).doesNotContain("e.log");
	}

	@Test
	void fileThatAnotherProcessMovedAsideIsNotWrittenTo() throws Exception {
		RollingFile one = file("e.log", 3);
		RollingFile other = file("e.log", 3);
		one.append(lines(1, MAX_SIZE - 100));
		other.append(lines(2, 200));
		one.append(lines(3, 200));
		assertThat(Files.readAllLines(this.directory.resolve("e.log"))).hasSize(2);
		assertThat(first("e.log.1")).isEqualTo("1");
	}

	@Test
	void linesOfSeveralWritersAreKeptWholeWhileFilesAreMovedAside() throws Exception {
		int count = 100;
		List<CompletableFuture<Void>> writers = new ArrayList<>();
		for (int writer = 0; writer < 3; writer++) {
			int number = writer;
			writers.add(CompletableFuture.runAsync(() -> {
				RollingFile file = file("e.log", 100);
				for (int i = 0; i < count; i++) {
					append(file, lines(number * count + i, 500));
				}
			}));
		}
		CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(5, TimeUnit.MINUTES);
		List<String> all = new ArrayList<>();
		for (String name : names()) {
			assertThat(Files.size(this.directory.resolve(name))).isLessThanOrEqualTo(MAX_SIZE);
			all.addAll(Files.readAllLines(this.directory.resolve(name)));
		}
		assertThat(all).hasSize(3 * count).doesNotHaveDuplicates().allMatch((line) -> line.length() == 499);
		assertThat(names()).hasSizeGreaterThan(10);
	}

	@Test
	void directoryIsCreatedAgain() throws Exception {
		RollingFile file = file("logs/deep/e.log", 3);
		file.append(lines(1, 100));
		Files.delete(this.directory.resolve("logs/deep/e.log"));
		Files.delete(this.directory.resolve("logs/deep"));
		file.append(lines(2, 100));
		assertThat(first("logs/deep/e.log")).isEqualTo("2");
	}

	@Test
	void lineThatAProcessWasKilledInIsEnded() throws Exception {
		Files.writeString(this.directory.resolve("e.log"), "whole\n{\"time\":");
		file("e.log", 3).append(lines(1, 10));
		assertThat(Files.readString(this.directory.resolve("e.log"))).startsWith("whole\n{\"time\":\n1");
	}

	@Test
	void fileThatCannotBeRenamedIsEmptiedWithAWarning(CapturedOutput output) throws Exception {
		Files.createDirectories(this.directory.resolve("e.log.1/occupied"));
		RollingFile file = file("e.log", 2);
		for (int i = 1; i <= 3; i++) {
			file.append(lines(i, MAX_SIZE));
		}
		assertThat(first("e.log")).isEqualTo("3");
		assertThat(output).containsOnlyOnce("The event log " + this.directory.resolve("e.log") + " is full");
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void linkIsFollowedAndNotMoved() throws Exception {
		Path target = Files.createFile(this.directory.resolve("target.log"));
		Files.createSymbolicLink(this.directory.resolve("e.log"), target);
		RollingFile file = file("e.log", 3);
		file.append(lines(1, MAX_SIZE));
		file.append(lines(2, MAX_SIZE));
		assertThat(names()).containsExactly("e.log", "target.log");
		assertThat(target).hasSize(2 * MAX_SIZE);
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void fullDeviceFails() {
		RollingFile file = new RollingFile(new EventLogSettings(Path.of("/dev/full"), MAX_SIZE, 3));
		assertThatIOException().isThrownBy(() -> file.append(lines(1, 100))).withMessageContaining("space");
	}

	@Test
	void fileThatAnotherProcessLocksForTooLongIsWrittenAllTheSame() throws Exception {
		Path path = this.directory.resolve("e.log");
		try (FileChannel locked = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
			locked.lock();
			file("e.log", 3).append(lines(1, 100));
		}
		assertThat(first("e.log")).isEqualTo("1");
	}

	private RollingFile file(String name, int files) {
		return new RollingFile(new EventLogSettings(this.directory.resolve(name), MAX_SIZE, files));
	}

	private static byte[] lines(int number, int size) {
		return (number + " ".repeat(size - 1 - String.valueOf(number).length()) + "\n")
			.getBytes(StandardCharsets.US_ASCII);
	}

	private static void append(RollingFile file, byte[] lines) {
		try {
			file.append(lines);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private String first(String name) throws IOException {
		return Files.readAllLines(this.directory.resolve(name)).get(0).strip();
	}

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.map((file) -> file.getFileName().toString()).sorted().toList();
		}
	}

}
