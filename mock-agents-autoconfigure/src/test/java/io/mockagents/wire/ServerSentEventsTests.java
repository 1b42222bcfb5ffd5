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
	void linesMayBeCutAnywhereByTheNetwork() {
		StringReader text = new StringReader(("\uFEFF" + ONE + TWO).replace("\n", "\r\n"));
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
	void commentsAndOtherFieldsArePassedOver() {
		assertThat(read(
				": hello\n\nid: 7\nretry: 10\nunknown\nevent: two\n: again\ndata: {\"type\":\"two\"}\n\n: bye\n\n"))
			.containsExactly(TWO);
	}

	@Test
	void nameIsOptional() {
		Frame frame = new Frame(null, TWO.data());
		assertThat(frame).hasToString("data: {\"type\":\"two\"}\n\n");
		assertThat(read("event: lost\n\n" + frame)).containsExactly(frame);
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
		assertThatIllegalArgumentException().isThrownBy(frames::next)
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
