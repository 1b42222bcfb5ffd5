package io.mockagents.scenario;

import java.util.List;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a message of one part, whether that is a text or a refusal.
 */
abstract class MessageFrames implements ItemFrames {

	private static final String[] ITEM_KEYS = { "id", "type", "status", "content", "role" };

	private final ScriptedStream stream;

	private final String id;

	private final Deltas text;

	private final String status;

	private Next next = Next.ITEM_ADDED;

	MessageFrames(ScriptedStream stream, Deltas text, String status) {
		this.stream = stream;
		this.id = stream.newId("msg");
		this.text = text;
		this.status = status;
	}

	@Override
	public final @Nullable JsonObject next() {
		switch (this.next) {
			case ITEM_ADDED:
				this.next = Next.PART_ADDED;
				return this.stream.added(item("in_progress", List.of()));
			case PART_ADDED:
				this.next = Next.PIECES;
				return part("response.content_part.added", emptyPart());
			case PIECES:
				JsonObject piece = piece();
				if (piece != null) {
					return piece;
				}
				this.next = Next.PART_DONE;
				return textDone();
			case PART_DONE:
				this.next = Next.ITEM_DONE;
				return part("response.content_part.done", part());
			case ITEM_DONE:
				this.next = Next.NOTHING;
				return this.stream.done(item(this.status, List.of(part())), this.text.text().length());
			default:
				return null;
		}
	}

	private JsonObject part(String type, JsonObject part) {
		return wire().contentPart.frame(type, this.stream.nextSequence(), this.id, this.stream.outputIndex(), 0, part);
	}

	/**
	 * Return the next piece of the part.
	 * @return the frame, or {@code null} after the last piece
	 */
	abstract @Nullable JsonObject piece();

	abstract JsonObject textDone();

	abstract JsonObject emptyPart();

	abstract JsonObject part();

	JsonObject item(String status, List<JsonObject> content) {
		return JsonObject.ofShared(ITEM_KEYS, new Object[] { this.id, "message", status, content, "assistant" });
	}

	final ScriptedStream stream() {
		return this.stream;
	}

	final WireFormat wire() {
		return this.stream.wire();
	}

	final String id() {
		return this.id;
	}

	final Deltas text() {
		return this.text;
	}

	/**
	 * What comes next.
	 */
	private enum Next {

		ITEM_ADDED, PART_ADDED, PIECES, PART_DONE, ITEM_DONE, NOTHING

	}

}
