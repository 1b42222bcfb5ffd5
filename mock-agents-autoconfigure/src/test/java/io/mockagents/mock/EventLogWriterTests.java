package io.mockagents.mock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link EventLogWriter}.
 */
@ExtendWith(OutputCaptureExtension.class)
@Isolated("reads what is printed")
class EventLogWriterTests {

	private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05.006789Z"), ZoneOffset.UTC);

	private static final Duration NEVER = Duration.ofDays(1);

	/** More lines than are held in memory. */
	private static final int MANY = 10_000;

	@TempDir
	private Path directory;

	@Test
	void linesAreWrittenInTheirOrder() throws Exception {
		try (EventLogWriter writer = writer(NEVER)) {
			IntStream.range(0, MANY).forEach((i) -> writer.add(line(i)));
		}
		assertThat(written()).containsExactlyElementsOf(IntStream.range(0, MANY).mapToObj(this::json).toList());
	}

	@Test
	void linesAreWrittenWhenTheIntervalHasPassed() {
		assertThat(EventLogWriter.FLUSH_INTERVAL).isLessThan(Duration.ofMillis(100));
		try (EventLogWriter writer = writer(EventLogWriter.FLUSH_INTERVAL)) {
			for (int i = 0; i < 3; i++) {
				writer.add(line(i));
				int count = i + 1;
				await().untilAsserted(() -> assertThat(written()).hasSize(count));
			}
		}
	}

	@Test
	void flushWritesAtOnce() {
		try (EventLogWriter writer = writer(NEVER)) {
			for (int i = 0; i < 3; i++) {
				writer.add(line(i));
				writer.flush();
				int count = i + 1;
				await().untilAsserted(() -> assertThat(written()).hasSize(count));
			}
		}
	}

	@Test
	void lineAfterTheEndIsWrittenAtOnce() throws Exception {
		EventLogWriter writer = writer(NEVER);
		writer.add(line(1));
		writer.close();
		writer.add(line(2));
		assertThat(written()).containsExactly(json(1), json(2));
	}

	@Test
	void threadIsADaemonAndEndsWithTheWriter() throws Exception {
		CompletableFuture<Thread> thread = new CompletableFuture<>();
		try (EventLogWriter writer = writer(NEVER)) {
			writer.add((fields) -> thread.complete(Thread.currentThread()));
			writer.flush();
			assertThat(thread.get()).matches(Thread::isDaemon).isNotSameAs(Thread.currentThread());
		}
		thread.get().join(Duration.ofMinutes(1).toMillis());
		assertThat(thread.get().isAlive()).isFalse();
	}

	@Test
	void runsWaitForASlowFile() throws Exception {
		CountDownLatch slow = new CountDownLatch(1);
		List<String> expected = new ArrayList<>(List.of("{}"));
		try (EventLogWriter writer = writer(NEVER)) {
			writer.add((fields) -> uninterruptibly(slow));
			writer.flush();
			CompletableFuture<Void> added = CompletableFuture.runAsync(() -> {
				Thread.currentThread().interrupt();
				IntStream.range(0, MANY).forEach((i) -> writer.add(line(i)));
				assertThat(Thread.interrupted()).isTrue();
			});
			await().until(() -> writer.size() >= EventLogWriter.CAPACITY);
			assertThat(added).isNotDone();
			slow.countDown();
			added.join();
		}
		IntStream.range(0, MANY).mapToObj(this::json).forEach(expected::add);
		assertThat(written()).containsExactlyElementsOf(expected);
	}

	@Test
	void linesThatFindNoRoomAreCounted(CapturedOutput output) throws Exception {
		CountDownLatch stuck = new CountDownLatch(1);
		CountDownLatch started = new CountDownLatch(1);
		int added = EventLogWriter.CAPACITY + 20;
		try (EventLogWriter writer = writer(NEVER)) {
			writer.add((fields) -> {
				started.countDown();
				uninterruptibly(stuck);
			});
			writer.flush();
			started.await();
			IntStream.range(0, added).forEach((i) -> writer.add(line(i)));
			stuck.countDown();
		}
		assertThat(written()).hasSize(1 + EventLogWriter.CAPACITY + 1)
			.last()
			.isEqualTo("{\"time\":\"2026-01-02T03:04:05.006Z\",\"log\":\"dropped\",\"lines\":20}");
		assertThat(output).containsOnlyOnce("because it is too slow to write to");
	}

	@Test
	void linesOfAFileThatCannotBeWrittenAreCountedInItOnceItCan(CapturedOutput output) throws Exception {
		Files.createDirectories(path());
		try (EventLogWriter writer = writer(NEVER)) {
			for (int i = 0; i < 3; i++) {
				writer.add(line(i));
				writer.flush();
				int count = i + 1;
				await().until(() -> writer.dropped() == count);
			}
			Files.delete(path());
			writer.add(line(3));
			writer.add(line(4));
		}
		assertThat(written()).containsExactly("{\"time\":\"2026-01-02T03:04:05.006Z\",\"log\":\"dropped\",\"lines\":3}",
				json(3), json(4));
		assertThat(output).containsOnlyOnce("Events of mocked runs are missing from the file " + path())
			.contains("mock_log_file")
			.doesNotContain("at the end of the file");
	}

	@Test
	void linesThatNeverGetIntoTheFileAreCountedAtTheEnd(CapturedOutput output) throws Exception {
		Files.createDirectories(path());
		try (EventLogWriter writer = writer(NEVER)) {
			writer.add(line(1));
			writer.add(line(2));
		}
		assertThat(output).contains("2 lines are missing at the end of the event log " + path());
	}

	@Test
	void lineThatCannotBeWrittenIsLeftOut(CapturedOutput output) throws Exception {
		try (EventLogWriter writer = writer(NEVER)) {
			writer.add(line(1));
			writer.add((fields) -> {
				fields.put("started", "x");
				throw new IllegalStateException("for a test");
			});
			writer.add(line(2));
		}
		assertThat(written().subList(0, 2)).containsExactly(json(1), json(2));
		assertThat(output).contains("for a test");
	}

	@Test
	void textsAreCutAndMayBeAnything() throws Exception {
		try (EventLogWriter writer = writer(NEVER)) {
			writer.add((fields) -> fields.put("a", "x".repeat(JsonLines.MAX_TEXT + 1)).put("b", "\ud83d \n\"é"));
		}
		assertThat(written())
			.containsExactly("{\"a\":\"" + "x".repeat(JsonLines.MAX_TEXT - 3) + "...\",\"b\":\"? \\n\\\"é\"}");
	}

	private EventLogWriter writer(Duration flushInterval) {
		return new EventLogWriter(EventLogSettings.of(path()), CLOCK, flushInterval);
	}

	private Path path() {
		return this.directory.resolve("events.log");
	}

	private List<String> written() throws IOException {
		return Files.readAllLines(path());
	}

	private static EventLogLine line(int number) {
		return (fields) -> fields.put("number", number);
	}

	private String json(int number) {
		return "{\"number\":" + number + "}";
	}

	private static void uninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
