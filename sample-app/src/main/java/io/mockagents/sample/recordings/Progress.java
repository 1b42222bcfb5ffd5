package io.mockagents.sample.recordings;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Prints the progress of long work: in place on a terminal, otherwise a line every ten
 * seconds. Work that is done sooner prints nothing.
 */
final class Progress {

	private final String name;

	private final String unit;

	private final long total;

	private final PrintWriter err;

	private final boolean terminal;

	private final LongSupplier nanoTime;

	private final long period;

	private long done;

	private long told;

	private int shown;

	/**
	 * Create the progress of one piece of work.
	 * @param name what is worked on
	 * @param unit what is counted
	 * @param total how many there are, or -1 if unknown
	 * @param err where it is written
	 * @param terminal whether that is a terminal
	 * @param nanoTime provides the time, as {@link System#nanoTime()}
	 */
	Progress(String name, String unit, long total, PrintWriter err, boolean terminal, LongSupplier nanoTime) {
		this.name = name;
		this.unit = unit;
		this.total = total;
		this.err = err;
		this.terminal = terminal;
		this.nanoTime = nanoTime;
		this.period = (terminal ? Duration.ofMillis(200) : Duration.ofSeconds(10)).toNanos();
		this.told = nanoTime.getAsLong();
	}

	static Progress onConsole(String name, String unit, long total, PrintWriter err) {
		return new Progress(name, unit, total, err, System.console() != null, System::nanoTime);
	}

	/**
	 * Count what was done.
	 */
	void add(long count) {
		this.done += count;
		long now = this.nanoTime.getAsLong();
		if (now - this.told < this.period) {
			return;
		}
		this.told = now;
		String text = this.name + ": " + soFar();
		if (this.terminal) {
			this.err.print('\r' + text);
			this.shown = text.length();
		}
		else {
			this.err.println(text);
		}
		this.err.flush();
	}

	private String soFar() {
		return (this.total > 0) ? String.format(Locale.ROOT, "%d %% of %,d %s",
				Math.min(100, this.done * 100 / this.total), this.total, this.unit)
				: String.format(Locale.ROOT, "%,d %s", this.done, this.unit);
	}

	/**
	 * Take the line away, so that something else can be written.
	 */
	void clear() {
		if (this.shown > 0) {
			this.err.print('\r' + " ".repeat(this.shown) + '\r');
			this.err.flush();
			this.shown = 0;
		}
	}

	/**
	 * Return a stream whose bytes are counted as they are read.
	 */
	InputStream of(InputStream bytes) {
		return new FilterInputStream(bytes) {

			@Override
			public int read() throws IOException {
				int value = super.read();
				add((value >= 0) ? 1 : 0);
				return value;
			}

			@Override
			public int read(byte[] buffer, int offset, int length) throws IOException {
				int count = super.read(buffer, offset, length);
				add(Math.max(0, count));
				return count;
			}

		};
	}

}
