package io.mockagents.sample.recordings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProgressTests {

	private final StringWriter err = new StringWriter();

	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

	@Test
	void workThatIsDoneSoonPrintsNothing() {
		Progress progress = progress(1000, false);
		progress.add(1000);
		progress.clear();
		assertThat(this.err.toString()).isEmpty();
	}

	@Test
	void longWorkPrintsALineEveryTenSeconds() {
		Progress progress = progress(3000, false);
		for (int second = 1; second <= 30; second++) {
			wait(Duration.ofSeconds(1));
			progress.add(100);
		}
		progress.clear();
		assertThat(this.err.toString().lines()).containsExactly("a.log: 33 % of 3,000 bytes",
				"a.log: 66 % of 3,000 bytes", "a.log: 100 % of 3,000 bytes");
	}

	@Test
	void progressOnATerminalIsOneLineThatIsTakenAway() {
		Progress progress = progress(400, true);
		wait(Duration.ofMillis(200));
		progress.add(100);
		wait(Duration.ofMillis(200));
		progress.add(100);
		progress.clear();
		String shown = "a.log: 50 % of 400 bytes";
		assertThat(this.err.toString())
			.isEqualTo("\ra.log: 25 % of 400 bytes\r" + shown + "\r" + " ".repeat(shown.length()) + "\r");
	}

	@Test
	void withoutATotalTheFinishedWorkIsReported() {
		Progress progress = progress(-1, false);
		wait(Duration.ofSeconds(11));
		progress.add(12_000);
		assertThat(this.err.toString().lines()).containsExactly("a.log: 12,000 bytes");
	}

	@Test
	void bytesAreCountedAsTheyAreRead() throws IOException {
		try (InputStream bytes = progress(10, false).of(new ByteArrayInputStream(new byte[10]))) {
			bytes.readNBytes(2);
			bytes.read();
			wait(Duration.ofSeconds(10));
			bytes.readNBytes(2);
			assertThat(this.err.toString().lines()).containsExactly("a.log: 50 % of 10 bytes");
		}
	}

	private Progress progress(long total, boolean terminal) {
		return new Progress("a.log", "bytes", total, new PrintWriter(this.err), terminal, this.nanos::get);
	}

	private void wait(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
