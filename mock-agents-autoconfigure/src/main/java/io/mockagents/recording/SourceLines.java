package io.mockagents.recording;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import io.mockagents.recording.RecordingFormat.Part;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one or more files, one after the other, as if they were one. Lines end
 * with a line feed; nothing else ends them. Of a line that is too long only the start is
 * kept.
 */
public final class SourceLines implements AutoCloseable {

	/**
	 * The number of bytes that are kept of a line.
	 */
	public static final int MOST_BYTES = 8 << 20;

	/**
	 * The problem of a longer line.
	 */
	static final String TOO_LONG = "the line is longer than " + MOST_BYTES + " bytes";

	private static final int BUFFER = 1 << 16;

	private final Deque<Part> parts;

	private final Deque<SourceLine> pushedBack = new ArrayDeque<>();

	private final byte[] buffer = new byte[BUFFER];

	private int position;

	private int limit;

	private byte[] line = new byte[BUFFER];

	private @Nullable InputStream open;

	private String name = "";

	private long number;

	private SourceLines(List<Part> parts) {
		this.parts = new ArrayDeque<>(parts);
	}

	public static SourceLines of(String name, InputStream stream) {
		return new SourceLines(List.of(new Part(name, () -> stream)));
	}

	public static SourceLines ofParts(List<Part> files) {
		return new SourceLines(files);
	}

	public static SourceLines of(List<Path> files) {
		return new SourceLines(files.stream()
			.map((file) -> new Part(String.valueOf(file.getFileName()), () -> Files.newInputStream(file)))
			.toList());
	}

	/**
	 * Return the name of the file that is read.
	 */
	String name() {
		return this.name;
	}

	/**
	 * Return the number of the line that was read last.
	 */
	long line() {
		return this.number;
	}

	/**
	 * Return the place that was read last, for messages.
	 * @return the place that was read last, for messages
	 */
	public String position() {
		return this.name + ":" + this.number;
	}

	/**
	 * Return the next line, or {@code null} after the last one.
	 * @return the next line, or {@code null} after the last one
	 * @throws UncheckedIOException if a file cannot be read
	 */
	public @Nullable SourceLine next() {
		SourceLine again = this.pushedBack.poll();
		if (again != null) {
			return again;
		}
		try {
			return read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"Cannot read " + this.name + " after line " + this.number + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * Give a line back, to be the next one.
	 * @param line the line
	 */
	public void pushBack(SourceLine line) {
		this.pushedBack.push(line);
	}

	private @Nullable SourceLine read() throws IOException {
		while (true) {
			if (this.open == null && !openNext()) {
				return null;
			}
			int length = 0;
			long dropped = 0;
			boolean ended = false;
			while (!ended && (this.position < this.limit || fill())) {
				int end = this.position;
				while (end < this.limit && this.buffer[end] != '\n') {
					end++;
				}
				int kept = Math.min(end - this.position, MOST_BYTES - length);
				dropped += end - this.position - kept;
				append(kept, length);
				length += kept;
				ended = end < this.limit;
				this.position = ended ? end + 1 : end;
			}
			if (ended || length > 0) {
				this.number++;
				return line(length, dropped, ended);
			}
			closeOpen();
		}
	}

	private boolean fill() throws IOException {
		InputStream stream = this.open;
		this.position = 0;
		this.limit = (stream != null) ? stream.read(this.buffer, 0, this.buffer.length) : -1;
		if (this.limit < 0) {
			this.limit = 0;
			return false;
		}
		return this.limit > 0 || fill();
	}

	private void append(int count, int length) {
		if (length + count > this.line.length) {
			this.line = Arrays.copyOf(this.line, Math.max(length + count, Math.min(this.line.length * 2, MOST_BYTES)));
		}
		System.arraycopy(this.buffer, this.position, this.line, length, count);
	}

	private SourceLine line(int bytes, long dropped, boolean whole) {
		int start = (this.number == 1 && bytes >= 3 && this.line[0] == (byte) 0xEF && this.line[1] == (byte) 0xBB
				&& this.line[2] == (byte) 0xBF) ? 3 : 0;
		boolean windows = bytes > start && this.line[bytes - 1] == '\r' && dropped == 0;
		int end = windows ? bytes - 1 : bytes;
		String damage = (dropped > 0) ? TOO_LONG : null;
		String raw;
		if (isAscii(start, end)) {
			raw = new String(this.line, start, end - start, StandardCharsets.ISO_8859_1);
		}
		else {
			if (damage == null) {
				damage = damage(start, end);
			}
			raw = new String(this.line, start, end - start, StandardCharsets.UTF_8);
		}
		if (this.line.length > BUFFER * 4) {
			this.line = new byte[BUFFER];
		}
		return SourceLine.of(this.name, this.number, raw, windows, whole, damage);
	}

	private boolean isAscii(int start, int end) {
		for (int i = start; i < end; i++) {
			if (this.line[i] < 0) {
				return false;
			}
		}
		return true;
	}

	private @Nullable String damage(int start, int end) {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPORT)
			.onUnmappableCharacter(CodingErrorAction.REPORT);
		ByteBuffer bytes = ByteBuffer.wrap(this.line, start, end - start);
		CharBuffer characters = CharBuffer.allocate(BUFFER);
		CoderResult result = decoder.decode(bytes, characters, true);
		while (result.isOverflow()) {
			characters.clear();
			result = decoder.decode(bytes, characters, true);
		}
		return result.isError() ? "byte 0x%02X at column %d is not valid UTF-8"
			.formatted(this.line[bytes.position()] & 0xFF, bytes.position() - start + 1) : null;
	}

	private boolean openNext() throws IOException {
		Part part = this.parts.poll();
		if (part == null) {
			return false;
		}
		this.name = part.name();
		this.number = 0;
		this.open = part.content().getInputStream();
		return true;
	}

	private void closeOpen() throws IOException {
		InputStream stream = this.open;
		this.open = null;
		if (stream != null) {
			stream.close();
		}
	}

	@Override
	public void close() {
		this.parts.clear();
		this.pushedBack.clear();
		this.position = 0;
		this.limit = 0;
		try {
			closeOpen();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot close " + this.name, ex);
		}
	}

}
