package io.mockagents.sample.recordings;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A file that tells how much of it was read: in place on a terminal, and else a line
 * every ten seconds.
 */
final class Progress extends FilterInputStream {

	private final String name;

	private final long size;

	private final PrintWriter err;

	private final boolean terminal = System.console() != null;

	private final long period = this.terminal ? TimeUnit.MILLISECONDS.toNanos(200) : TimeUnit.SECONDS.toNanos(10);

	private long read;

	private long told = System.nanoTime();

	private boolean shown;

	Progress(InputStream in, Path file, long size, PrintWriter err) {
		super(in);
		this.name = String.valueOf(file.getFileName());
		this.size = size;
		this.err = err;
	}

	@Override
	public int read() throws IOException {
		int value = super.read();
		add((value >= 0) ? 1 : 0);
		return value;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int count = super.read(bytes, offset, length);
		add(Math.max(0, count));
		return count;
	}

	private void add(int count) {
		this.read += count;
		long now = System.nanoTime();
		if (now - this.told < this.period) {
			return;
		}
		this.told = now;
		this.shown = true;
		long percent = (this.size > 0) ? Math.min(100, this.read * 100 / this.size) : 100;
		String text = String.format(Locale.ROOT, "%s: %d %% of %,d bytes", this.name, percent, this.size);
		this.err.print(this.terminal ? '\r' + text : text + System.lineSeparator());
		this.err.flush();
	}

	/**
	 * Take the line away, so that something else can be written.
	 */
	void clear() {
		if (this.terminal && this.shown) {
			this.err.print('\r' + " ".repeat(this.name.length() + 40) + '\r');
			this.err.flush();
			this.shown = false;
		}
	}

}
