package io.mockagents.wire;

import java.util.List;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a message.
 */
public final class MessageFrames implements ItemFrames {

	private static final String[] ITEM_KEYS = { "id", "type", "status", "content", "role" };

	private static final String[] PHASED_ITEM_KEYS = { "id", "type", "status", "content", "phase", "role" };

	private final AnswerWriter writer;

	private final JsonObject item;

	private final String id;

	private final List<MessagePart> parts;

	private Next next = Next.ITEM_ADDED;

	private int part;

	private int piece;

	/**
	 * Create the frames of a message.
	 * @param writer numbers them
	 * @param item the message as it is in the output
	 * @param parts its parts
	 */
	public MessageFrames(AnswerWriter writer, JsonObject item, List<MessagePart> parts) {
		this.writer = writer;
		this.item = item;
		this.id = item.string("id");
		this.parts = parts;
	}

	/**
	 * Return a message as it is in the output.
	 */
	public static JsonObject item(String id, String status, List<MessagePart> parts, @Nullable String phase) {
		List<JsonObject> content = (parts.size() == 1) ? List.of(parts.get(0).part())
				: parts.stream().map(MessagePart::part).toList();
		return (phase != null)
				? JsonObject.ofShared(PHASED_ITEM_KEYS,
						new Object[] { id, "message", status, content, phase, "assistant" })
				: JsonObject.ofShared(ITEM_KEYS, new Object[] { id, "message", status, content, "assistant" });
	}

	@Override
	public @Nullable JsonObject next() {
		switch (this.next) {
			case ITEM_ADDED:
				this.next = this.parts.isEmpty() ? Next.ITEM_DONE : Next.PART_ADDED;
				return this.writer.added(this.item.with("status", "in_progress").with("content", List.of()));
			case PART_ADDED:
				this.next = Next.PIECES;
				return part("response.content_part.added", part().empty());
			case PIECES:
				JsonObject frame = part().piece(this.writer, this.id, this.part, this.piece++);
				if (frame != null) {
					return frame;
				}
				this.next = Next.PART_DONE;
				return part().done(this.writer, this.id, this.part);
			case PART_DONE:
				JsonObject done = part("response.content_part.done", part().part());
				this.part++;
				this.piece = 0;
				this.next = (this.part < this.parts.size()) ? Next.PART_ADDED : Next.ITEM_DONE;
				return done;
			case ITEM_DONE:
				this.next = Next.NOTHING;
				return this.writer.done(this.item,
						this.parts.stream().mapToInt((part) -> part.text().text().length()).sum());
			default:
				return null;
		}
	}

	private MessagePart part() {
		return this.parts.get(this.part);
	}

	private JsonObject part(String type, JsonObject part) {
		return this.writer.wire().contentPart.frame(type, this.writer.nextSequence(), this.id,
				this.writer.outputIndex(), this.part, part);
	}

	/**
	 * What comes next.
	 */
	private enum Next {

		ITEM_ADDED, PART_ADDED, PIECES, PART_DONE, ITEM_DONE, NOTHING

	}

}
