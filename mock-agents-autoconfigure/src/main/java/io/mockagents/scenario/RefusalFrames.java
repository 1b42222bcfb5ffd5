package io.mockagents.scenario;

import io.mockagents.agent.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a message that refuses.
 */
final class RefusalFrames extends MessageFrames {

	private static final String[] PART_KEYS = { "type", "refusal" };

	private int index;

	RefusalFrames(ScriptedStream stream, Deltas text, String status) {
		super(stream, text, status);
	}

	@Override
	@Nullable JsonObject piece() {
		int i = this.index++;
		return (i < text().size()) ? wire().refusalDelta.frame("response.refusal.delta", stream().nextSequence(), id(),
				stream().outputIndex(), 0, text().piece(i), stream().obfuscation(text(), i)) : null;
	}

	@Override
	JsonObject textDone() {
		return wire().refusalDone.frame("response.refusal.done", stream().nextSequence(), id(), stream().outputIndex(),
				0, text().text());
	}

	@Override
	JsonObject emptyPart() {
		return part("");
	}

	@Override
	JsonObject part() {
		return part(text().text());
	}

	private static JsonObject part(String text) {
		return JsonObject.ofShared(PART_KEYS, new Object[] { "refusal", text });
	}

}
