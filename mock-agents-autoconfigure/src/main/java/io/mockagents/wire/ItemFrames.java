package io.mockagents.wire;

import java.util.ArrayList;
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
		switch (item.string("type")) {
			case "message" -> {
				return new MessageFrames(writer, item, item.objects("content").stream().map(MessagePart::of).toList());
			}
			case "reasoning" -> {
				return new ReasoningFrames(writer, item, texts(item, "summary"), texts(item, "content"));
			}
			case "function_call" -> {
				return new ToolCallFrames(writer, item, Deltas.of(item.string("arguments")));
			}
			default -> {
				return HostedFrames.of(writer, item);
			}
		}
	}

	private static List<Deltas> texts(JsonObject item, String key) {
		List<Deltas> texts = new ArrayList<>();
		if (item.get(key) instanceof List<?>) {
			item.objects(key).forEach((part) -> texts.add(Deltas.of(part.string("text"))));
		}
		return texts;
	}

}
