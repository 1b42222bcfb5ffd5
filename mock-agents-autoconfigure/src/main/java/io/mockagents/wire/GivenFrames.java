package io.mockagents.wire;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;

import io.mockagents.agent.JsonObject;
import io.mockagents.agent.PythonException;
import org.jspecify.annotations.Nullable;

/**
 * Frames that are given, in place of those of an item.
 */
public final class GivenFrames implements ItemFrames {

	private final AnswerWriter writer;

	private final Deque<Object> frames;

	private final boolean asTheyAre;

	/**
	 * Create the frames.
	 * @param writer numbers them
	 * @param frames the data of each: an object, or a text that is sent as it is
	 * @param asTheyAre whether they are a whole answer, which is not changed
	 */
	public GivenFrames(AnswerWriter writer, List<Object> frames, boolean asTheyAre) {
		this.writer = writer;
		this.frames = new ArrayDeque<>(frames);
		this.asTheyAre = asTheyAre;
	}

	@Override
	public @Nullable JsonObject next() {
		while (!this.frames.isEmpty()) {
			Object frame = this.frames.remove();
			JsonObject data = (frame instanceof JsonObject object) ? object : read((String) frame);
			if (data != null) {
				return this.asTheyAre ? this.writer.asItIs(data) : this.writer.frame(data);
			}
		}
		return null;
	}

	/**
	 * Return whether a frame is among those that are left, or one that cannot be read.
	 * @param asked tells the frame
	 * @return whether there is one
	 */
	public boolean holds(Predicate<JsonObject> asked) {
		return this.frames.stream()
			.anyMatch((frame) -> (frame instanceof JsonObject data) ? asked.test(data) : !isReadable((String) frame));
	}

	private static boolean isReadable(String text) {
		try {
			read(text);
			return true;
		}
		catch (PythonException ex) {
			return false;
		}
	}

	/**
	 * Read a text as the client does, which raises its exception if it is not JSON.
	 */
	private static @Nullable JsonObject read(String text) {
		String frame = text.lines().reduce("", (lines, line) -> lines + "data: " + line + "\n") + "\n";
		Iterator<ServerSentEvents.Frame> read = ServerSentEvents
			.read(new ByteArrayInputStream(frame.getBytes(StandardCharsets.UTF_8)));
		return read.hasNext() ? read.next().data() : null;
	}

}
