package io.mockagents.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.PythonException;
import io.mockagents.wire.ServerSentEvents.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ServerSentEvents}.
 */
class ServerSentEventsTests {

	private static final Frame ONE = new Frame("one", JsonObject.of("type", "one", "é", "😀"));

	private static final Frame TWO = new Frame("two", JsonObject.of("type", "two"));

	@Test
	void frameIsReadAsItIsWritten() {
		assertThat(ONE).hasToString("event: one\ndata: {\"type\":\"one\",\"é\":\"😀\"}\n\n");
		assertThat(Frame.of(ONE.data())).isEqualTo(ONE);
		byte[] body = (ONE.toString() + TWO).getBytes(StandardCharsets.UTF_8);
		List<Frame> frames = new ArrayList<>();
		ServerSentEvents.read(new ByteArrayInputStream(body)).forEachRemaining(frames::add);
		assertThat(frames).containsExactly(ONE, TWO);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n", "\r", "\r\n" })
	void linesEndInEachWay(String end) {
		assertThat(read((ONE.toString() + TWO).replace("\n", end))).containsExactly(ONE, TWO);
	}

	@Test
	void byteOrderMarkBelongsToTheFirstField() {
		assertThat(read("\uFEFF" + ONE + TWO)).containsExactly(new Frame(null, ONE.data()), TWO);
		assertThat(read("\uFEFFdata: {}\n\n" + TWO)).containsExactly(TWO);
	}

	@Test
	void linesMayBeCutAnywhereByTheNetwork() {
		StringReader text = new StringReader((ONE.toString() + TWO).replace("\n", "\r\n"));
		Reader slow = new Reader() {

			@Override
			public int read(char[] buffer, int offset, int length) throws IOException {
				return text.read(buffer, offset, 1);
			}

			@Override
			public void close() {
			}

		};
		List<Frame> frames = new ArrayList<>();
		ServerSentEvents.read(slow).forEachRemaining(frames::add);
		assertThat(frames).containsExactly(ONE, TWO);
	}

	@Test
	void dataMayHaveSeveralLines() {
		assertThat(read("event:two\ndata:{\"type\":\ndata: \"two\"}\n\n")).containsExactly(TWO);
	}

	@Test
	void commentsAndOtherFieldsAreSkipped() {
		assertThat(
				read(": hello\n\nid: 7\nretry: 10\nunknown\nevent: two\n: again\ndata: {\"type\":\"two\"}\n\n: bye\n"))
			.containsExactly(TWO);
	}

	@ParameterizedTest
	@ValueSource(strings = { "id: 7\n\n", "retry: 10\n\n", "event: lost\n\n", "id: 7\ndata: {}\n\n: comment\n\n" })
	void frameWithoutDataIsNotJson(String body) {
		assertThatExceptionOfType(PythonException.class).isThrownBy(() -> read(body + TWO))
			.withMessage("Expecting value: line 1 column 1 (char 0)")
			.satisfies((ex) -> assertThat(ex.sdkName()).isEqualTo("JSONDecodeError"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\n\n", "id\n\n", "id: 7\0\n\n", "retry: soon\n\n", "event:\n\n", "id: 7\nid:\n\n" })
	void blankLineAfterNothingIsSkipped(String body) {
		assertThat(read(body + TWO)).containsExactly(TWO);
	}

	@Test
	void nameIsOptional() {
		Frame frame = new Frame(null, TWO.data());
		assertThat(frame).hasToString("data: {\"type\":\"two\"}\n\n");
		assertThat(read(frame.toString())).containsExactly(frame);
	}

	@Test
	void numbersOfPythonAreRead() {
		assertThat(read("data: {\"a\":NaN}\n\n")).containsExactly(new Frame(null, JsonObject.of("a", Double.NaN)));
	}

	@Test
	void dataThatAreNotAnObjectAreNotAnEvent() {
		assertThatExceptionOfType(PythonException.class).isThrownBy(() -> read("data: [1]\n\n"))
			.withMessage("'list' object has no attribute 'type'");
	}

	@Test
	void nameHasOneLine() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Frame("a\nb", TWO.data()));
	}

	@Test
	void frameThatWasCutOffIsDropped() {
		assertThat(read(ONE + "event: two\ndata: {\"type\":\"two\"}\n")).containsExactly(ONE);
		assertThat(read(ONE + "event: two\ndata: {\"type\":\"two\"}")).containsExactly(ONE);
	}

	@Test
	void doneEndsTheStream() {
		assertThat(read(ONE + "data: [DONE]\n\n" + TWO)).containsExactly(ONE);
	}

	@Test
	void emptyBodyHasNoFrames() {
		Iterator<Frame> frames = ServerSentEvents.read(new StringReader(""));
		assertThat(frames).isExhausted();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(frames::next);
	}

	@Test
	void framesAreReadWhenAskedFor() {
		Iterator<Frame> frames = ServerSentEvents.read(new StringReader(ONE + "event: two\ndata: {\"type\":}\n\n"));
		assertThat(frames.next()).isEqualTo(ONE);
		assertThatExceptionOfType(PythonException.class).isThrownBy(frames::next)
			.withMessage("Expecting value: line 1 column 9 (char 8)")
			.havingCause()
			.withMessageStartingWith("Frame 2 of the event stream (two): Invalid JSON at line 1, column ");
	}

	@Test
	void failureOfTheConnectionIsThrown() {
		Reader broken = new Reader() {

			@Override
			public int read(char[] buffer, int offset, int length) throws IOException {
				throw new IOException("reset");
			}

			@Override
			public void close() {
			}

		};
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> ServerSentEvents.read(broken).hasNext())
			.withMessageContaining("reset");
	}

	private static List<Frame> read(String body) {
		List<Frame> frames = new ArrayList<>();
		ServerSentEvents.read(new StringReader(body)).forEachRemaining(frames::add);
		return frames;
	}

}
