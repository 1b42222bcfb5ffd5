package io.mockagents.scenario;

import java.util.List;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a message that refuses.
 */
final class RefusalFrames implements ItemFrames {

	private static final String[] PART_KEYS = { "type", "refusal" };

	private final ScriptedStream stream;

	private final String id;

	private final Deltas text;

	private final String status;

	private int state;

	private int index;

	RefusalFrames(ScriptedStream stream, Deltas text, String status) {
		this.stream = stream;
		this.id = stream.newId("msg");
		this.text = text;
		this.status = status;
	}

	@Override
	public @Nullable JsonObject next() {
		WireFormat wire = this.stream.wire();
		int output = this.stream.outputIndex();
		switch (this.state) {
			case 0:
				this.state = 1;
				return this.stream.added(item("in_progress", List.of()));
			case 1:
				this.state = 2;
				return wire.contentPart.frame("response.content_part.added", this.stream.nextSequence(), this.id,
						output, 0, part(""));
			case 2:
				if (this.index < this.text.size()) {
					int i = this.index++;
					return wire.refusalDelta.frame("response.refusal.delta", this.stream.nextSequence(), this.id,
							output, 0, this.text.piece(i), this.stream.obfuscation(this.text, i));
				}
				this.state = 3;
				return wire.refusalDone.frame("response.refusal.done", this.stream.nextSequence(), this.id, output, 0,
						this.text.text());
			case 3:
				this.state = 4;
				return wire.contentPart.frame("response.content_part.done", this.stream.nextSequence(), this.id, output,
						0, part(this.text.text()));
			case 4:
				this.state = 5;
				return this.stream.done(item(this.status, List.of(part(this.text.text()))), this.text.text().length());
			default:
				return null;
		}
	}

	private JsonObject item(String status, List<JsonObject> content) {
		return JsonObject.ofShared(MessageFrames.ITEM_KEYS,
				new Object[] { this.id, "message", status, content, "assistant" });
	}

	private static JsonObject part(String text) {
		return JsonObject.ofShared(PART_KEYS, new Object[] { "refusal", text });
	}

}
