package io.mockagents.scenario;

import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a message that says something.
 */
final class TextFrames extends MessageFrames {

	private static final String[] PHASED_ITEM_KEYS = { "id", "type", "status", "content", "phase", "role" };

	private static final String[] PART_KEYS = { "type", "annotations", "logprobs", "text" };

	private static final JsonObject EMPTY_PART = part(List.of(), "");

	private final List<JsonObject> annotations;

	private final @Nullable String phase;

	private int index;

	private @Nullable JsonObject part;

	TextFrames(ScriptedStream stream, Step.Message message, Deltas text, String status) {
		super(stream, text, status);
		this.annotations = message.annotations();
		this.phase = (stream.wire().profile == SdkProfile.V0_2) ? null : message.phase();
	}

	@Override
	@Nullable JsonObject piece() {
		int i = this.index++;
		if (i < text().size()) {
			return wire().textDelta.frame("response.output_text.delta", stream().nextSequence(), id(),
					stream().outputIndex(), 0, text().piece(i), List.of(), stream().obfuscation(text(), i));
		}
		int annotation = i - text().size();
		return (annotation < this.annotations.size()) ? wire().annotation.frame("response.output_text.annotation.added",
				stream().nextSequence(), id(), stream().outputIndex(), 0, annotation, this.annotations.get(annotation))
				: null;
	}

	@Override
	JsonObject textDone() {
		return wire().textDone.frame("response.output_text.done", stream().nextSequence(), id(), stream().outputIndex(),
				0, text().text(), List.of());
	}

	@Override
	JsonObject emptyPart() {
		return EMPTY_PART;
	}

	@Override
	JsonObject part() {
		JsonObject part = this.part;
		if (part == null) {
			part = part(this.annotations, text().text());
			this.part = part;
		}
		return part;
	}

	private static JsonObject part(List<JsonObject> annotations, String text) {
		return JsonObject.ofShared(PART_KEYS, new Object[] { "output_text", annotations, List.of(), text });
	}

	@Override
	JsonObject item(String status, List<JsonObject> content) {
		return (this.phase != null)
				? JsonObject.ofShared(PHASED_ITEM_KEYS,
						new Object[] { id(), "message", status, content, this.phase, "assistant" })
				: super.item(status, content);
	}

}
