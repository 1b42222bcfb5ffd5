package io.mockagents.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.PythonException;
import io.mockagents.json.JsonCodec;
import io.mockagents.python.PythonJson;
import io.mockagents.python.PythonText;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the body of a streamed response: {@code text/event-stream} whose data
 * are JSON objects.
 * <p>
 * Read as the SDK's client reads it: lines end with LF, CR or CRLF, several {@code data}
 * lines make one text, comments are skipped, {@code [DONE]} ends the stream, and a frame
 * that no blank line ends, because the connection was cut, is dropped. A blank line that
 * nothing precedes is skipped. Where a name, a time for retries or, anywhere before, an
 * id does, it ends a frame whose data are empty and therefore no JSON.
 */
public final class ServerSentEvents {

	private ServerSentEvents() {
	}

	/**
	 * Read frames, each on request.
	 * @param body the body, in UTF-8; the caller closes it
	 * @return an iterator of the frames. Its methods throw {@link UncheckedIOException}
	 * if the body cannot be read, and {@link PythonException} if the data of a frame is
	 * no JSON object: as the client raises it where it is not JSON, with a cause that
	 * says which frame it is
	 */
	public static Iterator<Frame> read(InputStream body) {
		return read(new InputStreamReader(body, StandardCharsets.UTF_8));
	}

	/**
	 * Read frames, each on request.
	 * @param body the body; the caller closes it
	 * @return an iterator of the frames. Its methods throw {@link UncheckedIOException}
	 * if the body cannot be read, and {@link PythonException} if the data of a frame is
	 * no JSON object: as the client raises it where it is not JSON, with a cause that
	 * says which frame it is
	 */
	public static Iterator<Frame> read(Reader body) {
		return new Frames(new Lines(body));
	}

	/**
	 * Write a frame, in the framing of the API: an {@code event} line, if the frame has a
	 * name, one {@code data} line and a blank line.
	 * @param frame the frame
	 * @param body where to
	 * @throws UncheckedIOException if that cannot be written to
	 */
	public static void write(Frame frame, Appendable body) {
		try {
			if (frame.event() != null) {
				body.append("event: ").append(frame.event()).append('\n');
			}
			body.append("data: ").append(JsonCodec.write(frame.data())).append("\n\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * One frame of a streamed response.
	 *
	 * @param event the name of the frame, such as {@code response.created}, or
	 * {@code null} if it has none
	 * @param data what it carries
	 */
	public record Frame(@Nullable String event, JsonObject data) {

		/**
		 * Create a frame.
		 * @param event the name of the frame, or {@code null}
		 * @param data its data
		 * @throws IllegalArgumentException if the name does not fit into one line
		 */
		public Frame {
			if (event != null && (event.indexOf('\n') >= 0 || event.indexOf('\r') >= 0)) {
				throw new IllegalArgumentException("The name of a frame has one line, not: " + event);
			}
		}

		/**
		 * Return a frame named by the type of its data, as all frames of the API are.
		 * @param data what it carries, with a {@code type}
		 * @return the frame
		 * @throws NoSuchElementException if the data has no {@code type}
		 */
		public static Frame of(JsonObject data) {
			return new Frame(data.string("type"), data);
		}

		/**
		 * Return the frame as it goes over the wire.
		 * @return the text, with the blank line at its end
		 */
		@Override
		public String toString() {
			StringBuilder text = new StringBuilder();
			write(this, text);
			return text.toString();
		}

	}

	private static final class Frames implements Iterator<Frame> {

		private static final Pattern INTEGER = Pattern.compile("\\s*[+-]?\\d+(_\\d+)*\\s*");

		private final Lines lines;

		private final StringBuilder data = new StringBuilder();

		private @Nullable Frame next;

		private boolean done;

		private boolean hasId;

		private int count;

		Frames(Lines lines) {
			this.lines = lines;
		}

		@Override
		public boolean hasNext() {
			if (this.next == null && !this.done) {
				try {
					this.next = readFrame();
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
				this.done = this.next == null;
			}
			return this.next != null;
		}

		@Override
		public Frame next() {
			Frame frame = hasNext() ? this.next : null;
			if (frame == null) {
				throw new NoSuchElementException();
			}
			this.next = null;
			return frame;
		}

		private @Nullable Frame readFrame() throws IOException {
			String event = null;
			boolean hasData = false;
			boolean hasRetry = false;
			this.data.setLength(0);
			for (String line = this.lines.next(); line != null; line = this.lines.next()) {
				if (!line.isEmpty()) {
					int colon = line.indexOf(':');
					String field = (colon < 0) ? line : line.substring(0, colon);
					if (field.equals("event")) {
						event = value(line, colon);
					}
					else if (field.equals("data")) {
						this.data.append(hasData ? "\n" : "").append(value(line, colon));
						hasData = true;
					}
					else if (field.equals("retry")) {
						hasRetry |= INTEGER.matcher(value(line, colon)).matches();
					}
					else if (field.equals("id") && value(line, colon).indexOf('\0') < 0) {
						this.hasId = !value(line, colon).isEmpty();
					}
				}
				else if (hasData || hasRetry || this.hasId || (event != null && !event.isEmpty())) {
					return frame(event, this.data.toString());
				}
			}
			return null;
		}

		private static String value(String line, int colon) {
			if (colon < 0) {
				return "";
			}
			return line.substring(line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
		}

		private @Nullable Frame frame(@Nullable String event, String text) {
			if (text.startsWith("[DONE]")) {
				return null;
			}
			this.count++;
			Object value = value(event, text);
			if (value instanceof JsonObject data) {
				return new Frame(event, data);
			}
			throw new PythonException("AttributeError",
					"'" + PythonText.typeName(value) + "' object has no attribute 'type'",
					new IllegalArgumentException(which(event) + "is not an object: " + text));
		}

		/**
		 * Read data, which are mostly JSON, and at least what Python takes for it.
		 */
		private @Nullable Object value(@Nullable String event, String text) {
			try {
				return JsonCodec.parse(text);
			}
			catch (IllegalArgumentException invalid) {
				try {
					return PythonJson.parse(text);
				}
				catch (IllegalArgumentException ex) {
					throw new PythonException("JSONDecodeError", PythonJson.error(text),
							new IllegalArgumentException(which(event) + invalid.getMessage(), invalid));
				}
			}
		}

		private String which(@Nullable String event) {
			return "Frame " + this.count + " of the event stream" + ((event != null) ? " (" + event + ")" : "") + ": ";
		}

	}

	/**
	 * The lines of a body. Unlike a {@link java.io.BufferedReader}, does not return a
	 * last line without an end, and never waits for what follows a CR.
	 */
	private static final class Lines {

		private final Reader reader;

		private final char[] buffer = new char[8192];

		private final StringBuilder line = new StringBuilder();

		private int position;

		private int limit;

		private boolean afterCarriageReturn;

		Lines(Reader reader) {
			this.reader = reader;
		}

		@Nullable String next() throws IOException {
			this.line.setLength(0);
			while (fill()) {
				int start = this.position;
				int end = start;
				while (end < this.limit && this.buffer[end] != '\n' && this.buffer[end] != '\r') {
					end++;
				}
				this.line.append(this.buffer, start, end - start);
				this.position = end;
				if (end < this.limit) {
					this.afterCarriageReturn = this.buffer[end] == '\r';
					this.position = end + 1;
					return this.line.toString();
				}
			}
			return null;
		}

		private boolean fill() throws IOException {
			while (true) {
				if (this.position == this.limit) {
					this.position = 0;
					this.limit = Math.max(0, this.reader.read(this.buffer));
					if (this.limit == 0) {
						return false;
					}
				}
				char first = this.buffer[this.position];
				boolean ended = this.afterCarriageReturn && first == '\n';
				this.afterCarriageReturn = false;
				if (!ended) {
					return true;
				}
				this.position++;
			}
		}

	}

}
