package io.mockagents.scenario;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a message.
 */
final class MessageFrames implements ItemFrames {

	static final String[] ITEM_KEYS = { "id", "type", "status", "content", "role" };

	private static final String[] PHASED_ITEM_KEYS = { "id", "type", "status", "content", "phase", "role" };

	private static final String[] PART_KEYS = { "type", "annotations", "logprobs", "text" };

	private static final JsonObject EMPTY_PART = part(List.of(), "");

	private final ScriptedStream stream;

	private final String id;

	private final Deltas text;

	private final List<JsonObject> annotations;

	private final @Nullable String phase;

	private final String status;

	private int state;

	private int index;

	private @Nullable JsonObject part;

	MessageFrames(ScriptedStream stream, Step.Message message, Deltas text, String status) {
		this.stream = stream;
		this.id = stream.newId("msg");
		this.text = text;
		this.annotations = message.annotations();
		this.phase = (stream.wire().profile == SdkProfile.V0_2) ? null : message.phase();
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
						output, 0, EMPTY_PART);
			case 2:
				if (this.index < this.text.size()) {
					int i = this.index++;
					return wire.textDelta.frame("response.output_text.delta", this.stream.nextSequence(), this.id,
							output, 0, this.text.piece(i), List.of(), this.stream.obfuscation(this.text, i));
				}
				if (this.index < this.text.size() + this.annotations.size()) {
					int i = this.index++ - this.text.size();
					return wire.annotation.frame("response.output_text.annotation.added", this.stream.nextSequence(),
							this.id, output, 0, i, this.annotations.get(i));
				}
				this.state = 3;
				return wire.textDone.frame("response.output_text.done", this.stream.nextSequence(), this.id, output, 0,
						this.text.text(), List.of());
			case 3:
				this.state = 4;
				return wire.contentPart.frame("response.content_part.done", this.stream.nextSequence(), this.id, output,
						0, part());
			case 4:
				this.state = 5;
				return this.stream.done(item(this.status, List.of(part())), this.text.text().length());
			default:
				return null;
		}
	}

	private JsonObject item(String status, List<JsonObject> content) {
		if (this.phase != null) {
			return JsonObject.ofShared(PHASED_ITEM_KEYS,
					new Object[] { this.id, "message", status, content, this.phase, "assistant" });
		}
		return JsonObject.ofShared(ITEM_KEYS, new Object[] { this.id, "message", status, content, "assistant" });
	}

	private JsonObject part() {
		JsonObject part = this.part;
		if (part == null) {
			part = part(this.annotations, this.text.text());
			this.part = part;
		}
		return part;
	}

	private static JsonObject part(List<JsonObject> annotations, String text) {
		return JsonObject.ofShared(PART_KEYS, new Object[] { "output_text", annotations, List.of(), text });
	}

}
