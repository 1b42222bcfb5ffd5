package io.mockagents.recording.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import io.mockagents.recording.RecordedRun;

/**
 * A log again and again, until so many bytes have been given. Also a program, which reads
 * such a log and prints how many runs it found and how long that took.
 */
final class RepeatedLog extends InputStream {

	private final byte[] log;

	private long rest;

	private int position;

	RepeatedLog(byte[] log, long bytes) {
		this.log = log;
		this.rest = bytes - bytes % log.length;
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) < 0) ? -1 : one[0] & 0xFF;
	}

	@Override
	public int read(byte[] target, int offset, int length) throws IOException {
		int count = (int) Math.min(Math.min(length, this.log.length - this.position), this.rest);
		if (this.rest == 0) {
			return -1;
		}
		System.arraycopy(this.log, this.position, target, offset, count);
		this.position = (this.position + count) % this.log.length;
		this.rest -= count;
		return count;
	}

	/**
	 * Read a log of a size.
	 * @param arguments the size in MB, and the names of the logs to repeat
	 */
	public static void main(String[] arguments) {
		StringBuilder log = new StringBuilder();
		for (int i = 1; i < arguments.length; i++) {
			log.append(Logs.text(arguments[i]));
		}
		long bytes = Long.parseLong(arguments[0]) << 20;
		long start = System.nanoTime();
		int runs = 0;
		long frames = 0;
		try (LogRecordingReader reader = new LogRecordingReader("big.log",
				new RepeatedLog(log.toString().getBytes(StandardCharsets.UTF_8), bytes))) {
			for (RecordedRun run = reader.next(); run != null; run = reader.next()) {
				runs++;
				frames += run.turns().stream().mapToInt((turn) -> turn.frames().size()).sum();
			}
		}
		double seconds = (System.nanoTime() - start) / 1e9;
		System.out.printf("%d runs, %d frames, %.1f s, %.0f MB/s, heap of %d MB%n", runs, frames, seconds,
				bytes / 1048576.0 / seconds, Runtime.getRuntime().maxMemory() >> 20);
	}

}
