package io.mockagents.scenario;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.mockagents.agent.JsonObject;
import io.mockagents.model.SdkProfile;
import org.jspecify.annotations.Nullable;

/**
 * The frames of the model's thoughts.
 */
final class ReasoningFrames implements ItemFrames {

	private static final String[] ITEM_KEYS_2025 = { "id", "type", "summary" };

	private static final String[] ITEM_KEYS_2026 = { "id", "type", "content", "summary" };

	private static final String[] PART_KEYS = { "type", "text" };

	private final ScriptedStream stream;

	private final String id;

	private final List<Deltas> summary;

	private int state;

	private int part;

	private int index;

	ReasoningFrames(ScriptedStream stream, List<Deltas> summary) {
		this.stream = stream;
		this.id = stream.newId("rs");
		this.summary = summary;
	}

	@Override
	public @Nullable JsonObject next() {
		switch (this.state) {
			case 0:
				this.state = this.summary.isEmpty() ? 5 : 1;
				return this.stream.added(item(List.of()));
			case 5:
				this.state = 6;
				return this.stream.done(item(parts()),
						this.summary.stream().mapToInt((it) -> it.text().length()).sum());
			case 6:
				return null;
			default:
				return partFrame(this.summary.get(this.part));
		}
	}

	private JsonObject partFrame(Deltas text) {
		WireFormat wire = this.stream.wire();
		int output = this.stream.outputIndex();
		int sequence = this.stream.nextSequence();
		switch (this.state) {
			case 1:
				this.state = 2;
				return wire.summaryPart.frame("response.reasoning_summary_part.added", sequence, this.id, output,
						this.part, part(""));
			case 2:
				if (this.index < text.size()) {
					int i = this.index++;
					return wire.summaryDelta.frame("response.reasoning_summary_text.delta", sequence, this.id, output,
							this.part, text.piece(i), this.stream.obfuscation(text, i));
				}
				this.state = 3;
				return wire.summaryDone.frame("response.reasoning_summary_text.done", sequence, this.id, output,
						this.part, text.text());
			default:
				JsonObject frame = wire.summaryPart.frame("response.reasoning_summary_part.done", sequence, this.id,
						output, this.part, part(text.text()));
				this.part++;
				this.index = 0;
				this.state = (this.part < this.summary.size()) ? 1 : 5;
				return frame;
		}
	}

	private List<JsonObject> parts() {
		List<JsonObject> parts = new ArrayList<>(this.summary.size());
		this.summary.forEach((text) -> parts.add(part(text.text())));
		return Collections.unmodifiableList(parts);
	}

	private JsonObject item(List<JsonObject> summary) {
		return (this.stream.wire().profile == SdkProfile.V0_2)
				? JsonObject.ofShared(ITEM_KEYS_2025, new Object[] { this.id, "reasoning", summary })
				: JsonObject.ofShared(ITEM_KEYS_2026, new Object[] { this.id, "reasoning", List.of(), summary });
	}

	private static JsonObject part(String text) {
		return JsonObject.ofShared(PART_KEYS, new Object[] { "summary_text", text });
	}

}
