package io.mockagents.wire;

import java.util.List;
import java.util.SplittableRandom;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one item of an answer, made as they are asked for.
 */
public interface ItemFrames {

	/**
	 * Return the next frame.
	 * @return the frame, or {@code null} after the item's last one
	 */
	@Nullable JsonObject next();

	/**
	 * Check that an item that is given has what its frames need.
	 * @param item the item, with or without an id
	 * @throws java.util.NoSuchElementException if it does not
	 */
	static void check(JsonObject item) {
		ItemFrames frames = of(new AnswerWriter(SdkProfile.V0_22, new SplittableRandom(0), 1), item.with("id", "id"));
		JsonObject frame = frames.next();
		while (frame != null) {
			frame = frames.next();
		}
	}

	/**
	 * Return the frames of an item that is given.
	 * @param writer numbers them
	 * @param item the item as it is in the output, in the form of the wire
	 * @return its frames
	 */
	static ItemFrames of(AnswerWriter writer, JsonObject item) {
		return of(writer, item, StreamedItem.texts(item));
	}

	/**
	 * Return the frames of an item whose texts are already split.
	 * @param writer numbers them
	 * @param item the item as it is in the output, in the form of the wire
	 * @param texts the texts of a message, of thoughts and of their summary, or the
	 * arguments of a call
	 * @return its frames
	 */
	static ItemFrames of(AnswerWriter writer, JsonObject item, List<Deltas> texts) {
		return new StreamedItem(writer, item, texts);
	}

}
